// One run of a campaign, in the worker: with its strategy, and again to see that it stays the same.
#pragma once

#include "sim/explore/campaign/run_summary.h"
#include "sim/scenario/scenario.h"

namespace ordain {

struct CampaignScenario {
  Scenario scenario;
  std::string path;
};

// One passing run in so many is verified too; a failing one always is.
inline constexpr uint64_t kVerifyEach = 100;

struct RunOrder {
  const Scenario& scenario;
  const Registry& registry;
  SearchStrategy& strategy;
  uint64_t index = 0;
  uint64_t seed = 0;
};

// Runs with the strategy. A run that fails, and one in kVerifyEach others, is run again with what
// the strategy answered as overrides and without the strategy, and has to be the same.
RunSummary run_one(const RunOrder& order);

// The seed that the strategy gives to the run.
uint64_t seed_of_run(const RunOrder& order);

// Calls `note` with each answer of the strategy that differs from what was drawn, as it is given:
// for a run that no process survives.
void note_answers(const RunOrder& order, const std::function<void(const Site&, uint64_t)>& note);

// The scenario of a failing run: stands alone, with the seed, the answers as overrides, and for
// what can be replayed a `repro` object.
Value make_campaign_repro(const Scenario& scenario, const Registry& registry,
                          const RunSummary& summary);

}  // namespace ordain
