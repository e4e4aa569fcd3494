#include "protocols/raft/server.h"

namespace ordain::raft {

Server::Server(const Config&, NodeId id) : self(id) {}

// Section 5.1: term, vote and log survive a crash; commit index and state machine are learnt again
// from the leader.
Server Server::recover(const Config& config, NodeId id, const Durable& disk) {
  Server server(config, id);
  server.recovered = true;
  if (config.broken(Mutant::amnesia_restart)) {
    server.torn = disk.area(static_cast<uint8_t>(Area::log)).log.size();
    return server;
  }
  server.read_identity(config, disk);
  server.read_hard_state(disk);
  server.read_snapshot(disk);
  server.read_log(disk);
  return server;
}

// A server that has lost its disk has forgotten its votes and what it has acknowledged: it must not
// come back as the server it was (thesis, 3.8; RethinkDB issue 5289). Only as another, newly added.
void Server::read_identity(const Config& config, const Durable& disk) {
  if (!config.membership.identity || config.broken(Mutant::member_reborn)) return;
  if (disk.find<Identity>(Area::identity) != nullptr) return;
  halted = true;
  halt = {HaltReason::lost_disk, 0};
}

void Server::read_hard_state(const Durable& disk) {
  if (halted) return;
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

// Thesis, 5.1: the state machine begins from the snapshot, and applies what is committed behind it.
void Server::read_snapshot(const Durable& disk) {
  const Record& record = disk.area(static_cast<uint8_t>(Area::snapshot)).single;
  if (halted || !record.value) return;
  const auto* kept = disk.find<Snapshot>(Area::snapshot);
  if (kept == nullptr) {
    halted = true;
    halt = {HaltReason::unreadable_snapshot, 0};
    return;
  }
  snapshot = record.value;
  machine = kept->machine;
  commit_index = last_applied = kept->last_index;
  log.restart_behind(kept->last_index, kept->last_term, kept->prefix_hash);
}

// A torn record ends early, so it was never acknowledged: it is cut off. A whole record whose
// checksum fails may have been promised to a leader: forgetting it could undo a commit, so the
// server stops for good (Alagappan et al., "Protocol-Aware Recovery for Consensus-Based Storage",
// FAST'18, on why neither truncating nor starting afresh is safe).
//
// The disk's log may reach back before the snapshot: it crashed between the two writes of a
// compaction. If the two disagree where the snapshot ends, the snapshot was a leader's that was to
// replace the log (Figure 13, step 7).
void Server::read_log(const Durable& disk) {
  if (halted) return;
  const DurableArea& area = disk.area(static_cast<uint8_t>(Area::log));
  const auto stop = [&](HaltReason reason, uint64_t index) {
    halted = true;
    halt = {reason, index};
  };
  const uint64_t base = log.base_index();
  if (area.first_index > base + 1) return stop(HaltReason::missing_snapshot, area.first_index);
  if (area.first_index <= base && !area.log.empty()) leftover = Leftover::prefix;
  uint64_t index = area.first_index;
  for (const Record& record : area.log) {
    if (record.torn) {
      torn = index > base ? area.first_index + area.log.size() - index : 0;
      return;
    }
    if (index >= base && (record.rotten || !is_entry(record.value))) {
      return stop(HaltReason::unreadable_log, index);
    }
    if (index == base && term_of(record.value) != log.last_term()) {
      leftover = Leftover::whole_log;
      return;
    }
    if (index > base) log.append(record.value);
    ++index;
  }
}

void Server::on_start(Ctx& ctx) {
  if (halted) return ctx.fact(halt);
  if (recovered) {
    heard_from_leader(ctx);  // perhaps, just before the crash: the promise of 4.2.3 still stands
    tidy_log(ctx);
    ctx.fact(Recovered{current_term, log.last_index(), log.prefix_hash(log.last_index()), torn,
                       log.last_term()});
    if (snapshot) {
      const auto& kept = snapshot.as<Snapshot>();
      ctx.fact(SnapshotLoaded{kept.last_index, kept.prefix_hash, machine.hash});
    }
  }
  const auto& config = ctx.config<Config>();
  const MembershipConfig& membership = config.membership;
  if (membership.identity && !recovered) ctx.put(Area::identity, Identity{self});
  configuration = configuration_at(log.last_index(), configuration_index, ctx);
  const bool may_change = !membership.voters.empty() || !config.admin.empty();
  if (configuration_index != 0 || may_change) {
    adopt_configuration(log.last_index(), ctx);
  }
  draw_election_timeout(ctx);
  restart_election_timer(ctx);
}

// Cuts off the disk's log what recovery did not take from it.
void Server::tidy_log(Ctx& ctx) {
  if (torn > 0) ctx.truncate_from(Area::log, log.last_index() + 1);
  if (leftover == Leftover::whole_log) ctx.truncate_from(Area::log, 1);
  if (leftover != Leftover::none) ctx.truncate_before(Area::log, log.base_index() + 1);
}

void Server::on_timer(Timer timer, Ctx& ctx) {
  if (halted) return;
  switch (timer) {
    case Timer::election:
      return stand(ctx);
    case Timer::heartbeat:
      return has_lost_its_quorum(ctx) ? step_down(StepDown::quorum_lost, ctx)
                                      : send_heartbeats(ctx);
    case Timer::batch:
      return replicate(ctx);
    case Timer::transfer:
      return give_up_transfer(ctx);
  }
}

}  // namespace ordain::raft
