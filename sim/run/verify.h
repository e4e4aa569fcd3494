// The determinism proof: the same run twice in one process, in lockstep, compared event by event.
// The first divergence is named: which event, at which node, and what differed.
#pragma once

#include <optional>
#include <string>

#include "sim/run/run.h"

namespace ordain {

struct Divergence {
  uint64_t event = 0;
  NodeId node;
  Time time;
  std::string what;  // "message RequestVote n1>n2#3 was {...} once and {...} the other time"
};

std::optional<Divergence> verify(const RunSpec& spec, uint64_t seed);

// What differs between two events that should be the same; empty when nothing does.
std::string event_difference(const TraceEvent& a, const TraceEvent& b);

}  // namespace ordain
