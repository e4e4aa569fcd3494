#include "protocols/paxos/multi/properties/progress_goals.h"

#include <algorithm>

namespace ordain::multi_paxos {

using paxos::Ballot;

std::vector<const FactType*> LeaderElectedInCore::facts() const {
  std::vector<const FactType*> out = Electorate::facts();
  out.insert(out.end(), {&kFactType<Promised>, &kFactType<Elected>, &kFactType<Preempted>,
                         &kFactType<Retired>});
  return out;
}

void LeaderElectedInCore::on_fact(const FactEvent& event, Report&) {
  if (electorate_.on_fact(event)) return;
  Server& server = servers_[event.node];
  if (event.fact.is<Promised>()) {
    const auto promised = event.fact.as<Promised>();
    server.promised = {promised.round, promised.proposer};
  } else if (event.fact.is<Elected>()) {
    const auto elected = event.fact.as<Elected>();
    server.leads = {elected.round, elected.proposer};
  } else {
    server.leads = {};
  }
}

void LeaderElectedInCore::on_lifecycle(NodeId node, Lifecycle what, const FactEvent&, Report&) {
  servers_[node].leads = {};
  if (what == Lifecycle::crashed) electorate_.on_crash(node);
}

void LeaderElectedInCore::on_heal(const std::vector<NodeId>& core) {
  for (NodeId node : core) servers_[node].in_core = true;
}

bool LeaderElectedInCore::reached() const {
  Ballot promised, led;
  for (const Server& server : servers_.values()) {
    if (!server.in_core) continue;
    promised = std::max(promised, server.promised);
    led = std::max(led, server.leads);
  }
  return led.valid() && led >= promised;
}

std::string LeaderElectedInCore::pending() const {
  if (reached()) return "";
  Ballot promised, led;
  for (const Server& server : servers_.values()) {
    if (server.in_core) promised = std::max(promised, server.promised);
    if (server.in_core) led = std::max(led, server.leads);
  }
  const std::string now = "the core has promised ballot " + paxos::name_of(promised);
  return led.valid() ? now + " while its leader leads in ballot " + paxos::name_of(led)
                     : now + " and nobody in it leads";
}

void CoreConverges::on_fact(const FactEvent& event, Report&) {
  if (event.fact.is<Chosen>()) {
    highest_ = std::max(highest_, event.fact.as<Chosen>().slot);
    return;
  }
  uint64_t& executed = executed_[event.node];
  if (event.fact.is<Applied>()) {
    executed = event.fact.as<Applied>().slot;
  } else if (event.fact.is<SnapshotInstalled>()) {
    executed = event.fact.as<SnapshotInstalled>().slot;
  } else {
    executed = event.fact.is<Recovered>() ? event.fact.as<Recovered>().snapshot : 0;
  }
  if (behind_.empty() || executed < goal_) return;
  behind_.erase(std::remove(behind_.begin(), behind_.end(), event.node), behind_.end());
}

void CoreConverges::on_heal(const std::vector<NodeId>& core) {
  goal_ = highest_;
  for (NodeId node : core) {
    if (node.value < servers_ && executed_[node] < goal_) behind_.push_back(node);
  }
}

std::string CoreConverges::pending() const {
  std::string text;
  for (NodeId node : behind_) {
    text += (text.empty() ? "" : ", ") + name_of(node) + " has executed slot " +
            std::to_string(ByNode<uint64_t>(executed_)[node]) + " of " + std::to_string(goal_);
  }
  return text;
}

}  // namespace ordain::multi_paxos
