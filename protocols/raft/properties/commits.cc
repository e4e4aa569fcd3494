#include "protocols/raft/properties/commits.h"

namespace ordain::raft {

void CommitTruth::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Appended>()) {
    logs_[event.node].append(fact.as<Appended>());
  } else if (fact.is<Committed>()) {
    const auto commit = fact.as<Committed>();
    commit_index_[event.node] = commit.index;
    if (commit.leading) on_committed(commit, event, report);
  } else {
    configurations_.on_fact(event);
    if (fact.is<Truncated>()) {
      logs_[event.node].truncate(fact.as<Truncated>());
    } else if (fact.is<SnapshotInstalled>()) {
      logs_[event.node].install(fact.as<SnapshotInstalled>());
    } else if (fact.is<Recovered>()) {
      logs_[event.node].recover(fact.as<Recovered>(), commit_index_[event.node]);
      commit_index_[event.node] = 0;
    }
  }
}

void CommitTruth::on_committed(const Committed& commit, const FactEvent& event, Report& report) {
  ServerSet copies;
  for (uint32_t i = 0; i < logs_.values().size(); ++i) {
    if (logs_.values()[i].may_hold(commit.index, commit.prefix_hash)) copies.insert(NodeId(i));
  }
  const Configuration& now = configurations_.of(event.node).configuration;
  if (now.has_quorum(copies)) return;
  const bool new_ones = !Configuration::has_majority(now.voters, copies);
  const ServerSet& of = new_ones ? now.voters : now.outgoing;
  report.violated(name(),
                  name_of(event.node) + " committed index " + std::to_string(commit.index) +
                      " while it was durable on " + std::to_string((of & copies).size()) + " of " +
                      std::to_string(of.size()) +
                      (now.joint() ? (new_ones ? " new" : " old") : "") + " servers",
                  event);
}

void CommitOwnTerm::on_fact(const FactEvent& event, Report& report) {
  const auto commit = event.fact.as<Committed>();
  if (!commit.leading || commit.term == commit.current_term) return;
  report.violated(name(),
                  name_of(event.node) + ", leader of term " + std::to_string(commit.current_term) +
                      ", committed index " + std::to_string(commit.index) + ", an entry of term " +
                      std::to_string(commit.term) + ", by counting its copies",
                  event);
}

void CommitMonotonic::on_fact(const FactEvent& event, Report& report) {
  uint64_t& before = commit_index_[event.node];
  if (event.fact.is<Recovered>()) {
    before = 0;
    return;
  }
  const uint64_t now = event.fact.as<Committed>().index;
  if (now <= before) {
    report.violated(name(),
                    name_of(event.node) + "'s commit index went from " + std::to_string(before) +
                        " to " + std::to_string(now),
                    event);
  }
  before = now;
}

void CommittedKept::on_fact(const FactEvent& event, Report& report) {
  const auto cut = event.fact.as<Truncated>();
  if (cut.from > cut.commit_index) return;
  report.violated(name(),
                  name_of(event.node) + " cut its log from index " + std::to_string(cut.from) +
                      " on, which it knew to be committed up to index " +
                      std::to_string(cut.commit_index),
                  event);
}

}  // namespace ordain::raft
