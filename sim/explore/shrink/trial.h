// One candidate, tried: is it a scenario at all, and does its run violate the same property in the
// same way?
#pragma once

#include <functional>
#include <string>

#include "sim/explore/shrink/shrink.h"

namespace ordain::shrinking {

// What must recur.
struct Wanted {
  std::string property;
  uint64_t fingerprint = 0;
};

enum class Ending : uint8_t {
  same,     // the violation that is wanted, first of all
  other,    // a slip: something else is violated first
  none,     // nothing is violated
  invalid,  // no scenario: a fault names a node that is gone, a mutant is not armed
};

struct Trial {
  Ending ending = Ending::invalid;
  StorySize size;
  uint64_t struck = 0;  // of its faults, those that strike by a rule and not by a ratio
  Violation violation;  // of `same` and `other`
  bool in_liveness = false;
  Digest128 digest;
};

StorySize size_of(const RunResult& result, uint32_t servers);

bool is_wanted(const Wanted& wanted, const RunResult& result);

// Runs candidates, for a search that need not know how; tests plant a toy here. Called from several
// threads at once.
struct Judge {
  // `max_events` bounds the run: what needs many more than the original is no simplification.
  std::function<Trial(const Value& tree, uint64_t max_events)> try_out;
  std::function<RunResult(const Value& tree, const RunOptions& options)> run;
};

// requires that `registry` outlives it
Judge judge_of(const Registry& registry, Wanted wanted);

}  // namespace ordain::shrinking
