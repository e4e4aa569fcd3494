// The settings of CASPaxos: those of a scenario's "config".
#pragma once

#include <cstdint>

#include "protocols/paxos/cas/mutants.h"
#include "protocols/paxos/quorums.h"
#include "sim/base/time.h"

namespace ordain::cas_paxos {

struct Config {
  uint32_t q1 = 0;  // 0: the smallest that fits, a majority if both are open
  uint32_t q2 = 0;
  bool one_round_trip = false;              // a change brings the next one's phase 1 with it
  Duration back_off_low = milliseconds(5);  // after a refusal; the upper end doubles each time
  Duration back_off_high = milliseconds(40);
  Duration retransmit = milliseconds(50);

  // Filled in by the registration.
  uint32_t servers = 0;
  MutantSet mutants;
  bool broken(Mutant mutant) const { return mutants.has(mutant); }

  paxos::Quorums quorums() const { return paxos::quorums_of(servers, q1, q2); }
};

}  // namespace ordain::cas_paxos
