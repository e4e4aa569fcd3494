// The settings of single-decree Paxos: those of a scenario's "config".
#pragma once

#include <cstdint>

#include "protocols/paxos/learner.h"
#include "protocols/paxos/quorums.h"
#include "protocols/paxos/synod/mutants.h"
#include "sim/base/time.h"

namespace ordain::paxos {

struct Config {
  // Roles. 0: every server has it. Else proposers and learners are the first so many servers, and
  // acceptors the last; a proposer is always a learner too.
  uint32_t proposers = 0;
  uint32_t acceptors = 0;
  uint32_t learners = 0;

  // Quorums of promises and of acceptances; 0: the smallest that fits, a majority if both are open.
  uint32_t q1 = 0;
  uint32_t q2 = 0;
  bool teaching = false;  // quorums that do not intersect are taken, to see what happens

  // "If enough of the system ... is working properly, liveness can therefore be achieved by
  // electing a single distinguished proposer" (2.4). Without one, proposers back off at random.
  bool distinguished = false;
  Duration alive = milliseconds(40);     // how often a server shows that it is there
  Duration suspect = milliseconds(200);  // silence after which it is held for dead

  Duration back_off_low = milliseconds(10);   // after a refusal; the upper end doubles each time
  Duration back_off_high = milliseconds(60);  // 0: at once, and proposers may duel for ever
  Duration retransmit = milliseconds(50);     // until a phase has its quorum
  Duration query = milliseconds(200);         // until a learner has learnt
  bool answer_learned = true;  // a server that has learnt answers at once, without another ballot

  // Filled in by the registration.
  uint32_t servers = 0;
  MutantSet mutants;
  bool broken(Mutant mutant) const { return mutants.has(mutant); }

  uint32_t proposer_count() const { return proposers == 0 ? servers : proposers; }
  uint32_t acceptor_count() const { return acceptors == 0 ? servers : acceptors; }
  uint32_t learner_count() const {
    const uint32_t count = learners == 0 ? servers : learners;
    return count < proposer_count() ? proposer_count() : count;
  }
  uint32_t first_acceptor() const { return servers - acceptor_count(); }
  bool proposes(NodeId id) const { return id.value < proposer_count(); }
  bool accepts(NodeId id) const { return id.value >= first_acceptor() && id.value < servers; }
  bool learns(NodeId id) const { return id.value < learner_count(); }

  Quorums quorums() const { return quorums_of(acceptor_count(), q1, q2); }
  Counting counting() const {
    return {quorums(), broken(Mutant::learner_mixes_ballots), broken(Mutant::learner_dup)};
  }
  uint32_t promises_needed() const {
    const Quorums sizes = quorums();
    return broken(Mutant::q1_minority) ? sizes.acceptors - sizes.q2 : sizes.q1;
  }
};

}  // namespace ordain::paxos
