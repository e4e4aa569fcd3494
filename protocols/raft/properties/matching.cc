#include "protocols/raft/properties/matching.h"

namespace ordain::raft {

// A new leadership starts from nothing (Figure 2: "reinitialized after election"), and so does a
// server that comes back into a configuration.
void MatchMonotonic::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<ConfigAppended>()) {
    believed_[event.node] = {};
    return;
  }
  const auto matched = event.fact.as<Matched>();
  Believed& before = believed_[event.node][matched.follower];
  if (before.term == matched.term && matched.index < before.index) {
    report.violated(name(),
                    name_of(event.node) + "'s match_index of " + name_of(matched.follower) +
                        " went from " + std::to_string(before.index) + " to " +
                        std::to_string(matched.index) + " in term " + std::to_string(matched.term),
                    event);
  }
  before = {matched.term, matched.index};
}

void NextGtMatch::on_fact(const FactEvent& event, Report& report) {
  const auto matched = event.fact.as<Matched>();
  if (matched.next_index > matched.index) return;
  report.violated(name(),
                  name_of(event.node) + " would send " + name_of(matched.follower) + " index " +
                      std::to_string(matched.next_index) + " next, which it knows to match up to " +
                      std::to_string(matched.index),
                  event);
}

}  // namespace ordain::raft
