// Multi-Paxos's settings: those of a scenario's "config". Keys that Raft has too mean the same.
#pragma once

#include <cstdint>
#include <vector>

#include "protocols/kv/mutants.h"
#include "protocols/paxos/multi/mutants.h"
#include "sim/base/id.h"
#include "sim/base/time.h"

namespace ordain::multi_paxos {

inline constexpr uint32_t kMaxServers = 64;  // a bit each in a paxos::Voters

// log     a read is a command in a slot, like a write
// lease   the leader answers from its own state while a quorum has promised it to elect nobody else
//         ("Paxos Made Live", 5.2)
// quorum  the leader answers from its own state once a quorum has confirmed, after the read came,
//         that it still leads
// local   so does any replica to which a leader with a lease has given one to read; the leader
//         executes a slot when they have accepted it too (readers.cc)
BOOST_DEFINE_FIXED_ENUM_CLASS(Reads, uint8_t, log, lease, quorum, local)

struct SnapshotConfig {
  uint32_t every = 0;  // slots executed since the last snapshot; 0: none are taken
};

// The servers that make up the configuration from then on.
struct Change {
  Duration at;
  std::vector<NodeId> members;
};

struct Config {
  Duration election_low = milliseconds(150);
  Duration election_high = milliseconds(300);
  Duration heartbeat = milliseconds(50);

  uint32_t max_batch = 64;  // pvalues of one Accept, decisions of one answer to a replica behind
  Duration batch_delay;     // how long a leader collects commands, and reads by quorum
  bool pipeline = true;     // go on proposing while earlier slots are undecided
  // Slots proposed and not yet executed at most: PMMC's WINDOW, the alpha of "Reconfiguring a State
  // Machine". A configuration decided in slot s governs the slots from s + inflight on.
  uint32_t inflight = 256;

  SnapshotConfig snapshot;

  Reads reads = Reads::log;
  Duration lease = milliseconds(100);
  uint32_t drift_bound_ppm = 10'000;  // how wrong two clocks' rates may be for leases to hold

  std::vector<NodeId> members;  // of the first configuration; empty: every server
  std::vector<Change> reconfigure;

  MutantSet mutants;
  kv::MutantSet machine_mutants;  // planted in the state machine
  bool broken(Mutant mutant) const { return mutants.has(mutant); }

  bool collects() const { return batch_delay > Duration{}; }
  bool leases() const { return reads == Reads::lease || reads == Reads::local; }
  // What a lease is sure to be on anybody's clock: at least, and at most.
  Duration shortest_lease() const { return scaled(-int64_t{drift_bound_ppm}); }
  Duration longest_lease() const { return scaled(int64_t{drift_bound_ppm}); }

 private:
  Duration scaled(int64_t ppm) const {
    return Duration{lease.ns / (1'000'000 - ppm) * (1'000'000 + ppm)};
  }
};

}  // namespace ordain::multi_paxos
