// A value for each node, default-made when first asked for: the ledgers' commonest shape; and what
// all properties know of the cluster.
#pragma once

#include <string>
#include <vector>

#include "sim/base/id.h"

namespace ordain::multi_paxos {

template <class T>
class ByNode {
 public:
  T& operator[](NodeId node) {
    if (node.value >= values_.size()) values_.resize(node.value + 1);
    return values_[node.value];
  }
  const std::vector<T>& values() const { return values_; }
  std::vector<T>& values() { return values_; }

 private:
  std::vector<T> values_;
};

struct Setting {
  uint32_t servers = 0;
  uint64_t alpha = 0;    // slots from a configuration's decision to its coming into force
  uint64_t members = 0;  // of the first configuration, a bit a server
  std::vector<uint64_t> changes;  // members of those that are scheduled, in their order
};

// As scenarios name servers.
inline std::string name_of(NodeId node) {
  return std::string("n").append(std::to_string(node.value + 1));
}

}  // namespace ordain::multi_paxos
