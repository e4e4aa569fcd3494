// A run, described: everything that run(seed) needs, as plain data plus the functions that build
// nodes and properties. The scenario loader makes one from a file; tests make theirs by hand.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/check/property.h"
#include "sim/clock/clock_config.h"
#include "sim/core/choice.h"
#include "sim/core/node_table.h"
#include "sim/disk/disk_config.h"
#include "sim/fault/fault_spec.h"
#include "sim/fault/swarm.h"
#include "sim/net/network_config.h"

namespace ordain {

// After `duration` the run heals: a random core that holds a quorum is repaired, every fault
// outside of it is made permanent, and each `eventually` property must hold within `bound`.
struct LivenessSpec {
  bool on = true;
  Duration bound = seconds(10);
};

struct RunSpec {
  std::string scenario;
  std::string protocol;
  uint32_t servers = 0;
  uint32_t clients = 0;
  uint32_t quorum = 0;  // servers that the liveness core must hold

  // Fresh nodes, servers first, then clients.
  std::function<std::vector<std::unique_ptr<NodeTable>>()> build;
  std::vector<std::function<std::unique_ptr<Property>()>> properties;

  NetworkConfig network;
  DiskConfig disk;
  ClockConfig clocks;
  std::vector<FaultRule> faults;
  SwarmSpec swarm;

  Duration duration = seconds(10);
  LivenessSpec liveness;
  uint64_t max_events = 100'000'000;  // a run beyond it is undecided
  std::shared_ptr<const Overrides> overrides;
};

}  // namespace ordain
