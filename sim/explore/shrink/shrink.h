// Shrinking: from a failing run to the smallest story with the same violation.
//
// The run is first made *explicit* (concretise.h): every fault as it struck, every lost message by
// its name, a swarm's draws as plain configuration. Then passes (passes.h) take things away and
// make the rest plainer, as long as the same property is violated with the same fingerprint, in
// the manner of delta debugging (Zeller and Hildebrandt, 2002); since choices are named, what stays
// keeps its values, which Hypothesis (MacIver and Donaldson, ECOOP'20) and DEMi (Scott et al.,
// NSDI'16) have to work for. Last, the few deliveries without which nothing would happen are found
// and told (explain.h).
//
// Deterministic: the outcome depends on the scenario and the replay budget, not on the number of
// jobs; only a time budget that runs out makes it depend on the machine. It never ends worse than
// it started.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace ordain {

// How much there is to read. Faults are those that struck, messages that were lost, duplicated or
// corrupted, and disks that misbehaved; operations are those that clients invoked; nodes are
// servers.
struct StorySize {
  uint64_t events = 0;
  uint64_t faults = 0;
  uint64_t operations = 0;
  uint64_t nodes = 0;
  friend bool operator==(const StorySize&, const StorySize&) = default;
};

struct ShrinkProgress {
  std::string pass;
  uint64_t replays = 0;
  StorySize best;
};

struct ShrinkOptions {
  uint64_t max_replays = 2000;  // of the passes; the explanation takes a few hundred more
  Duration time = seconds(60);  // of the wall clock; when it is over, the best so far counts
  unsigned jobs = 1;
  std::function<bool()> stop;  // asked between replays: true ends it with the best so far
  std::function<void(const ShrinkProgress&)> progress;  // after each improvement
};

struct ShrinkOutcome {
  bool recurs = false;  // false: the run does not (any more) end as it was saved; nothing was done
  std::string found;    // then: what it ends with instead
  // The shrunk repro: stands alone, with `expect` and a `repro` object that has the fingerprint,
  // digest, engine version, the sizes before and after, and the story.
  Value scenario;
  Violation violation;  // of the shrunk run
  StorySize original, shrunk;
  uint64_t replays = 0;
  uint64_t slips = 0;                // candidates that violated something else
  std::vector<std::string> slipped;  // what, each once: "property fingerprint"
  bool minimal = false;              // nothing that a pass can take away can be missed (1-minimal)
  bool in_budget = true;             // false: a budget or `stop` ended it
  std::string story;                 // lines, a minute's reading
  std::string mermaid;               // the same as a sequence diagram
};

// `failing`: a repro (its `repro` object says which violation), or any scenario whose run with its
// seed violates something. Throws InputError when its `repro` object is malformed.
ShrinkOutcome shrink(const Scenario& failing, const Registry& registry,
                     const ShrinkOptions& options = {});

}  // namespace ordain
