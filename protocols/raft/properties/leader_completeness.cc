#include "protocols/raft/properties/leader_completeness.h"

namespace ordain::raft {

void LeaderCompleteness::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Appended>()) {
    logs_[event.node].append(fact.as<Appended>());
  } else if (fact.is<Committed>()) {
    const auto commit = fact.as<Committed>();
    commit_index_[event.node] = commit.index;
    Commit& highest = highest_[commit.current_term];
    if (commit.index > highest.index) highest = {commit.index, commit.prefix_hash};
  } else if (fact.is<Truncated>()) {
    logs_[event.node].truncate(fact.as<Truncated>());
  } else if (fact.is<SnapshotInstalled>()) {
    logs_[event.node].install(fact.as<SnapshotInstalled>());
  } else if (fact.is<Recovered>()) {
    logs_[event.node].recover(fact.as<Recovered>(), commit_index_[event.node]);
    commit_index_[event.node] = 0;
  } else {
    on_elected(event, report);
  }
}

void LeaderCompleteness::on_elected(const FactEvent& event, Report& report) {
  const uint64_t term = event.fact.as<Elected>().term;
  Commit last;
  for (auto it = highest_.begin(); it != highest_.end() && it->first < term; ++it) {
    if (it->second.index > last.index) last = it->second;
  }
  if (logs_[event.node].may_hold(last.index, last.prefix_hash)) return;
  const bool missing = logs_[event.node].last_index() < last.index;
  report.violated(name(),
                  name_of(event.node) + " leads term " + std::to_string(term) +
                      (missing ? " without" : " with another entry than") +
                      " the one committed at index " + std::to_string(last.index) +
                      " in an earlier term",
                  event, missing ? "missing" : "different");
}

}  // namespace ordain::raft
