// What may be said of the commit index from the facts alone.
//   commit_truth      what a leader commits is durable on a quorum of the latest configuration in
//                     its log: the meaning of committing
//   commit_own_term   a leader commits by counting copies only entries of its own term (5.4.2)
//   commit_monotonic  a commit index never falls, but at a restart (Figure 2)
//   committed_kept    no server cuts off an entry that it knows to be committed (5.3)
#pragma once

#include "protocols/raft/facts.h"
#include "protocols/raft/properties/ghost_log.h"
#include "protocols/raft/properties/log_configurations.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

class CommitTruth : public PropertyOf<CommitTruth> {
 public:
  explicit CommitTruth(uint32_t servers) : configurations_(servers) {}
  std::string_view name() const override { return "commit_truth"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Appended>,  &kFactType<Truncated>,         &kFactType<Committed>,
            &kFactType<Recovered>, &kFactType<SnapshotInstalled>, &kFactType<ConfigAppended>,
            &kFactType<Configured>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    configurations_.encode(out);
    ordain::encode(out, logs_);
    ordain::encode(out, commit_index_);
    return true;
  }

 private:
  void on_committed(const Committed& commit, const FactEvent& event, Report& report);

  LogConfigurations configurations_;
  ByNode<GhostLog> logs_;
  ByNode<uint64_t> commit_index_;
};

class CommitOwnTerm : public PropertyOf<CommitOwnTerm> {
 public:
  std::string_view name() const override { return "commit_own_term"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Committed>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder&) const override { return true; }  // it remembers nothing
};

class CommitMonotonic : public PropertyOf<CommitMonotonic> {
 public:
  std::string_view name() const override { return "commit_monotonic"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Committed>, &kFactType<Recovered>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, commit_index_);
    return true;
  }

 private:
  ByNode<uint64_t> commit_index_;
};

class CommittedKept : public PropertyOf<CommittedKept> {
 public:
  std::string_view name() const override { return "committed_kept"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Truncated>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder&) const override { return true; }  // it remembers nothing
};

}  // namespace ordain::raft
