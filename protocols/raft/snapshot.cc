// Log compaction: section 7 and chapter 5 of the thesis. "Each server takes snapshots
// independently, covering just the committed entries in its log."
#include "protocols/raft/snapshot.h"

#include "protocols/raft/server.h"

namespace ordain::raft {

// The snapshot is on disk before the entries that it stands for are gone from there: two writes, in
// this order. A crash between them leaves both, and recovery finishes the work.
void Server::compact(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Snapshot taken = take_snapshot(ctx);
  const uint64_t configured = taken.configuration_index;
  const uint64_t end = taken.last_index;
  snapshot = Payload::make(std::move(taken));
  log.compact_to(end);
  if (config.broken(Mutant::snap_wal_order)) {
    ctx.truncate_before(Area::log, end + 1);
    ctx.flush();
    ctx.put_payload(Area::snapshot, snapshot);
  } else {
    ctx.put_payload(Area::snapshot, snapshot);
    ctx.flush();
    ctx.truncate_before(Area::log, end + 1);
  }
  ctx.fact(SnapshotTaken{last_applied, log.prefix_hash(last_applied), machine.hash, configured});
}

// "The snapshot [...] also includes the latest configuration in the log as of last included index".
// The index goes with the state, in one write: of a persistent state machine the last applied index
// must be persistent, too (thesis, 3.8), or a server that comes back applies an entry again.
Snapshot Server::take_snapshot(const Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  Snapshot out;
  out.last_index = config.broken(Mutant::apply_twice) ? last_applied - 1 : last_applied;
  out.last_term = log.term_at(out.last_index);
  out.prefix_hash = log.prefix_hash(out.last_index);
  out.configuration = config.broken(Mutant::snap_no_config)
                          ? initial_configuration(ctx)
                          : configuration_at(out.last_index, out.configuration_index, ctx);
  out.machine = machine;
  if (config.broken(Mutant::snap_no_sessions)) out.machine.sessions.clear();
  return out;
}

}  // namespace ordain::raft
