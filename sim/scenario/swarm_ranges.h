// Swarm testing of everything a scenario sets: sizes, timings, the workload's mix, the protocol's
// configuration. "swarm": {"config": {POINTER: RANGE, ...}} gives ranges by JSON pointer:
//
//   "/nodes": [3, 7]                               a whole number, a duration or a ratio between
//   "/clients/reads": ["10%", "90%"]
//   "/config/no_op": {"any": [true, false]}        one of these
//
// Each is drawn for a seed with the swarm's `chance`, or else stays as the scenario has it, before
// the scenario is read; what was drawn stands in the tree from then on, so that a saved run has
// nothing left to draw. A draw that makes no valid scenario (a heartbeat beyond the election
// timeout) is drawn again.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/scenario/reading.h"
#include "sim/scenario/scenario.h"

namespace ordain {

// The scenario as `seed` draws it, with what was drawn in its `drawn`; nothing where the scenario
// has no ranges.
std::optional<Scenario> draw_ranges(const Scenario& scenario, const Registry& registry,
                                    uint64_t seed);

// Requires of each range that it is one, and that both ends (each of `any`) make a valid scenario.
void check_ranges(const Scenario& scenario, const Registry& registry, Reading& reading);

}  // namespace ordain
