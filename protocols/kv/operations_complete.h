// Liveness as clients see it: after healing, each client of the core gets an answer to an operation
// that was under way then or was invoked later, or has nothing left to ask. Giving up
// (indeterminate) is no answer.
#pragma once

#include <map>
#include <set>

#include "protocols/kv/client_config.h"
#include "sim/check/property.h"

namespace ordain::kv {

class OperationsComplete : public PropertyOf<OperationsComplete> {
 public:
  explicit OperationsComplete(const ClientConfig& config);

  std::string_view name() const override { return "operations_complete"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override { return {}; }
  void on_fact(const FactEvent&, Report&) override {}
  bool wants_operations() const override { return true; }
  void on_operation(const OpRecord& record, Report&) override;
  void on_lifecycle(NodeId node, Lifecycle what, const FactEvent& place, Report&) override;
  void on_heal(const std::vector<NodeId>& core) override;
  std::string pending() const override;

 private:
  uint32_t servers_;
  std::map<NodeId, uint64_t> shares_;  // how many operations each client issues in all
  std::map<NodeId, uint64_t> ended_;   // operations that are over, whatever their outcome
  std::set<NodeId> waiting_;           // clients of the core without an answer since the healing
};

}  // namespace ordain::kv
