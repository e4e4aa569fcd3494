#include "protocols/raft/properties/progress_goals.h"

#include <algorithm>

namespace ordain::raft {

void LeaderElectedInCore::on_fact(const FactEvent& event, Report&) {
  Server& server = servers_[event.node];
  if (event.fact.is<Configured>()) return members_.on_fact(event.fact.as<Configured>());
  if (event.fact.is<ConfigCommitted>()) return members_.on_fact(event.fact.as<ConfigCommitted>());
  if (event.fact.is<TermAdvanced>()) {
    server.term = event.fact.as<TermAdvanced>().term;
    server.leads = 0;
  } else if (event.fact.is<Elected>()) {
    server.leads = event.fact.as<Elected>().term;
  } else {
    server.leads = 0;
  }
}

void LeaderElectedInCore::on_lifecycle(NodeId node, Lifecycle, const FactEvent&, Report&) {
  servers_[node].leads = 0;
}

void LeaderElectedInCore::on_heal(const std::vector<NodeId>& core) {
  for (NodeId node : core) servers_[node].in_core = true;
}

LeaderElectedInCore::Server LeaderElectedInCore::of_core() const {
  Server out;
  for (uint32_t i = 0; i < servers_.values().size(); ++i) {
    const Server& server = servers_.values()[i];
    if (!server.in_core || !members_.has(NodeId(i))) continue;
    out.term = std::max(out.term, server.term);
    out.leads = std::max(out.leads, server.leads);
  }
  return out;
}

bool LeaderElectedInCore::reached() const {
  const Server core = of_core();
  return core.leads > 0 && core.leads >= core.term;
}

std::string LeaderElectedInCore::pending() const {
  if (reached()) return "";
  const Server core = of_core();
  const std::string now = "the core has reached term " + std::to_string(core.term);
  return core.leads == 0 ? now + " and nobody in it leads"
                         : now + " while its leader still leads term " + std::to_string(core.leads);
}

void CoreConverges::on_fact(const FactEvent& event, Report&) {
  if (event.fact.is<Configured>()) return members_.on_fact(event.fact.as<Configured>());
  if (event.fact.is<ConfigCommitted>()) return members_.on_fact(event.fact.as<ConfigCommitted>());
  uint64_t& applied = applied_[event.node];
  if (event.fact.is<Applied>()) {
    applied = event.fact.as<Applied>().index;
  } else if (event.fact.is<SnapshotInstalled>()) {
    applied = event.fact.as<SnapshotInstalled>().index;
  } else {
    applied = event.fact.is<SnapshotLoaded>() ? event.fact.as<SnapshotLoaded>().index : 0;
  }
  highest_ = std::max(highest_, applied);
  if (behind_.empty() || applied < goal_) return;
  behind_.erase(std::remove(behind_.begin(), behind_.end(), event.node), behind_.end());
}

void CoreConverges::on_heal(const std::vector<NodeId>& core) {
  goal_ = highest_;
  for (NodeId node : core) {
    if (node.value < servers_ && applied_[node] < goal_) behind_.push_back(node);
  }
}

bool CoreConverges::reached() const {
  return std::none_of(behind_.begin(), behind_.end(),
                      [&](NodeId node) { return members_.has(node); });
}

std::string CoreConverges::pending() const {
  std::string text;
  for (NodeId node : behind_) {
    if (!members_.has(node)) continue;
    text += (text.empty() ? "" : ", ") + name_of(node) + " has applied index " +
            std::to_string(ByNode<uint64_t>(applied_)[node]) + " of " + std::to_string(goal_);
  }
  return text;
}

}  // namespace ordain::raft
