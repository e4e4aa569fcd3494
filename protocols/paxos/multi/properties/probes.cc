#include "protocols/paxos/multi/properties/probes.h"

namespace ordain::multi_paxos {
namespace {

bool any(const Fact&) { return true; }

bool deposed(const Fact& fact) { return fact.as<Preempted>().led; }
bool duelled(const Fact& fact) { return !fact.as<Preempted>().led; }
bool reported(const Fact& fact) { return fact.as<Elected>().reported > 0; }
bool torn(const Fact& fact) { return fact.as<Recovered>().cut > 0; }
bool repeated(const Fact& fact) {
  const auto applied = fact.as<Applied>();
  return applied.client.valid() && applied.sequence == 0;
}

}  // namespace

const std::vector<ProbeInfo>& probes() {
  static const std::vector<ProbeInfo> all = {
      {"leader_elected", "a leader was elected", &kFactType<Elected>, any},
      {"leader_deposed", "a leader met a higher ballot", &kFactType<Preempted>, deposed},
      {"scouts_duelled", "a scout met a higher ballot", &kFactType<Preempted>, duelled},
      {"values_reported", "a leader found values that may have been chosen", &kFactType<Elected>,
       reported},
      {"gap_filled", "a leader put a no-op into a gap", &kFactType<GapFilled>, any},
      {"replica_caught_up", "a replica asked for decisions that it had missed",
       &kFactType<CaughtUp>, any},
      {"snapshot_taken", "a replica took a snapshot", &kFactType<SnapshotTaken>, any},
      {"snapshot_installed", "a replica caught up by a snapshot", &kFactType<SnapshotInstalled>,
       any},
      {"lease_acquired", "a leader got a lease", &kFactType<LeaseAcquired>, any},
      {"promise_withheld", "a lease kept an acceptor from promising", &kFactType<PromiseWithheld>,
       any},
      {"read_served", "a leader with a lease answered a read from its own state",
       &kFactType<ReadServed>, any},
      {"read_confirmed", "a leader answered a read once a quorum had confirmed it",
       &kFactType<ReadConfirmed>, any},
      {"read_by_replica", "a replica that does not lead answered a read", &kFactType<ReadByReplica>,
       any},
      {"reconfigured", "a new configuration was decided", &kFactType<Reconfigured>, any},
      {"leader_retired", "a leader was left out by the configuration", &kFactType<Retired>, any},
      {"server_recovered", "a server came back after a crash", &kFactType<Recovered>, any},
      {"torn_tail_cut", "a server cut a torn record off its journal", &kFactType<Recovered>, torn},
      {"disk_lost", "a server came back without its memory", &kFactType<DiskLost>, any},
      {"server_rejoined", "a server without memory got its vote back", &kFactType<Rejoined>, any},
      {"command_repeated", "a command was decided twice, and did nothing the second time",
       &kFactType<Applied>, repeated},
  };
  return all;
}

}  // namespace ordain::multi_paxos
