// Raft's settings: those of a scenario's "config", with the defaults of the paper's examples.
#pragma once

#include <cstdint>

#include "protocols/kv/mutants.h"
#include "protocols/raft/mutants.h"
#include "sim/base/time.h"

namespace ordain::raft {

inline constexpr uint32_t kMaxServers = 101;

struct Config {
  // Broadcast time << election timeout (section 5.6).
  Duration election_low = milliseconds(150);
  Duration election_high = milliseconds(300);
  Duration heartbeat = milliseconds(50);

  uint32_t max_batch = 64;  // entries of one AppendEntries
  bool pipeline = true;     // send on without waiting for answers (thesis, 10.2.1)
  uint32_t inflight = 256;  // entries sent to a follower and not answered, when pipelining
  bool no_op = true;        // a leader begins its term with an empty entry (thesis, 6.4)

  MutantSet mutants;
  kv::MutantSet machine_mutants;  // planted in the state machine
  bool broken(Mutant mutant) const { return mutants.has(mutant); }
};

}  // namespace ordain::raft
