// A portfolio of strategies that share the runs evenly, after Huberman, Lukose and Hogg, "An
// Economics Approach to Hard Computational Problems" (Science, 1997): which one finds a bug first
// cannot be told beforehand, and a share of each costs at most a small factor over the best.
//
// Run i belongs to member i modulo their number. Each learns from the runs of all: how long they
// are, and which states they cover.
#pragma once

#include "sim/explore/strategy/strategy.h"

namespace ordain {

class Portfolio final : public SearchStrategy {
 public:
  explicit Portfolio(std::vector<std::unique_ptr<SearchStrategy>> members)
      : members_(std::move(members)) {}

  void begin(RunStart& start) override;
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override {
    return members_[turn_]->answer(site, bound, value);
  }
  bool wants_deliveries() const override { return members_[turn_]->wants_deliveries(); }
  void delivered(NodeId from, NodeId to, uint64_t n) override {
    members_[turn_]->delivered(from, to, n);
  }
  void learn(const Learned& learned) override;
  bool wants_coverage() const override;
  std::vector<uint64_t> plan() const override { return members_[turn_]->plan(); }

 private:
  std::vector<std::unique_ptr<SearchStrategy>> members_;
  size_t turn_ = 0;
};

}  // namespace ordain
