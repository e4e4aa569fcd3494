// What may be said of votes and leaders from the facts alone.
//   election_safety   at most one leader is elected in a term (Figure 3)
//   vote_once         a server votes for one candidate in a term, crashes or not (section 5.2):
//                     stronger, and broken earlier
//   term_monotonic    a server's term never falls, not even over a restart (section 5.1)
//   leader_append_only  a leader never overwrites or deletes entries in its log (Figure 3)
#pragma once

#include <map>

#include "protocols/raft/facts.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

class ElectionSafety : public PropertyOf<ElectionSafety> {
 public:
  std::string_view name() const override { return "election_safety"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Elected>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, leader_of_);
    return true;
  }

 private:
  std::map<uint64_t, NodeId> leader_of_;
};

class VoteOnce : public PropertyOf<VoteOnce> {
 public:
  std::string_view name() const override { return "vote_once"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Voted>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, voted_for_);
    return true;
  }

 private:
  ByNode<std::map<uint64_t, NodeId>> voted_for_;  // by term
};

class TermMonotonic : public PropertyOf<TermMonotonic> {
 public:
  std::string_view name() const override { return "term_monotonic"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<TermAdvanced>, &kFactType<Recovered>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, term_);
    return true;
  }

 private:
  ByNode<uint64_t> term_;
};

class LeaderAppendOnly : public PropertyOf<LeaderAppendOnly> {
 public:
  std::string_view name() const override { return "leader_append_only"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Truncated>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder&) const override { return true; }  // it remembers nothing
};

}  // namespace ordain::raft
