// What must come about once the cluster has healed.
//   decided_in_core      every learner of the core learns what is chosen, if any acceptor of the
//                        core had accepted anything
//   operations_complete  each client of the core gets an answer, or has nothing left to propose
#pragma once

#include "protocols/kv/operations_complete.h"
#include "protocols/paxos/facts.h"
#include "protocols/paxos/properties/setting.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::paxos {

class DecidedInCore : public PropertyOf<DecidedInCore> {
 public:
  explicit DecidedInCore(const Setting& setting) : learners_(setting.learners) {}
  std::string_view name() const override { return "decided_in_core"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Accepted>, &kFactType<Recovered>, &kFactType<Learned>};
  }
  void on_fact(const FactEvent& event, Report&) override;
  void on_lifecycle(NodeId node, Lifecycle what, const FactEvent&, Report&) override;
  void on_heal(const std::vector<NodeId>& core) override { core_ = core; }
  bool reached() const override;
  std::string pending() const override;

 private:
  struct Server {
    bool voted = false;
    bool learned = false;
  };
  std::vector<NodeId> still_waiting() const;

  uint32_t learners_;
  ByNode<Server> servers_;
  std::vector<NodeId> core_;
};

// The shared goal of kv's clients, of the proposals alone: the read that an answer brings is no
// operation of its own.
class OperationsComplete : public PropertyOf<OperationsComplete> {
 public:
  explicit OperationsComplete(const Setting& setting);
  std::string_view name() const override { return "operations_complete"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override { return {}; }
  void on_fact(const FactEvent&, Report&) override {}
  bool wants_operations() const override { return true; }
  void on_operation(const OpRecord& record, Report& report) override;
  void on_lifecycle(NodeId node, Lifecycle what, const FactEvent& place, Report& report) override;
  void on_heal(const std::vector<NodeId>& core) override { proposals_.on_heal(core); }
  std::string pending() const override { return proposals_.pending(); }

 private:
  kv::OperationsComplete proposals_;
};

}  // namespace ordain::paxos
