#include "protocols/raft/properties/progress_goals.h"

#include <algorithm>

namespace ordain::raft {

void LeaderElectedInCore::on_fact(const FactEvent& event, Report&) {
  Server& server = servers_[event.node];
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

bool LeaderElectedInCore::reached() const {
  uint64_t term = 0, led = 0;
  for (const Server& server : servers_.values()) {
    if (!server.in_core) continue;
    term = std::max(term, server.term);
    led = std::max(led, server.leads);
  }
  return led > 0 && led >= term;
}

std::string LeaderElectedInCore::pending() const {
  if (reached()) return "";
  uint64_t term = 0, led = 0;
  for (const Server& server : servers_.values()) {
    if (server.in_core) term = std::max(term, server.term);
    if (server.in_core) led = std::max(led, server.leads);
  }
  const std::string now = "the core has reached term " + std::to_string(term);
  return led == 0 ? now + " and nobody in it leads"
                  : now + " while its leader still leads term " + std::to_string(led);
}

void CoreConverges::on_fact(const FactEvent& event, Report&) {
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

std::string CoreConverges::pending() const {
  std::string text;
  for (NodeId node : behind_) {
    text += (text.empty() ? "" : ", ") + name_of(node) + " has applied index " +
            std::to_string(ByNode<uint64_t>(applied_)[node]) + " of " + std::to_string(goal_);
  }
  return text;
}

}  // namespace ordain::raft
