// What a scenario may demand of the time before healing, beyond safety ("demand" in Raft's
// configuration). No protocol can promise it under all faults: a scenario asks for it where its own
// faults leave the protocol a way, to show that one configuration finds it and another does not.
//   available      while operations are under way some are answered, at least so often
//   leader_stable  so many leaders are elected at most
#pragma once

#include <optional>
#include <set>

#include "protocols/raft/config.h"
#include "protocols/raft/facts.h"
#include "sim/check/property.h"

namespace ordain::raft {

// Noticed at the next thing that happens after the time is over, which is a client's next try at
// the latest.
class Available : public PropertyOf<Available> {
 public:
  explicit Available(const Config& config) : most_(config.demand.max_outage) {}
  std::string_view name() const override { return "available"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  bool wants_operations() const override { return most_ > Duration{}; }
  void on_operation(const OpRecord& record, Report& report) override;
  void on_heal(const std::vector<NodeId>&) override { healed_ = true; }
  bool encode(Encoder& out) const override {
    ordain::encode(out, healed_);
    ordain::encode(out, open_);
    ordain::encode(out, waiting_since_);
    return true;
  }

 private:
  void judge(uint64_t event, Time now, NodeId node, Report& report) const;

  Duration most_;
  bool healed_ = false;
  std::set<std::pair<NodeId, uint64_t>> open_;  // operations, by client and number
  std::optional<Time> waiting_since_;           // the last answer, or what was asked after it
};

class LeaderStable : public PropertyOf<LeaderStable> {
 public:
  explicit LeaderStable(const Config& config) : most_(config.demand.max_leaders) {}
  std::string_view name() const override { return "leader_stable"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;
  void on_heal(const std::vector<NodeId>&) override { healed_ = true; }
  bool encode(Encoder& out) const override {
    ordain::encode(out, healed_);
    ordain::encode(out, elected_);
    return true;
  }

 private:
  uint32_t most_;
  uint32_t elected_ = 0;
  bool healed_ = false;
};

}  // namespace ordain::raft
