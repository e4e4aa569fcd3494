// Faults as a scenario spells them: when (`at`, `every`, `when`), what (one action), for how long.
#pragma once

#include <vector>

#include "sim/fault/fault_spec.h"
#include "sim/fault/swarm.h"
#include "sim/scenario/field_table.h"

namespace ordain {

// What a fault's words refer to: facts by name, and the configurations that `link` and `disk` start
// from.
struct FaultContext {
  const std::vector<const FactType*>& facts;
  const NetworkConfig& network;
  const DiskConfig& disk;
};

inline constexpr size_t kMaxFaults = 10'000;

std::shared_ptr<const AnyTable> fault_table();
std::shared_ptr<const AnyTable> swarm_table();

std::vector<FaultRule> read_faults(const At& at, const FaultContext& context, Reading& reading);
SwarmSpec read_swarm(const At& at, const FaultContext& context, Reading& reading);

// What each action is called and does, for `list faults`.
struct FaultEntry {
  std::string name;
  std::string about;
};
std::vector<FaultEntry> fault_entries();

}  // namespace ordain
