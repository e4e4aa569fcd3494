// Reads at every replica, as Ceph's monitors have them ("lease" in its Paxos): a leader with a
// lease gives others one to read, and does not execute, and so not acknowledge, a slot before all
// who may read have accepted it. Whoever has accepted what it has not executed answers no reads.
//
// So a read never misses what was acknowledged before it: the replica has accepted it, and either
// executed it or is silent. A lease to read counts on the replica's clock from when it sent the
// answer that earned it, on the leader's from when it gives it, the longest that may be. A leader
// that is new takes it that everybody may read: its predecessor had a lease of its own when it gave
// the last one, and that was over before the new leader was elected.
#include <algorithm>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

bool Server::readers_have(const Commander& commander, Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  if (config.reads != Reads::local || config.broken(Mutant::commit_on_subset)) return true;
  for (uint32_t i = 0; i < pulses.size(); ++i) {
    if (NodeId(i) == self || commander.accepted.has(NodeId(i))) continue;
    if (ctx.now() < pulses[i].reads_to) return false;
  }
  return true;
}

void Server::expect_readers(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.reads != Reads::local) return;
  for (Pulse& pulse : pulses) pulse.reads_to = ctx.now() + config.longest_lease();
}

void Server::send_heartbeats_to_readers(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const bool leased = lease_holds(ctx);
  for (uint32_t i = 0; i < ctx.servers(); ++i) {
    if (NodeId(i) == self) continue;
    Pulse& pulse = pulses[i];
    const bool gives = leased && pulse.round > 0;
    if (gives) pulse.reads_to = std::max(pulse.reads_to, ctx.now() + config.longest_lease());
    ctx.send(NodeId(i), Heartbeat{ballot, slot_out - 1, round, ctx.now(), gives, pulse.asked});
  }
}

// Only what has caught up with the leader may be read.
void Server::take_read_lease(const Heartbeat& heartbeat, Ctx& ctx) {
  if (slot_out <= heartbeat.decided) return;
  const LocalTime until = heartbeat.asked + ctx.config<Config>().lease;
  read_until = reading ? std::max(read_until, until) : until;
  reading = true;
}

bool Server::may_read(Ctx& ctx) const {
  return reading && !lost && ctx.now() < read_until && log.last() < slot_out;
}

}  // namespace ordain::multi_paxos
