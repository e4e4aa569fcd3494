// Cycles of dependencies: whether there are any, which levels they refute, and the shortest of each
// class (Adya's G0, G1c, G-single and G2-item; G-nonadjacent of Cerone and Gotsman's theorem for
// snapshot isolation), with session or real-time order where data alone shows none.
//
// Snapshot isolation forbids the cycles without two adjacent rw edges. Split each transaction into
// its begin and its commit: ww, wr and order edges lead from a commit to a begin, rw edges from a
// begin to a commit, and each begin leads to its commit. A cycle of that graph is exactly such a
// cycle of transactions, so one linear pass decides the level; no cycle need be enumerated.
#pragma once

#include <vector>

#include "sim/check/isolation/analysis.h"

namespace ordain::check::isolation {

struct CycleStep {
  uint32_t transaction = 0;
  uint32_t key = kNone;  // of the edge that leads on from here
  Edge kind = Edge::WW;
};

struct Cycle {
  Anomaly kind = Anomaly::G2Item;
  Order order = Order::Data;
  std::vector<CycleStep> steps;
  bool shortest = true;  // false when the search for a shorter one ran out of steps
};

struct CycleReport {
  std::array<bool, kLevels> refuted{};  // by a cycle of certain dependencies
  std::vector<Cycle> cycles;
  uint64_t steps = 0;
};

// Linear, but for the shortest cycles: that search takes at most `step_budget` edge visits.
CycleReport find_cycles(const DependencyGraph& graph, const Analysis& analysis, bool has_real_time,
                        uint64_t step_budget);

}  // namespace ordain::check::isolation
