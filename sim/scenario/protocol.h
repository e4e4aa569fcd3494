// What a protocol tells the scenario layer about itself: how its configuration is read, who its
// nodes are, what it reports, keeps and can be made to break. Built-in protocols are registered by
// an explicit function (protocols/builtin.h); there are no static initialisers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/check/property.h"
#include "sim/core/node_table.h"
#include "sim/scenario/field_table.h"

namespace ordain {

// What the loader knows when a protocol builds its nodes.
struct ClusterPlan {
  uint32_t servers = 0;
  uint32_t clients = 0;
  uint64_t operations = 0;             // that all clients together issue in the safety phase
  std::string workload;                // one of the protocol's
  std::shared_ptr<const void> config;  // the parsed Config of the protocol's table
  std::shared_ptr<const void> workload_config;  // likewise of the workload's table, if it has one
  std::vector<std::string> mutants;             // switched on, each known and armed
};

struct NamedEntry {
  std::string name;
  std::string about;
};

struct WorkloadEntry {
  std::string name;
  std::string about;
  std::shared_ptr<const AnyTable> options;  // its further keys in "clients"; null: none
};

struct PropertyEntry {
  std::string name;
  std::string about;
  PropertyKind kind = PropertyKind::always;
  std::function<std::unique_ptr<Property>(const ClusterPlan&)> make;
};

struct MutantEntry {
  std::string name;      // "rf.vote_volatile"
  std::string about;     // what the mutated code does wrong
  std::string violates;  // the property it breaks
  std::string source;    // paper or issue
  std::string armed_by;  // what a scenario must set, in words; empty: nothing
  std::string scenario;  // the file in scenarios/mutants/ that shows it; empty: none yet
  // Why this plan does not arm it, or "" if it does.
  std::function<std::string(const ClusterPlan&)> refuse;
};

struct Protocol {
  std::string name;
  std::string about;
  std::string paper;
  std::shared_ptr<const AnyTable> config;
  std::vector<WorkloadEntry> workloads;  // the first is the default; empty: it takes no clients
  std::vector<PropertyEntry> properties;
  std::vector<MutantEntry> mutants;
  std::vector<const FactType*> facts;

  uint32_t min_servers = 1;
  uint32_t max_servers = 1000;
  // Why servers are not interchangeable in this cluster; "" where they are: renaming them among
  // each other in the whole of it (states, disks, messages, ledgers) gives a cluster that behaves
  // alike. Their encodings must then follow Encoder::renaming(), where a node's number hides in an
  // order or a mask. Null: they never are.
  std::function<std::string(const ClusterPlan&)> servers_differ;
  // How many sound servers it takes to make progress; null: a majority.
  std::function<uint32_t(const ClusterPlan&)> core;
  uint32_t quorum(const ClusterPlan& plan) const {
    return core ? core(plan) : plan.servers / 2 + 1;
  }

  // The node tables in the order of node ids: servers first, then clients.
  std::function<std::vector<std::unique_ptr<NodeTable>>(const ClusterPlan&)> build;
  // Further checks of a parsed configuration ("heartbeat must be below the election timeout"): a
  // problem for each, its place below "/config".
  std::function<std::vector<Problem>(const ClusterPlan&)> check_config;
  // A sentence for a fact in a story, "" for one that is told only with --verbose.
  std::function<std::string(const FactEvent&)> tell;
};

class Registry {
 public:
  void add(Protocol protocol);
  const Protocol* find(std::string_view name) const;
  std::vector<std::string> names() const;  // sorted
  const std::vector<Protocol>& protocols() const { return protocols_; }

 private:
  std::vector<Protocol> protocols_;
};

}  // namespace ordain
