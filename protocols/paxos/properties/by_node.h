// A value for each node, default-made when first asked for: the ledgers' commonest shape. A vector,
// as nodes are numbered from 0.
#pragma once

#include <string>
#include <vector>

#include "sim/base/id.h"

namespace ordain::paxos {

template <class T>
class ByNode {
 public:
  T& operator[](NodeId node) {
    if (node.value >= values_.size()) values_.resize(node.value + 1);
    return values_[node.value];
  }
  const std::vector<T>& values() const { return values_; }

 private:
  std::vector<T> values_;
};

// As scenarios name servers.
inline std::string name_of(NodeId node) {
  return std::string("n").append(std::to_string(node.value + 1));
}

}  // namespace ordain::paxos
