#include "protocols/paxos/properties/proposals.h"

#include <algorithm>

#include "sim/check/by_node.h"

namespace ordain::paxos {

void OneValuePerBallot::on_fact(const FactEvent& event, Report& report) {
  Ballot ballot;
  Value value = kNoValue;
  if (event.fact.is<Proposed>()) {
    const auto proposed = event.fact.as<Proposed>();
    ballot = ballot_of(proposed);
    value = proposed.value;
  } else {
    const auto accepted = event.fact.as<Accepted>();
    if (accepted.fast) return;
    ballot = ballot_of(accepted);
    value = accepted.value;
  }
  const auto [first, fresh] = value_of_.emplace(ballot, value);
  if (fresh || first->second == value) return;
  report.violated(name(),
                  std::string("ballot ") + name_of(ballot) + " proposes " + std::to_string(value) +
                      " after it had proposed " + std::to_string(first->second),
                  event);
}

void SafeAt::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Proposed>()) return on_proposed(event, report);
  const auto promised = event.fact.as<Promised>();
  promises_[ballot_of(promised)][event.node] = vote_of(promised);
}

void SafeAt::on_proposed(const FactEvent& event, Report& report) {
  const auto proposed = event.fact.as<Proposed>();
  const Ballot ballot = ballot_of(proposed);
  const Voters voters{proposed.voters};
  Ballot highest;
  std::map<Value, uint32_t> counts;  // of the votes in the highest ballot below
  for (const auto& [acceptor, vote] : promises_[ballot]) {
    if (!voters.has(acceptor) || !vote.ballot.valid() || vote.ballot >= ballot) continue;
    if (vote.ballot < highest) continue;
    if (vote.ballot > highest) counts.clear();
    highest = vote.ballot;
    ++counts[vote.value];
  }
  if (counts.empty()) return;  // (a)
  auto bound = counts.begin();
  for (auto it = counts.begin(); it != counts.end(); ++it) {
    if (it->second > bound->second) bound = it;
  }
  const bool split = counts.size() > 1;
  if (split && bound->second + quorums_.acceptors < voters.count() + quorums_.fast) return;
  if (bound->first == proposed.value) return;  // (b)
  report.violated(name(),
                  name_of(event.node) + " proposes " + std::to_string(proposed.value) +
                      " in ballot " + name_of(ballot) + " although " +
                      std::to_string(bound->first) + " may have been chosen in " + name_of(highest),
                  event);
}

// A promise without a vote in a lower ballot binds nobody: as if it had not been given.
bool SafeAt::encode(Encoder& out) const {
  std::map<Ballot, Votes> binding;
  for (const auto& [ballot, votes] : promises_) {
    for (const auto& [acceptor, vote] : votes) {
      if (vote.ballot.valid() && vote.ballot < ballot) binding[ballot][acceptor] = vote;
    }
  }
  ordain::encode(out, binding);
  return true;
}

void QuorumDistinct::on_fact(const FactEvent& event, Report& report) {
  const bool learns = event.fact.is<Learned>();
  if (learns && event.fact.as<Learned>().round == 0) return;  // told by another learner
  const Voters voters{learns ? event.fact.as<Learned>().voters : event.fact.as<Proposed>().voters};
  const uint32_t least = learns ? quorums_.q2 : quorums_.q1;
  if (voters.count() >= least) return;
  report.violated(name(),
                  name_of(event.node) + " takes the " + (learns ? "acceptances" : "promises") +
                      " of " + names_of(voters.bits) + " for a quorum of " + std::to_string(least),
                  event, learns ? "acceptances" : "promises");
}

}  // namespace ordain::paxos
