// From a run that was found to an explicit story: the scenario that lists what happened instead of
// what might happen. Each fault as it struck, at its time, with its targets, sides and amounts
// named; what a swarm drew as plain configuration. Message noise stays a ratio until there is
// little of it (passes/quiet_network.h).
#pragma once

#include <vector>

#include "sim/scenario/scenario.h"

namespace ordain::shrinking {

// What becomes of a fault that a fact set off. A listed fault strikes before anything else of its
// moment, the original struck after what set it off; which of the two is the same run depends on
// what else happens in that nanosecond, so there are several attempts.
enum class Reactions : uint8_t {
  just_after,  // strikes one nanosecond later
  at_once,     // strikes at the very moment
  kept,        // stays as it is, with an id, so that its choices keep their names
  all_kept,    // no fault is listed; only the swarm's draws are
};

// requires that `result` is the run of `scenario` with its seed
Value concretise(const Scenario& scenario, const RunResult& result, Reactions reactions);

}  // namespace ordain::shrinking
