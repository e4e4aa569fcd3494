// Protocols side by side: the same scenario, seeds and faults, each with its own protocol or
// configuration, and what it cost them.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "tools/cli/options.h"

namespace ordain::cli {

// What --compare names: "raft", or with further settings "raft:{\"no_op\":false}".
struct ContenderName {
  std::string protocol;
  Value config;  // an object, or null
};

// Each of the words holds one or more, with commas between; throws InputError.
std::vector<ContenderName> parse_contenders(const std::vector<std::string>& words);

struct Comparison {
  const Scenario& scenario;
  std::vector<ContenderName> contenders;
  uint64_t first = 0;
  uint64_t last = 0;  // the last seed, included
  Duration outage;    // silences that last longer count as unavailability
  const OutputOptions& output;
};

// The exit status: 1 if a run did not end as the scenario expects, 130 if interrupted.
int compare(const Comparison& comparison);

}  // namespace ordain::cli
