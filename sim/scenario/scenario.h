// A scenario, read and checked: everything a file says, with every default filled in.
//
// load_scenario() finds every error of a file at once and throws them as one InputError. A scenario
// keeps its tree, so that a repro is the same file with some members changed (write_scenario).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/run/run.h"
#include "sim/scenario/explore_spec.h"
#include "sim/scenario/protocol.h"
#include "sim/scenario/value.h"

namespace ordain {

// What a run of the scenario is to end with.
struct Expectation {
  Verdict verdict = Verdict::pass;
  std::string violates;      // with `violation`: this property and no other; "": any
  std::string text() const;  // "pass", "violates election_safety"
  bool met(Verdict ended, const std::vector<Violation>& violations) const;
};

struct Scenario {
  std::string source;  // the file's name
  Value tree;          // as read, with the settings applied

  std::string name;
  std::string about;
  std::string protocol;
  ClusterPlan plan;
  uint64_t seed = 1;
  Expectation expect;

  NetworkConfig network;
  DiskConfig disk;
  ClockConfig clocks;
  std::vector<FaultRule> faults;
  SwarmSpec swarm;
  std::vector<std::string> properties;  // names, in the protocol's order

  Duration duration = seconds(10);
  LivenessSpec liveness;
  uint64_t max_events = 100'000'000;
  Overrides overrides;
  ExploreSpec explore;
  std::vector<std::string> drawn;  // by the swarm's ranges: "nodes 7" (swarm_ranges.h)

  // The `repro` object of a saved failure, or null.
  const Value* repro() const { return tree.find("repro"); }
};

inline constexpr int64_t kMaxNodes = 1000;
inline constexpr int64_t kMaxClients = 1000;
inline constexpr int64_t kMaxOperations = 1'000'000;
inline constexpr int64_t kMaxEvents = 1'000'000'000;
inline constexpr Duration kMaxDuration = seconds(3600);

// `settings` are the values of --set options, "/json/pointer=VALUE", applied before decoding.
Scenario load_scenario(std::string_view text, const std::string& source, const Registry& registry,
                       const std::vector<std::string>& settings = {});

// The same from a tree that was read or built already.
Scenario read_scenario(Value tree, const std::string& source, const Registry& registry,
                       const std::vector<std::string>& settings = {});

RunSpec make_run_spec(const Scenario& scenario, const Registry& registry);

// Readable JSON, the keys in their order.
std::string write_scenario(const Value& tree);

}  // namespace ordain
