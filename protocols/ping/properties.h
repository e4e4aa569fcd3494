// What ping must keep: one property of each kind. They see facts only, never a server's state.
#pragma once

#include <map>
#include <set>
#include <tuple>

#include "protocols/ping/ping.h"
#include "sim/check/property.h"

namespace ordain::ping {

// Always: who is heard was asked before, in the round that the answer names.
class AnswersArePrompted final : public PropertyOf<AnswersArePrompted> {
 public:
  std::string_view name() const override { return "answers_are_prompted"; }
  std::vector<const FactType*> facts() const override;
  void on_fact(const FactEvent& event, Report& report) override;

 private:
  std::set<std::tuple<NodeId, NodeId, uint64_t>> sent_;  // by, to, round
};

// Sometimes: a ping had to be sent again. A scenario where this never happens tests no retry.
class SomeoneRetried final : public PropertyOf<SomeoneRetried> {
 public:
  std::string_view name() const override { return "someone_retried"; }
  PropertyKind kind() const override { return PropertyKind::sometimes; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Sent>}; }
  void on_fact(const FactEvent& event, Report& report) override;
};

// Eventually: every server that is still required has heard from every other such server, since it
// was last started.
class EveryoneIsHeard final : public PropertyOf<EveryoneIsHeard> {
 public:
  explicit EveryoneIsHeard(uint32_t servers);
  std::string_view name() const override { return "everyone_is_heard"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Heard>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  void on_lifecycle(NodeId node, Lifecycle change, const FactEvent& place, Report& report) override;
  void on_heal(const std::vector<NodeId>& core) override;
  std::string pending() const override;

 private:
  uint32_t servers_;
  std::vector<NodeId> required_;
  std::map<NodeId, std::set<NodeId>> heard_;
};

}  // namespace ordain::ping
