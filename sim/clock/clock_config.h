// How wrong nodes' clocks are. The fault model stands in sim/clock/clock.h.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/id.h"
#include "sim/base/time.h"

namespace ordain {

struct ClockSetting {
  NodeId node;
  Duration skew;          // a constant offset of the reading
  int64_t drift_ppm = 0;  // how much faster it runs, in parts per million; -999,999 to 1,000,000
};

// Each node draws its skew and drift from the ranges; a setting of its own replaces both.
struct ClockConfig {
  Duration skew_low, skew_high;
  int64_t drift_low_ppm = 0, drift_high_ppm = 0;
  std::vector<ClockSetting> nodes;
};

}  // namespace ordain
