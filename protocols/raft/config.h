// Raft's settings: those of a scenario's "config", with the defaults of the paper's examples.
#pragma once

#include <cstdint>

#include "protocols/kv/mutants.h"
#include "protocols/raft/admin.h"
#include "protocols/raft/configuration.h"
#include "protocols/raft/mutants.h"
#include "sim/base/time.h"

namespace ordain::raft {

// Log compaction (section 7; thesis, chapter 5).
struct SnapshotConfig {
  uint32_t every = 0;   // entries applied since the last snapshot; 0: none are taken
  uint32_t chunk = 64;  // keys and sessions of one InstallSnapshot
};

// Cluster membership changes (section 6; thesis, chapter 4).
BOOST_DEFINE_FIXED_ENUM_CLASS(MembershipRule, uint8_t, single, joint)
struct MembershipConfig {
  MembershipRule rule = MembershipRule::single;
  std::vector<NodeId> voters;  // at the start; empty: all servers. The others wait to be added
  uint32_t fewest = 1;         // voters: a change that leaves fewer is refused
  bool catch_up = true;        // new servers receive the log before they are added (4.2.1)
  bool strict = false;         // a change is refused unless a quorum of the new ones answers
  bool identity = false;       // a server whose disk was wiped takes no further part
};

// How reads are served: as log entries like any command; by the leader once it knows that it still
// leads (thesis, 6.4); or by the leader at once, trusting clocks (6.4.1).
BOOST_DEFINE_FIXED_ENUM_CLASS(Reads, uint8_t, log, read_index, lease)

// What a scenario demands of the safety phase, beyond safety.
struct Demand {
  Duration max_outage;       // some operation is answered at least so often; 0: nothing demanded
  uint32_t max_leaders = 0;  // so many are elected at most; 0: nothing demanded
};

struct Config {
  // Broadcast time << election timeout (section 5.6).
  Duration election_low = milliseconds(150);
  Duration election_high = milliseconds(300);
  Duration heartbeat = milliseconds(50);

  uint32_t max_batch = 64;  // entries of one AppendEntries
  bool pipeline = true;     // send on without waiting for answers (thesis, 10.2.1)
  uint32_t inflight = 256;  // entries sent to a follower and not answered, when pipelining
  bool no_op = true;        // a leader begins its term with an empty entry (thesis, 6.4)

  SnapshotConfig snapshot;
  MembershipConfig membership;

  Duration batch_delay;  // how long a leader collects commands before it sends them

  bool pre_vote = false;      // ask before standing (thesis, 9.6)
  bool check_quorum = false;  // a leader that no quorum answers steps down (thesis, 6.2)
  bool stickiness = false;    // no votes while a leader is heard from (thesis, 4.2.3)

  Reads reads = Reads::log;
  bool follower_reads = false;  // followers serve reads, too, by the leader's read index
  int64_t clock_drift_ppm = 0;  // how far from true time a clock's rate may be: what leases trust

  Demand demand;

  std::vector<AdminStep> admin;  // what the operator asks for (operator.h)

  MutantSet mutants;
  kv::MutantSet machine_mutants;  // planted in the state machine
  bool broken(Mutant mutant) const { return mutants.has(mutant); }

  // Whether anything depends on when servers heard from one another.
  bool notes_contact() const { return pre_vote || check_quorum || stickiness || membership.strict; }
};

}  // namespace ordain::raft
