// A value for each node, default-made when first asked for: the commonest shape of a property's
// ledger. A vector, as nodes are numbered from 0.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/base/hash.h"
#include "sim/base/id.h"

namespace ordain {

template <class T>
class ByNode {
 public:
  T& operator[](NodeId node) {
    if (node.value >= values_.size()) values_.resize(node.value + 1);
    return values_[node.value];
  }
  const std::vector<T>& values() const { return values_; }
  std::vector<T>& values() { return values_; }

  // Only those that were ever set to anything, under their nodes' numbers (Encoder::renaming).
  void encode(Encoder& out) const {
    std::map<uint32_t, const T*> set;
    for (uint32_t i = 0; i < values_.size(); ++i) {
      const Renaming* renaming = out.renaming();
      const bool renamed = renaming != nullptr && i < renaming->size();
      if (hash_of(values_[i]) != hash_of(T{})) set[renamed ? (*renaming)[i] : i] = &values_[i];
    }
    out.word(set.size());
    for (const auto& [node, value] : set) {
      out.word(node);
      ordain::encode(out, *value);
    }
  }

 private:
  std::vector<T> values_;
};

// As scenarios name servers.
inline std::string name_of(NodeId node) {
  return std::string("n").append(std::to_string(node.value + 1));
}

}  // namespace ordain
