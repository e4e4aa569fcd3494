#include "protocols/raft/properties/elections.h"

namespace ordain::raft {

// Two leaders at once are legal as long as their terms differ.
void ElectionSafety::on_fact(const FactEvent& event, Report& report) {
  const uint64_t term = event.fact.as<Elected>().term;
  const auto [first, fresh] = leader_of_.emplace(term, event.node);
  if (fresh || first->second == event.node) return;
  report.violated(name(),
                  name_of(first->second) + " and " + name_of(event.node) +
                      " were both elected in term " + std::to_string(term),
                  event);
}

void VoteOnce::on_fact(const FactEvent& event, Report& report) {
  const auto vote = event.fact.as<Voted>();
  const auto [first, fresh] = voted_for_[event.node].emplace(vote.term, vote.candidate);
  if (fresh || first->second == vote.candidate) return;
  report.violated(name(),
                  name_of(event.node) + " voted for " + name_of(first->second) + " and for " +
                      name_of(vote.candidate) + " in term " + std::to_string(vote.term),
                  event);
}

void TermMonotonic::on_fact(const FactEvent& event, Report& report) {
  uint64_t& before = term_[event.node];
  const bool recovered = event.fact.is<Recovered>();
  const uint64_t now =
      recovered ? event.fact.as<Recovered>().term : event.fact.as<TermAdvanced>().term;
  if (recovered ? now < before : now <= before) {
    report.violated(name(),
                    name_of(event.node) + (recovered ? " recovered with" : " went to") + " term " +
                        std::to_string(now) + " after term " + std::to_string(before),
                    event, recovered ? "recovered" : "advanced");
  }
  before = now;
}

void LeaderAppendOnly::on_fact(const FactEvent& event, Report& report) {
  const auto cut = event.fact.as<Truncated>();
  if (!cut.leading) return;
  report.violated(name(),
                  name_of(event.node) + " cut its log from index " + std::to_string(cut.from) +
                      " on while it was the leader",
                  event);
}

}  // namespace ordain::raft
