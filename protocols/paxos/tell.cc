#include "protocols/paxos/tell.h"

#include "protocols/paxos/facts.h"
#include "protocols/paxos/quorums.h"
#include "sim/base/text.h"
#include "sim/check/by_node.h"

namespace ordain::paxos {
namespace {

std::string number(Value value) { return std::to_string(value); }

std::string tell_promised(const Promised& fact) {
  const Vote vote = vote_of(fact);
  const std::string promise = std::string("promises ballot ") + name_of(ballot_of(fact));
  if (!vote.ballot.valid()) return promise;
  return promise + ", and reports its vote for " + number(vote.value) + " in ballot " +
         name_of(vote.ballot);
}

std::string tell_refused(const Refused& fact) {
  const std::string what =
      fact.step == Step::prepare ? "refuses to prepare ballot " : "refuses the proposal of ballot ";
  return what + name_of(ballot_of(fact)) + ": it has promised " +
         name_of(Ballot{fact.promised_round, fact.promised_proposer});
}

std::string tell_proposed(const Proposed& fact) {
  const std::string promises =
      std::string("has the promises of ") + names_of(fact.voters) + " and ";
  const std::string ballot = std::string(" in ballot ") + name_of(ballot_of(fact));
  if (fact.value == kNoValue)
    return promises + "lets the acceptors take any client's value" + ballot;
  const std::string proposes = promises + "proposes " + number(fact.value) + ballot;
  if (fact.bound_round == 0) return proposes;
  return proposes + ", as that may have been chosen in " +
         name_of(Ballot{fact.bound_round, fact.bound_proposer});
}

std::string tell_learned(const Learned& fact) {
  if (fact.round == 0) return std::string("is told that ") + number(fact.value) + " is chosen";
  return std::string("learns that ") + number(fact.value) + " is chosen: " + names_of(fact.voters) +
         " accepted it in ballot " + name_of(ballot_of(fact));
}

std::string tell_recovered(const Recovered& fact) {
  const Ballot promised{fact.promised_round, fact.promised_proposer};
  if (!promised.valid()) return "recovers from its disk, which holds no promise";
  const Vote vote = vote_of(fact);
  const std::string text = std::string("recovers from its disk: promised ") + name_of(promised);
  if (!vote.ballot.valid()) return text + ", no vote";
  return text + ", voted for " + number(vote.value) + " in " + name_of(vote.ballot);
}

}  // namespace

std::string tell(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<BallotBegun>()) {
    return std::string("begins ballot ") + name_of(ballot_of(fact.as<BallotBegun>()));
  }
  if (fact.is<Promised>()) return tell_promised(fact.as<Promised>());
  if (fact.is<Refused>()) return tell_refused(fact.as<Refused>());
  if (fact.is<Proposed>()) return tell_proposed(fact.as<Proposed>());
  if (fact.is<Accepted>()) {
    const auto accepted = fact.as<Accepted>();
    return std::string("accepts ") + number(accepted.value) +
           (accepted.fast ? " from its client" : "") + " in ballot " + name_of(ballot_of(accepted));
  }
  if (fact.is<Learned>()) return tell_learned(fact.as<Learned>());
  if (fact.is<BackedOff>()) {
    return std::string("backs off for ") + format_duration(fact.as<BackedOff>().wait);
  }
  if (fact.is<Collided>()) {
    const auto collided = fact.as<Collided>();
    return std::string("sees that ") + std::to_string(collided.values) +
           " values collide in ballot " + name_of(Ballot{collided.round, collided.proposer});
  }
  if (fact.is<Recovered>()) return tell_recovered(fact.as<Recovered>());
  if (fact.is<Halted>()) return "cannot read what it had promised, and stops for good";
  return "";
}

}  // namespace ordain::paxos
