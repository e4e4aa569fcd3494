// One run with its story: what `run` and `replay` have in common.
#pragma once

#include "sim/run/export/names.h"
#include "sim/run/run.h"
#include "sim/scenario/scenario.h"
#include "tools/cli/options.h"
#include "tools/cli/run_outputs.h"

namespace ordain::cli {

struct ToldRunOptions {
  OutputOptions output;
  RunOutputOptions files;
  bool verbose = false;
  bool stop_at_violation = true;
};

struct ToldRun {
  RunResult result;
  Names names;
};

// Runs the scenario, tells the story as it goes and writes what was asked for. The verdict is left
// to the caller. Throws InputError, Interrupted.
ToldRun run_and_tell(const Scenario& scenario, const RunSpec& spec, uint64_t seed,
                     const ToldRunOptions& options);

}  // namespace ordain::cli
