#include "sim/explore/shrink/concretise.h"

#include <algorithm>

#include "sim/core/choice.h"
#include "sim/explore/shrink/tree.h"
#include "sim/scenario/fault_writer.h"

namespace ordain::shrinking {
namespace {

// The configuration with what the swarm drew, and every rule of the run with its id.
struct Drawn {
  NetworkConfig network;
  DiskConfig disk;
  ClockConfig clocks;
  std::vector<FaultRule> rules;
};

Drawn draw(const Scenario& scenario) {
  Drawn out{scenario.network, scenario.disk, scenario.clocks, scenario.faults};
  Choices choices(scenario.seed);
  choices.set_overrides(std::make_shared<const Overrides>(scenario.overrides));
  if (!scenario.swarm.empty()) {
    draw_swarm(scenario.swarm, choices, out.network, out.disk, out.clocks, out.rules);
  }
  for (uint32_t i = 0; i < out.rules.size(); ++i) {
    if (out.rules[i].id == kByPlace) out.rules[i].id = i;
  }
  return out;
}

const FaultRule& rule_of(const Drawn& drawn, const StruckFault& struck) {
  return *std::find_if(drawn.rules.begin(), drawn.rules.end(),
                       [&](const FaultRule& rule) { return rule.id == struck.id.rule; });
}

// Whether it had anybody to strike: what has no side or no other end can be left out.
bool does_something(const StruckFault& struck) {
  const Action& action = struck.action;
  if (action.kind == ActionKind::hold || action.kind == ActionKind::link) {
    return !action.other.nodes.empty();
  }
  if (action.kind != ActionKind::partition) return true;
  const auto empty = [](const std::vector<NodeId>& nodes) { return nodes.empty(); };
  switch (action.shape) {
    case PartitionShape::symmetric:
      return action.groups.size() > 1 &&
             std::none_of(action.groups.begin(), action.groups.end(), empty);
    case PartitionShape::one_way:
      return !action.target.nodes.empty() && !action.other.nodes.empty();
    case PartitionShape::isolate:
      return !action.target.nodes.empty();
    default:
      return true;
  }
}

FaultRule listed(const StruckFault& struck, Time at) {
  FaultRule out;
  out.name = struck.name;
  out.trigger.kind = TriggerKind::at;
  out.trigger.at = at;
  out.action = struck.action;
  out.for_low = out.for_high = struck.lasts;
  return out;
}

// A clock's amount was drawn for each node: then a rule a node.
std::vector<FaultRule> with_amounts(const FaultRule& rule, const StruckFault& struck) {
  if (struck.amounts.empty()) return {rule};
  std::vector<FaultRule> out;
  for (size_t i = 0; i < struck.amounts.size(); ++i) {
    FaultRule& one = out.emplace_back(rule);
    one.action.target = {TargetKind::nodes, {struck.nodes[i]}};
    one.action.jump_low = one.action.jump_high = Duration{struck.amounts[i]};
    one.action.drift_low_ppm = one.action.drift_high_ppm = struck.amounts[i];
  }
  return out;
}

class Lister {
 public:
  Lister(const Scenario& scenario, const Drawn& drawn, Reactions reactions)
      : drawn_(drawn),
        reactions_(reactions),
        context_{scenario.plan.servers, drawn.network, drawn.disk} {}

  Value list(const std::vector<StruckFault>& struck) const {
    Value out = Value::array();
    for (const FaultRule& rule : drawn_.rules) {
      if (kept(rule)) add(rule, out);
    }
    for (const StruckFault& fault : struck) {
      const FaultRule& rule = rule_of(drawn_, fault);
      if (kept(rule) || !does_something(fault)) continue;
      const bool reaction = rule.trigger.kind == TriggerKind::fact;
      const bool later = reaction && reactions_ == Reactions::just_after;
      const Time at = fault.time + Duration{later ? 1 : 0};
      for (const FaultRule& one : with_amounts(listed(fault, at), fault)) add(one, out);
    }
    return out;
  }

 private:
  bool kept(const FaultRule& rule) const {
    return reactions_ == Reactions::all_kept ||
           (reactions_ == Reactions::kept && rule.trigger.kind == TriggerKind::fact);
  }
  void add(const FaultRule& rule, Value& out) const {
    out.items.push_back(write_fault(rule, context_));
  }

  const Drawn& drawn_;
  Reactions reactions_;
  WriteContext context_;
};

void set_or_erase(Value& tree, const char* key, Value value) {
  value.items.empty() ? tree.erase(key) : static_cast<void>(tree.set(key, std::move(value)));
}

}  // namespace

Value concretise(const Scenario& scenario, const RunResult& result, Reactions reactions) {
  const Drawn drawn = draw(scenario);
  Value tree = scenario.tree;
  if (!scenario.swarm.empty()) {
    set_or_erase(tree, "network", write_network(drawn.network, scenario.plan.servers));
    set_or_erase(tree, "disk", write_disk(drawn.disk));
    set_or_erase(tree, "clocks", write_clocks(drawn.clocks, scenario.plan.servers));
  }
  tree.erase("swarm");
  set_or_erase(tree, "faults", Lister(scenario, drawn, reactions).list(result.struck));
  set_seed(tree, result.seed);
  return tree;
}

}  // namespace ordain::shrinking
