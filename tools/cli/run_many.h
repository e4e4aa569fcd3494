// Many seeds of one scenario: what is unusual, and a summary.
#pragma once

#include <functional>
#include <string>

#include "sim/run/export/names.h"
#include "sim/run/verify.h"
#include "sim/scenario/scenario.h"
#include "tools/cli/options.h"

namespace ordain::cli {

struct ManyRuns {
  const Scenario& scenario;
  const RunSpec& spec;
  uint64_t first = 0;
  uint64_t last = 0;  // the last seed, included
  bool verify = false;
  std::function<std::string(uint64_t seed)> command;  // that runs a seed again
  const OutputOptions& output;
};

// The exit status: 3 if a run was nondeterministic, 1 if one did not end as expected, 130 if
// interrupted; what was done until then is reported.
int run_many(const ManyRuns& many);

std::string divergence_text(const Divergence& divergence, const Names& names);

}  // namespace ordain::cli
