#include "sim/base/assert.h"
#include "sim/scenario/scenario.h"

namespace ordain {

RunSpec make_run_spec(const Scenario& scenario, const Registry& registry) {
  const Protocol* protocol = registry.find(scenario.protocol);
  SIM_ASSERT(protocol != nullptr);
  RunSpec out;
  out.scenario = scenario.name;
  out.protocol = scenario.protocol;
  out.servers = scenario.plan.servers;
  out.clients = scenario.plan.clients;
  out.quorum = protocol->quorum(scenario.plan);
  out.build = [build = protocol->build, plan = scenario.plan] { return build(plan); };
  for (const PropertyEntry& property : protocol->properties) {
    for (const std::string& name : scenario.properties) {
      if (name != property.name) continue;
      out.properties.push_back([make = property.make, plan = scenario.plan] { return make(plan); });
    }
  }
  out.network = scenario.network;
  out.disk = scenario.disk;
  out.clocks = scenario.clocks;
  out.faults = scenario.faults;
  out.swarm = scenario.swarm;
  out.duration = scenario.duration;
  out.liveness = scenario.liveness;
  out.max_events = scenario.max_events;
  if (!scenario.overrides.empty()) {
    out.overrides = std::make_shared<const Overrides>(scenario.overrides);
  }
  return out;
}

}  // namespace ordain
