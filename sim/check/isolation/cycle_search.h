// The shortest cycle of one class through a given transaction, by breadth-first search over
// (node, whether an rw edge led here). Hubs and moments cost nothing, so lengths count
// transactions.
#pragma once

#include <deque>
#include <vector>

#include "sim/check/isolation/cyclic_part.h"

namespace ordain::check::isolation {

// What a cycle of the class may look like, told from its first edge on.
struct CycleShape {
  EdgeMask first = 0;       // kinds of the edge that leaves the anchor
  EdgeMask rest = 0;        // kinds of the edges after it
  EdgeMask last = 0;        // kinds of the edge that comes back
  bool adjacent_rw = true;  // whether an rw edge may follow another
};

class CycleSearch {
 public:
  explicit CycleSearch(const CyclicPart& part);

  // The shortest one through `anchor` of fewer than `below` transactions, within `component` of
  // `components`; empty if there is none. Adds the edges it looked at to `steps`.
  std::vector<CyclicPart::Step> find(uint32_t anchor, const CycleShape& shape,
                                     const std::vector<uint32_t>& components, uint32_t below,
                                     uint64_t& steps);

 private:
  struct Visit {
    uint32_t round = 0;
    uint32_t length = 0;
    uint32_t before = kNone;  // position
    uint32_t key = kNone;
    Edge kind = Edge::Pass;
  };
  void relax(uint32_t from, const CyclicPart::Out& edge, const CycleShape& shape);
  std::vector<CyclicPart::Step> path(uint32_t position, const CyclicPart::Out& closing) const;

  const CyclicPart& part_;
  std::vector<Visit> visits_;  // by position: 2 * local node + whether an rw edge led here
  std::deque<uint32_t> queue_;
  uint32_t round_ = 0;
  uint32_t anchor_ = 0;
};

}  // namespace ordain::check::isolation
