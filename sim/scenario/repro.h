// A saved run: a scenario that stands alone, with the seed set, what it is to end with, and a
// `repro` object that says exactly what came of it when it was saved.
//
//   "repro": {"property": "election_safety", "fingerprint": "16 hex digits",
//             "digest": "32 hex digits", "engine": "0.2"}
//
// A run that passed has no property and no fingerprint. Further members are kept and not read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/run/run.h"
#include "sim/scenario/scenario.h"

namespace ordain {

struct Repro {
  std::string property;                 // empty: the run passed
  std::optional<uint64_t> fingerprint;  // of its violation
  std::string digest;
  std::string engine;
};

// Throws InputError when there is no `repro` object or it is malformed.
Repro read_repro(const Scenario& scenario);

// The tree of the scenario that replays `result`, for write_scenario.
Value make_repro(const Scenario& scenario, const RunResult& result);

}  // namespace ordain
