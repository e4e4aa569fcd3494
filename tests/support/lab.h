// A small world of puppets to try something on: built, started and traced from its first event.
#pragma once

#include <vector>

#include "sim/world/world.h"
#include "tests/support/puppet.h"

namespace ordain::test {

struct LabSpec {
  uint32_t nodes = 3;
  uint32_t servers = 0;  // 0: all nodes
  Puppet::Config script;
  WorldSpec world;  // its `servers` is set from the above
  uint64_t seed = 1;
};

inline Time at(Duration since_start) { return {since_start.ns}; }

// A started world; every message takes 1 ms unless the network is configured.
LabSpec quiet_lab(uint32_t nodes);
World build(const LabSpec& spec);
void run_until(World& world, Duration end);
World run_lab(const LabSpec& spec, Duration end);

// Until nothing is left to happen.
void run_out(World& world);

const Puppet& puppet(const World& world, uint32_t node);
std::vector<TraceEvent> events_of(const World& world, EventKind kind);
std::vector<uint64_t> numbers_heard(const World& world, uint32_t node);

// Runs the lab twice and expects one digest, and once more from a copy taken half way.
Digest128 expect_deterministic(const LabSpec& spec, Duration end);

// A rule that strikes once at a moment.
FaultRule rule_at(Duration when, Action action, Duration lasts = {});
Action action_on(ActionKind kind, std::vector<NodeId> nodes);

}  // namespace ordain::test
