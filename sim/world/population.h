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

  struct Place {
    uint16_t table = 0;
    uint32_t slot = 0;
  };

  uint32_t size() const { return size_; }
  NodeTable& table(NodeId node) { return *tables_[table_index(node)]; }
  const NodeTable& table(NodeId node) const { return *tables_[table_index(node)]; }
  uint32_t slot(NodeId node) const { return node.value - first_[table_index(node)]; }
  bool copyable() const;

  // The counters of a node's named picks.
  uint32_t* picks(NodeId node) {
    const size_t t = table_index(node);
    return picks_.data() + pick_first_[t] +
           static_cast<size_t>(node.value - first_[t]) * pick_count_[t];
  }
  uint64_t bytes() const;  // held beside the nodes' own states

  struct Status {
    bool up = false;
    bool paused = false;
    bool slow = false;
    uint32_t incarnation = 0;
  };
  Status& status(NodeId node) { return status_[node.value]; }
  const Status& status(NodeId node) const { return status_[node.value]; }

 private:
  size_t table_index(NodeId node) const {
    size_t t = 0;
    while (t + 1 < first_.size() && node.value >= first_[t + 1]) ++t;
    return t;
  }

  std::vector<std::unique_ptr<NodeTable>> tables_;
  std::vector<uint32_t> first_;  // node id of each table's first node
  std::vector<size_t> pick_first_;
  std::vector<uint8_t> pick_count_;
  std::vector<uint32_t> picks_;
  std::vector<Status> status_;
  uint32_t size_ = 0;
};

}  // namespace ordain
