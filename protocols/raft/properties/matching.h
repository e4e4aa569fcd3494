// What a leader believes of the servers' logs (Figure 2's next_index and match_index).
//   match_monotonic  match_index never falls while a server leads ("increases monotonically")
//   next_gt_match    next_index stays beyond match_index
#pragma once

#include "protocols/raft/facts.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

class MatchMonotonic : public PropertyOf<MatchMonotonic> {
 public:
  std::string_view name() const override { return "match_monotonic"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Matched>, &kFactType<ConfigAppended>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, believed_);
    return true;
  }

 private:
  struct Believed {
    uint64_t term = 0;
    uint64_t index = 0;
    BOOST_DESCRIBE_CLASS(Believed, (), (term, index), (), ())
  };
  ByNode<ByNode<Believed>> believed_;  // by leader and follower
};

class NextGtMatch : public PropertyOf<NextGtMatch> {
 public:
  std::string_view name() const override { return "next_gt_match"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Matched>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder&) const override { return true; }  // it remembers nothing
};

}  // namespace ordain::raft
