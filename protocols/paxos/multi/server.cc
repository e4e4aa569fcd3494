#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

Server::Server(const Config& config, NodeId id) : self(id) {
  Configuration first{1, 0};
  for (NodeId member : config.members) first.members |= uint64_t{1} << member.value;
  if (config.members.empty()) first.members = ~uint64_t{0};  // on_start knows how many there are
  configurations.push_back(first);
}

// PMMC 2.2: an acceptor's state survives a crash. Decisions behind the snapshot are learnt again.
Server Server::recover(const Config& config, NodeId id, const Durable& disk) {
  Server server(config, id);
  server.recovered = true;
  server.read_acceptor(disk);
  if (!server.lost) server.read_journal(disk);
  if (!server.lost) return server;
  Server empty(config, id);
  empty.recovered = true;
  empty.lose(server.loss);
  empty.next_record = server.next_record;
  return empty;
}

void Server::lose(Loss how) {
  lost = true;
  loss = how;
}

// A server writes the acceptor's state when it first starts, before it says a word: without it, the
// disk has been lost. ("Paxos Made Live", 5.1, keeps such a mark in another file system.)
void Server::read_acceptor(const Durable& disk) {
  const DurableArea& journal = disk.area(static_cast<uint8_t>(Area::journal));
  next_record = journal.first_index + journal.log.size();
  const auto* state = disk.find<AcceptorState>(Area::acceptor);
  if (state == nullptr) {
    const bool rotten = bool(disk.area(static_cast<uint8_t>(Area::acceptor)).single.value);
    return lose(rotten ? Loss::unreadable_disk : Loss::empty_disk);
  }
  if (state->lost) return lose(Loss::unreadable_disk);
  promised = state->promised;
  lives = state->lives;
  const Record& record = disk.area(static_cast<uint8_t>(Area::snapshot)).single;
  if (!record.value) return;
  if (record.rotten || !record.value.is<Snapshot>()) return lose(Loss::unreadable_disk);
  snapshot = record.value;
  const auto& kept = snapshot.as<Snapshot>();
  machine = kept.machine;
  configurations = kept.configurations;
  slot_out = kept.slot + 1;
  log.forget_to(kept.slot);
}

// A torn record ends early, so it was never acknowledged: it is cut off. A whole one whose checksum
// fails may have been, and to forget it could undo a decision: the disk counts as lost.
void Server::read_journal(const Durable& disk) {
  const DurableArea& area = disk.area(static_cast<uint8_t>(Area::journal));
  next_record = area.first_index;
  for (const Record& record : area.log) {
    if (record.torn) {
      torn = area.first_index + area.log.size() - next_record;
      return;
    }
    if (record.rotten || !record.value.is<PValue>()) return lose(Loss::unreadable_disk);
    const auto& pvalue = record.value.as<PValue>();
    if (pvalue.slot > log.base()) log.accept(record.value, next_record);
    promised = std::max(promised, pvalue.ballot);
    ++next_record;
  }
}

void Server::on_start(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (configurations.size() == 1 && config.members.empty() && ctx.servers() < kMaxServers) {
    configurations[0].members = (uint64_t{1} << ctx.servers()) - 1;
  }
  // It may have given a lease that it has forgotten: it keeps the longest one.
  if (recovered && config.leases()) give_lease(kNoNode, ctx);
  if (lost) {
    ctx.fact(DiskLost{loss});
    lost = !config.broken(Mutant::empty_disk_rejoins);
    save_acceptor(ctx);
    ctx.truncate_from(Area::journal, 0);
    rebuilding.nonce = ctx.pick(Pick::nonce, 0);
    ask_for_memory(ctx);
  } else if (recovered) {
    if (torn > 0) ctx.truncate_from(Area::journal, next_record);
    ctx.fact(Recovered{promised.round, promised.node, log.base(), log.first(), log.last(), torn});
  }
  if (!lost && !promised.valid()) save_acceptor(ctx);
  for (uint64_t i = 0; i < config.reconfigure.size(); ++i) {
    ctx.set_timer(Timer::reconfigure, config.reconfigure[i].at, i + 1);
  }
  restart_election_timer(ctx);
}

void Server::on_timer(Timer timer, uint64_t key, Ctx& ctx) {
  switch (timer) {
    case Timer::election:
      return spawn_scout(ctx);
    case Timer::heartbeat:
      return beat(ctx);
    case Timer::rebuild:
      return ask_for_memory(ctx);
    case Timer::reconfigure:
      return reconfigure(key, ctx);
    case Timer::batch:
      return send_batch(ctx);
  }
}

// Drawn anew each time: PMMC 3 has leaders back off by different amounts, or none would ever get
// through both phases.
void Server::restart_election_timer(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  ctx.set_timer(Timer::election,
                ctx.pick(Pick::election_timeout, config.election_low, config.election_high));
}

}  // namespace ordain::multi_paxos
