// Snapshots: PMMC 4.2 ("garbage collection"), "Paxos Made Live", 5.5. The state after a slot stands
// for the log up to it, sessions and configurations included.
#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

void Server::take_snapshot(Ctx& ctx) {
  const uint64_t slot = slot_out - 1;
  snapshot = Payload::make(Snapshot{slot, machine, configurations});
  log.forget_to(slot);
  save_snapshot(ctx);
  ctx.fact(SnapshotTaken{slot, machine.hash});
}

// The snapshot reaches the disk before what it stands for leaves it: of unfinished writes a crash
// keeps a prefix. So does the promise, which the records that go may have been the only ones to
// tell.
void Server::save_snapshot(Ctx& ctx) {
  const uint64_t needed = log.first_record(next_record);
  if (ctx.config<Config>().broken(Mutant::snapshot_handle)) {
    ctx.truncate_before(Area::journal, needed);
    ctx.flush();
    return ctx.put_payload(Area::snapshot, snapshot);
  }
  ctx.put_payload(Area::snapshot, snapshot);
  save_acceptor(ctx);
  ctx.truncate_before(Area::journal, needed);
}

// From another replica. What was accepted in later slots stays.
void Server::install(const Payload& given, Ctx& ctx) {
  const auto& state = given.as<Snapshot>();
  if (state.slot < slot_out) return;
  snapshot = given;
  machine = state.machine;
  configurations = state.configurations;
  for (; slot_out <= state.slot; ++slot_out) {
    if (!commanders.empty()) commanders.pop_front();
  }
  slot_in = std::max(slot_in, slot_out);
  log.forget_to(state.slot);
  save_snapshot(ctx);
  ctx.fact(SnapshotInstalled{state.slot, machine.hash});
}

void Server::on(const Snapshot& given, NodeId from, Ctx& ctx) {
  if (given.slot < slot_out) return;
  install(Payload::make(given), ctx);
  ctx.send(from, CatchUp{slot_out});
}

}  // namespace ordain::multi_paxos
