#include "protocols/kv/operations_complete.h"

namespace ordain::kv {

OperationsComplete::OperationsComplete(const ClientConfig& config) : servers_(config.servers) {
  for (uint32_t i = 0; i < config.clients; ++i) {
    shares_[NodeId(config.servers + i)] = config.share(i);
  }
}

void OperationsComplete::on_operation(const OpRecord& record, Report&) {
  if (record.op.phase == OpPhase::invoke) return;
  const uint64_t ended = ++ended_[record.client];
  if (waiting_.empty()) return;
  const OpEvent& op = record.op;
  const bool answered = op.asked && (op.phase == OpPhase::ok || op.phase == OpPhase::failed);
  if (answered || ended >= shares_[record.client]) waiting_.erase(record.client);
}

// A restarted client begins its share again.
void OperationsComplete::on_lifecycle(NodeId node, Lifecycle what, const FactEvent&, Report&) {
  if (what != Lifecycle::restarted || shares_.count(node) == 0) return;
  ended_[node] = 0;
}

void OperationsComplete::on_heal(const std::vector<NodeId>& core) {
  for (NodeId node : core) {
    const auto share = shares_.find(node);
    if (share != shares_.end() && ended_[node] < share->second) waiting_.insert(node);
  }
}

std::string OperationsComplete::pending() const {
  if (waiting_.empty()) return "";
  std::string names;
  for (NodeId client : waiting_) {
    names += (names.empty() ? "c" : ", c") + std::to_string(client.value - servers_ + 1);
  }
  return "no answer since the healing for " + names;
}

}  // namespace ordain::kv
