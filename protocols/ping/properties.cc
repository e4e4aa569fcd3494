#include "protocols/ping/properties.h"

#include "sim/check/by_node.h"

namespace ordain::ping {

std::vector<const FactType*> AnswersArePrompted::facts() const {
  return {&kFactType<Sent>, &kFactType<Heard>};
}

void AnswersArePrompted::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Sent>()) {
    const Sent sent = event.fact.as<Sent>();
    sent_.insert({event.node, sent.to, sent.round});
    return;
  }
  const Heard heard = event.fact.as<Heard>();
  if (sent_.count({event.node, heard.from, heard.round}) > 0) return;
  report.violated(name(),
                  name_of(event.node) + " heard from " + name_of(heard.from) + " in round " +
                      std::to_string(heard.round) + ", in which it had not asked",
                  event);
}

void SomeoneRetried::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.as<Sent>().round > 1) report.probe(name());
}

EveryoneIsHeard::EveryoneIsHeard(uint32_t servers) : servers_(servers) {
  for (uint32_t i = 0; i < servers; ++i) required_.push_back(NodeId(i));
}

void EveryoneIsHeard::on_fact(const FactEvent& event, Report&) {
  heard_[event.node].insert(event.fact.as<Heard>().from);
}

void EveryoneIsHeard::on_lifecycle(NodeId node, Lifecycle change, const FactEvent&, Report&) {
  if (change == Lifecycle::crashed) heard_.erase(node);
}

void EveryoneIsHeard::on_heal(const std::vector<NodeId>& core) {
  required_.clear();
  for (NodeId node : core) {
    if (node.value < servers_) required_.push_back(node);
  }
}

std::string EveryoneIsHeard::pending() const {
  for (NodeId node : required_) {
    const auto found = heard_.find(node);
    for (NodeId other : required_) {
      if (other == node || (found != heard_.end() && found->second.count(other) > 0)) continue;
      return name_of(node) + " has not heard from " + name_of(other);
    }
  }
  return "";
}

}  // namespace ordain::ping
