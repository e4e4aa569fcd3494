// A random walk over time: the seed alone decides, with a swarm's draws where the scenario has them
// (Groce, Zhang, Eide, Chen and Regehr, "Swarm Testing", ISSTA'12). The honest baseline.
#pragma once

#include "sim/explore/strategy/strategy.h"

namespace ordain {

class RandomWalk final : public SearchStrategy {
 public:
  void begin(RunStart&) override {}
  bool answer(const Site&, uint64_t, uint64_t&) override { return false; }
};

}  // namespace ordain
