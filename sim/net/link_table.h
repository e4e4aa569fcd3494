// What the network remembers of each link: how many messages it carried (their names), when its
// last one arrives (FIFO), until when it is busy (bandwidth).
//
// Up to kDense nodes there is a row for every pair. Above, memory must not grow with the square of
// the nodes: a message is then counted among its sender's to the receivers of the same class (node
// id mod kClasses), and together with (sender, receiver) that still names it; the rest is kept for
// used links only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/base/id.h"
#include "sim/base/time.h"

namespace ordain {

struct LinkUse {
  Time last_arrival{-1};  // of the latest message under way
  Time busy_until;        // its bandwidth is taken until then
};

class LinkTable {
 public:
  void resize(uint32_t nodes) {
    nodes_ = nodes;
    columns_ = nodes <= kDense ? nodes : kClasses;
    counts_.assign(static_cast<size_t>(nodes) * columns_, 0);
    uses_.clear();
  }

  // The number of the next message on the link, from 1.
  uint32_t next(NodeId from, NodeId to) {
    const uint32_t column = columns_ == nodes_ ? to.value : to.value % kClasses;
    return ++counts_[static_cast<size_t>(from.value) * columns_ + column];
  }

  void prefetch(NodeId from) const {
    __builtin_prefetch(counts_.data() + static_cast<size_t>(from.value) * columns_);
  }

  LinkUse& use(NodeId from, NodeId to) {
    return uses_[(static_cast<uint64_t>(from.value) << 32) | to.value];
  }

 private:
  static constexpr uint32_t kDense = 64;
  static constexpr uint32_t kClasses = 4;

  uint32_t nodes_ = 0;
  uint32_t columns_ = 0;
  std::vector<uint32_t> counts_;
  std::map<uint64_t, LinkUse> uses_;  // only links with FIFO or bandwidth
};

}  // namespace ordain
