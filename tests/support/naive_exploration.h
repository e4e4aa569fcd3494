// Exhaustive exploration as plainly as it can be said: whole worlds are copied, any enabled event
// is applied to each, and states are told apart by World::encode_state(), the properties' ledgers
// and what is left of the bounds. Slow, and the judge of the one that is not.
#pragma once

#include <set>
#include <string>

#include "sim/run/run_spec.h"
#include "sim/scenario/explore_spec.h"

namespace ordain::test {

struct NaiveResult {
  uint64_t states = 0;
  uint64_t transitions = 0;
  uint32_t depth = 0;
  std::set<std::string> violated;  // by the shortest path to any violation: all at its depth
  uint32_t violated_at = 0;        // the depth of the first violation; 0: none
};

// Breadth first to the end, or to the first violation. Knows crashes, restarts, timeouts and, where
// disks take time, writes; neither drops nor duplications, as a world has no hand for them.
NaiveResult naive_exploration(const RunSpec& spec, const ExploreSpec& bounds);

}  // namespace ordain::test
