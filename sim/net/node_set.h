// A set of nodes as bits: partitions ask for membership at every message.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/id.h"

namespace ordain {

class NodeSet {
 public:
  NodeSet() = default;
  explicit NodeSet(uint32_t nodes) : words_((nodes + 63) / 64, 0) {}
  NodeSet(uint32_t nodes, const std::vector<NodeId>& members) : NodeSet(nodes) {
    for (NodeId node : members) insert(node);
  }

  void insert(NodeId node) { words_[node.value / 64] |= uint64_t{1} << (node.value % 64); }
  bool contains(NodeId node) const {
    return (words_[node.value / 64] >> (node.value % 64) & 1) != 0;
  }
  const std::vector<uint64_t>& words() const { return words_; }
  uint64_t first_word() const { return words_.empty() ? 0 : words_[0]; }

 private:
  std::vector<uint64_t> words_;
};

}  // namespace ordain
