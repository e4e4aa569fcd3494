// Drives one run for a command: looks for Ctrl-C, and shows each event to whoever wants to see it
// while it happens. Events are forgotten once seen, unless the trace is to be kept.
#pragma once

#include <functional>

#include "sim/run/run.h"

namespace ordain::cli {

// A kept trace takes some 350 bytes an event: 1.2 million events were measured at 412 MB.
inline constexpr uint64_t kMostKeptEvents = 5'000'000;

struct DriveOptions {
  bool keep_trace = false;
  bool keep_history = false;
  bool stop_at_violation = true;
  // Called once before the first event, with the world as it will start.
  std::function<void(const World&)> begin;
  std::function<void(const TraceEvent&)> see;
};

// Throws Interrupted, and InputError when a trace to be kept grows beyond its limit.
RunResult drive(const RunSpec& spec, uint64_t seed, const DriveOptions& options);

}  // namespace ordain::cli
