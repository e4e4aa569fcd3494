// The settings of Fast Paxos: those of a scenario's "config".
#pragma once

#include <cstdint>

#include "protocols/paxos/fast/mutants.h"
#include "protocols/paxos/learner.h"
#include "protocols/paxos/quorums.h"
#include "sim/base/time.h"

namespace ordain::fast_paxos {

struct Config {
  uint32_t q1 = 0;           // of promises, 0: the smallest that fits, a majority if both are open
  uint32_t q2 = 0;           // of acceptances in a classic ballot
  uint32_t fast_quorum = 0;  // of acceptances in a fast ballot; 0: the smallest that fits
  bool fast = true;          // whether a free ballot is fast at all
  bool coordinated = true;   // a collision is resolved without another phase 1
  bool teaching = false;     // quorums that do not intersect are taken, to see what happens

  Duration alive = milliseconds(40);         // how often a server shows that it is there
  Duration suspect = milliseconds(200);      // silence after which it is held for dead
  Duration patience = milliseconds(100);     // with a fast ballot, before a classic one
  Duration back_off_low = milliseconds(10);  // after a refusal; the upper end doubles each time
  Duration back_off_high = milliseconds(60);
  Duration retransmit = milliseconds(50);
  Duration query = milliseconds(200);  // until a learner has learnt

  // Filled in by the registration.
  uint32_t servers = 0;
  MutantSet mutants;
  bool broken(Mutant mutant) const { return mutants.has(mutant); }

  paxos::Quorums quorums() const {
    paxos::Quorums out = paxos::quorums_of(servers, q1, q2);
    out.fast = fast_quorum != 0 ? fast_quorum : paxos::smallest_fast_quorum(out);
    return out;
  }
  paxos::Counting counting() const {
    paxos::Counting out{quorums(), false, false};
    if (broken(Mutant::fast_majority)) out.quorums.fast = out.quorums.q2;
    return out;
  }
};

}  // namespace ordain::fast_paxos
