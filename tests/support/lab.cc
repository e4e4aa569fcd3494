#include "tests/support/lab.h"

#include <gtest/gtest.h>

namespace ordain::test {

LabSpec quiet_lab(uint32_t nodes) {
  LabSpec spec;
  spec.nodes = nodes;
  spec.world.network.all.delay = Distribution::constant(milliseconds(1));
  return spec;
}

World build(const LabSpec& spec) {
  std::vector<std::unique_ptr<NodeTable>> tables;
  tables.push_back(std::make_unique<TypedNodes<Puppet>>(
      std::make_shared<const Puppet::Config>(spec.script), spec.nodes));
  WorldSpec world = spec.world;
  world.servers = spec.servers == 0 ? spec.nodes : spec.servers;
  World out(std::move(tables), std::move(world), spec.seed);
  out.trace().set_recording(true);
  out.start();
  return out;
}

void run_until(World& world, Duration end) {
  while (world.step(at(end))) {
  }
}

void run_out(World& world) {
  while (world.step()) {
  }
}

World run_lab(const LabSpec& spec, Duration end) {
  World world = build(spec);
  run_until(world, end);
  return world;
}

const Puppet& puppet(const World& world, uint32_t node) {
  return dynamic_cast<const TypedNodes<Puppet>&>(world.table(NodeId(node)))
      .node(world.slot(NodeId(node)));
}

std::vector<TraceEvent> events_of(const World& world, EventKind kind) {
  std::vector<TraceEvent> out;
  for (const TraceEvent& event : world.trace().events()) {
    if (event.kind == kind) out.push_back(event);
  }
  return out;
}

std::vector<uint64_t> numbers_heard(const World& world, uint32_t node) {
  std::vector<uint64_t> out;
  for (const Heard& heard : puppet(world, node).heard) out.push_back(heard.number);
  return out;
}

Digest128 expect_deterministic(const LabSpec& spec, Duration end) {
  const Digest128 first = run_lab(spec, end).final_digest();
  EXPECT_EQ(first, run_lab(spec, end).final_digest()) << "a second run";
  World half = run_lab(spec, end / 2);
  World copy = half;
  run_until(copy, end);
  EXPECT_EQ(first, copy.final_digest()) << "a copy taken half way";
  run_until(half, end);
  EXPECT_EQ(first, half.final_digest()) << "what was copied";
  LabSpec other = spec;
  ++other.seed;
  run_lab(other, end);  // another run in between leaves nothing behind
  EXPECT_EQ(first, run_lab(spec, end).final_digest()) << "after a run of another seed";
  return first;
}

FaultRule rule_at(Duration when, Action action, Duration lasts) {
  FaultRule rule;
  rule.trigger.at = at(when);
  rule.action = std::move(action);
  rule.for_low = rule.for_high = lasts;
  return rule;
}

Action action_on(ActionKind kind, std::vector<NodeId> nodes) {
  Action action;
  action.kind = kind;
  action.target = {TargetKind::nodes, std::move(nodes)};
  return action;
}

}  // namespace ordain::test
