#include "protocols/paxos/properties/all.h"

#include "protocols/paxos/properties/acceptors.h"
#include "protocols/paxos/properties/choosing.h"
#include "protocols/paxos/properties/goals.h"
#include "protocols/paxos/properties/linearizable.h"
#include "protocols/paxos/properties/proposals.h"

namespace ordain::paxos {
namespace {

template <class P>
std::unique_ptr<Property> make(const Setting& setting) {
  if constexpr (std::is_constructible_v<P, const Setting&>) {
    return std::make_unique<P>(setting);
  } else {
    return std::make_unique<P>();
  }
}

}  // namespace

const std::vector<PropertyInfo>& properties() {
  constexpr auto always = PropertyKind::always;
  constexpr auto eventually = PropertyKind::eventually;
  static const std::vector<PropertyInfo> all = {
      {"validity", "only a value that a client has proposed is chosen (2.1)", always,
       &make<Validity>},
      {"agreement", "only a single value is chosen, and learners learn that one (2.1)", always,
       &make<Agreement>},
      {"learned_implies_chosen", "a value is learnt only after a quorum has accepted it (2.1)",
       always, &make<LearnedImpliesChosen>},
      {"chosen_stays_chosen",
       "once a value is chosen, all that is accepted in higher ballots is that value (P2b)", always,
       &make<ChosenStaysChosen>},
      {"safe_at",
       "a proposal has the value of the highest vote among its promises, if there is one (P2c)",
       always, &make<SafeAt>},
      {"one_value_per_ballot", "a ballot proposes one value (2.2)", always,
       &make<OneValuePerBallot>},
      {"promise_monotonic",
       "an acceptor promises nothing below what it has promised, crashes or not (2.2, 2.5)", always,
       &make<PromiseMonotonic>},
      {"accept_below_promise", "an acceptor accepts nothing below what it has promised (P1a)",
       always, &make<AcceptBelowPromise>},
      {"vote_monotonic", "an acceptor never forgets its highest vote, crashes or not (2.5)", always,
       &make<VoteMonotonic>},
      {"one_vote_per_ballot", "an acceptor accepts one value in a ballot", always,
       &make<OneVotePerBallot>},
      {"promise_durable", "a proposal is issued on promises that are on disks (2.5)", always,
       &make<PromiseDurable>},
      {"quorum_distinct", "a quorum is made of different acceptors", always, &make<QuorumDistinct>},
      {"quorum_intersection",
       "the promises of a ballot include one of every quorum that chose below it", always,
       &make<QuorumIntersection>},
      {"linearizable",
       "each answer fits some order of the proposals, to a write-once register, in real time",
       always, &make<Linearizable>},
      {"decided_in_core", "after healing, the learners of the core learn what is chosen",
       eventually, &make<DecidedInCore>},
      {"operations_complete",
       "after healing, each client gets an answer or has nothing left to ask", eventually,
       &make<OperationsComplete>},
  };
  return all;
}

}  // namespace ordain::paxos
