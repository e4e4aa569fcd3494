#include "protocols/raft/server.h"

namespace ordain::raft {

Server::Server(const Config&, NodeId id) : self(id) {}

// Section 5.1: term, vote and log survive a crash; commit index and state machine are learnt again
// from the leader.
Server Server::recover(const Config& config, NodeId id, const Durable& disk) {
  Server server(config, id);
  server.recovered = true;
  server.read_hard_state(disk);
  server.read_log(disk);
  return server;
}

void Server::read_hard_state(const Durable& disk) {
  const Record& record = disk.area(static_cast<uint8_t>(Area::hard_state)).single;
  if (!record.value) return;  // crashed before its first term
  const auto* state = disk.find<HardState>(Area::hard_state);
  if (state == nullptr) {
    halted = true;
    halt = {HaltReason::unreadable_hard_state, 0};
    return;
  }
  current_term = state->current_term;
  voted_for = state->voted_for;
}

// A torn record ends early, so it was never acknowledged: it is cut off. A whole record whose
// checksum fails may have been promised to a leader: forgetting it could undo a commit, so the
// server stops for good (Alagappan et al., "Protocol-Aware Recovery for Consensus-Based Storage",
// FAST'18, on why neither truncating nor starting afresh is safe).
void Server::read_log(const Durable& disk) {
  const DurableArea& area = disk.area(static_cast<uint8_t>(Area::log));
  for (const Record& record : area.log) {
    if (record.torn) {
      torn = area.log.size() - log.last_index();
      return;
    }
    if (record.rotten || !record.value.is<Entry>()) {
      halted = true;
      halt = {HaltReason::unreadable_log, log.last_index() + 1};
      return;
    }
    log.append(record.value);
  }
}

void Server::on_start(Ctx& ctx) {
  if (halted) return ctx.fact(halt);
  if (recovered) {
    heard_from_leader(ctx);  // perhaps, just before the crash: the promise of 4.2.3 still stands
    if (torn > 0) ctx.truncate_from(Area::log, log.last_index() + 1);
    ctx.fact(Recovered{current_term, log.last_index(), log.prefix_hash(log.last_index()), torn});
  }
  draw_election_timeout(ctx);
  restart_election_timer(ctx);
}

void Server::on_timer(Timer timer, Ctx& ctx) {
  if (halted) return;
  switch (timer) {
    case Timer::election:
      return stand(ctx);
    case Timer::heartbeat:
      return has_lost_its_quorum(ctx) ? step_down(ctx) : send_heartbeats(ctx);
    case Timer::batch:
      return replicate(ctx);
    case Timer::transfer:
      return give_up_transfer(ctx);
  }
}

}  // namespace ordain::raft
