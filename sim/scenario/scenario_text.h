// A scenario's top level as it is spelled: the structs behind the field table, private to this
// folder.
#pragma once

#include "sim/scenario/field_table.h"
#include "sim/scenario/scenario.h"

namespace ordain::scenario_text {

struct Clients {
  uint32_t count = 1;
  std::string workload;
  uint64_t operations = 100;
};

struct Expect {
  std::optional<Verdict> verdict;
  std::optional<std::string> violates;
};

struct RunLimits {
  uint64_t events = 100'000'000;
};

// "liveness": false, or an object.
struct Liveness {
  LivenessSpec spec;
};

// A number, or text such as "0x1f" for what a JSON number cannot carry.
struct Seed {
  uint64_t value = 1;
};

struct Top {
  std::string schema;
  std::string name;
  std::string about;
  std::string protocol;
  uint32_t nodes = 0;
  Raw config;
  Raw configs;
  Raw mutants;
  Raw network, disk, clocks, clients, faults, swarm;
  Raw properties;
  Duration duration = seconds(10);
  Liveness liveness;
  RunLimits limits;
  uint64_t seed = 1;
  Raw overrides;
  Raw explore;
  Raw expect;
  Raw repro;
};

std::shared_ptr<const Table<Top>> top_table();
std::shared_ptr<const Table<Clients>> clients_table();
std::shared_ptr<const Table<Expect>> expect_table();
std::shared_ptr<const Table<LivenessSpec>> liveness_table();
std::shared_ptr<const Table<ExploreSpec>> explore_table();

}  // namespace ordain::scenario_text
