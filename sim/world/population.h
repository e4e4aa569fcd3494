// The nodes of a world: their tables, and for each node whether it is up, paused or slow. A
// copyable value as long as every table is copyable.
#pragma once

#include <memory>
#include <vector>

#include "sim/core/node_table.h"

namespace ordain {

class Population {
 public:
  explicit Population(std::vector<std::unique_ptr<NodeTable>> tables);
  Population(const Population& other);
  Population& operator=(const Population& other);
  Population(Population&&) = default;
  Population& operator=(Population&&) = default;

  uint32_t size() const { return static_cast<uint32_t>(nodes_.size()); }
  NodeTable& table(NodeId node) { return *tables_[nodes_[node.value].table]; }
  const NodeTable& table(NodeId node) const { return *tables_[nodes_[node.value].table]; }
  uint32_t slot(NodeId node) const { return nodes_[node.value].slot; }
  void prefetch(NodeId node) const {
    const Entry& entry = nodes_[node.value];
    __builtin_prefetch(&entry);
    if (tables_.size() == 1) {  // then the place is known without reading the entry
      __builtin_prefetch(tables_[0]->address(node.value));
      __builtin_prefetch(picks_.data() + static_cast<size_t>(node.value) * kinds_[0].picks);
    }
  }
  bool copyable() const;

  // What a handler of the node is given: the counters of its named picks, and its configuration.
  struct Means {
    uint32_t* picks;
    const void* config;
  };
  Means means(NodeId node) {
    const Entry& entry = nodes_[node.value];
    const Kind& kind = kinds_[entry.table];
    return {picks_.data() + kind.first_pick + static_cast<size_t>(entry.slot) * kind.picks,
            kind.config};
  }
  uint64_t bytes() const;  // held beside the nodes' own states

  struct Status {
    bool up = false;
    bool paused = false;
    bool slow = false;
    uint32_t incarnation = 0;
    bool usual() const { return up && !paused && !slow; }
  };
  Status& status(NodeId node) { return nodes_[node.value].status; }
  const Status& status(NodeId node) const { return nodes_[node.value].status; }

 private:
  struct Entry {
    Status status;
    uint32_t slot = 0;
    uint8_t table = 0;
  };
  struct Kind {
    size_t first_pick = 0;
    const void* config = nullptr;
    uint8_t picks = 0;  // of a node
  };

  std::vector<std::unique_ptr<NodeTable>> tables_;
  std::vector<Kind> kinds_;  // by table
  std::vector<uint32_t> picks_;
  std::vector<Entry> nodes_;
};

}  // namespace ordain
