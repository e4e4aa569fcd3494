// A campaign: many runs of one or several scenarios, with a strategy, and what is unusual of them.
//
// Runs go on in forked workers (worker_pool.h). They are counted, and strategies learn from them,
// in the order of their numbers and in batches whose ends are fixed, so that the outcome does not
// depend on how many workers there are, nor on where a resumed campaign was interrupted.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/explore/campaign/run_one.h"
#include "sim/explore/campaign/worker_pool.h"

namespace ordain {

struct CampaignProgress {
  uint64_t runs = 0;
  uint64_t of = 0;        // 0: not known
  uint64_t failures = 0;  // distinct ones
};

struct CampaignOptions {
  std::string strategy = "portfolio";
  uint64_t runs = 1000;        // of each scenario; 0: without limit
  Duration time;               // of the wall clock, for all together; 0: without limit
  uint64_t first_seed = 1;     // run i has seed first_seed + i
  bool until_failure = false;  // a scenario is done with its first failing run
  WorkerLimits workers;
  std::string resume;  // a file that remembers the runs done; empty: none
  std::function<bool()> stop;
  std::function<void(const CampaignProgress&)> progress;
};

// Failing runs of one scenario with one fingerprint.
struct DistinctFailure {
  Violation violation;  // of the first of them
  RunSummary first;
  uint64_t count = 0;
  bool expected = false;  // the scenario says that it is violated
};

struct ScenarioOutcome {
  uint64_t runs = 0;
  uint64_t events = 0;
  uint64_t verified = 0;
  std::vector<DistinctFailure> failures;   // in the order in which they were found
  std::map<std::string, uint64_t> probes;  // how many runs hit each
  std::vector<std::pair<uint64_t, std::string>> nondeterministic;  // seeds, and what differed
  // Nothing was violated but what the scenario expects, and that was.
  bool as_expected = false;
};

struct CampaignOutcome {
  std::vector<ScenarioOutcome> scenarios;  // one for each that was given
  bool interrupted = false;
  int64_t wall_ms = 0;
};

// Throws InputError when the resume file cannot be used or belongs to another campaign.
CampaignOutcome run_campaign(const std::vector<CampaignScenario>& scenarios,
                             const Registry& registry, const CampaignOptions& options);

// Where the batch that run `index` belongs to ends: 16, 48, 112, 240, then every 256 runs.
uint64_t batch_end(uint64_t index);

}  // namespace ordain
