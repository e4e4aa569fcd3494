// What may be said of membership changes from the facts alone (thesis, chapter 4).
//   config_matches_log   a server decides by the latest configuration in its log, committed or not;
//                        its snapshots hold the latest that they cover
//   quorum_intersection  once a leader has committed an entry, no server that lacks it could still
//                        gather the votes that its own configuration asks for: whatever
//                        configurations servers may use, their quorums overlap where it matters
//
// Two configurations whose majorities are disjoint may well be in use at once: a server that was
// cut off does not know the new one, and cannot win, as too many of the old one's voters have moved
// on. So quorum_intersection asks who could be elected: it looks at the ends of the logs (5.4.1).
// A log whose end is not known, after a crash say, gets the benefit of the doubt.
#pragma once

#include "protocols/raft/properties/log_configurations.h"
#include "sim/check/property.h"

namespace ordain::raft {

class ConfigMatchesLog : public PropertyOf<ConfigMatchesLog> {
 public:
  explicit ConfigMatchesLog(uint32_t servers) : logs_(servers) {}
  std::string_view name() const override { return "config_matches_log"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<ConfigAppended>, &kFactType<Configured>,      &kFactType<Truncated>,
            &kFactType<Recovered>,      &kFactType<BecameCandidate>, &kFactType<Elected>,
            &kFactType<Committed>,      &kFactType<SnapshotTaken>,   &kFactType<SnapshotInstalled>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    logs_.encode(out);
    ordain::encode(out, in_use_);
    return true;
  }

 private:
  void decides(const FactEvent& event, Report& report);

  LogConfigurations logs_;
  ByNode<uint64_t> in_use_;  // the index of its entry
};

class QuorumIntersection : public PropertyOf<QuorumIntersection> {
 public:
  explicit QuorumIntersection(uint32_t servers) : logs_(servers) {
    if (servers > 0) ends_[NodeId(servers - 1)] = {};  // those that report nothing, too
  }
  std::string_view name() const override { return "quorum_intersection"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<ConfigAppended>, &kFactType<Configured>,        &kFactType<Truncated>,
            &kFactType<Recovered>,      &kFactType<Appended>,          &kFactType<Committed>,
            &kFactType<Halted>,         &kFactType<SnapshotInstalled>, &kFactType<ChangeBegan>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  // What was planned and what is committed is for core_suffices() alone.
  bool encode(Encoder& out) const override {
    logs_.encode(out);
    ordain::encode(out, ends_);
    ordain::encode(out, changes_);
    return true;
  }
  bool core_suffices(const std::vector<NodeId>& core) const override;

 private:
  struct End {  // of a server's log
    uint64_t index = 0;
    uint64_t term = 0;
    bool known = true;
    bool halted = false;
    BOOST_DESCRIBE_CLASS(End, (), (index, term, known, halted), (), ())
  };
  void follow(const FactEvent& event);
  void on_committed(const Committed& commit, const FactEvent& event, Report& report);
  ServerSet electors(const End& candidate) const;

  LogConfigurations logs_;
  ByNode<End> ends_;
  ByNode<ConfigurationAt> planned_;  // the latest that it set out to append, after `index`
  bool changes_ = false;             // some server has another configuration than the initial one
  ConfigurationAt committed_;        // the latest
};

}  // namespace ordain::raft
