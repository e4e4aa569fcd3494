// Forked workers: work that may crash, hang or take all memory without taking the campaign along.
//
// Each worker is a copy of this process as it was when the call began; it takes the next number
// that nobody has taken, does its work and sends the answer through a pipe. A worker that dies
// costs the number it was at, with what is known of its end, and another one takes its place. Which
// worker did what cannot be told from the results, so they do not depend on how many there are.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/time.h"

namespace ordain {

struct WorkerLimits {
  unsigned jobs = 1;
  Duration time = seconds(60);          // of processor time for one number; ten times on the wall
  uint64_t memory = uint64_t{2} << 30;  // bytes, of one worker
};

// How the work on one number ended.
struct WorkResult {
  enum class End : uint8_t { answered, crashed, hung, exhausted };
  End end = End::answered;
  std::string answer;  // or how the worker died, in words
};

struct PoolTasks {
  uint32_t count = 0;
  std::function<std::string(uint32_t number)> work;  // in a worker; throws nothing
  std::function<bool()> stop;                        // asked now and then: true ends it early
  std::function<void(uint32_t done)> progress;       // likewise
};

// The results in the order of their numbers: all of them, or the first few when it was stopped.
std::vector<WorkResult> run_forked(const PoolTasks& tasks, const WorkerLimits& limits);

}  // namespace ordain
