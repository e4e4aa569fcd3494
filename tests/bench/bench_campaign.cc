// Campaigns as `ordain fuzz` runs them: workers, strategy and all checks.
#include <fstream>

#include "protocols/builtin.h"
#include "sim/explore/campaign/campaign.h"
#include "tests/bench/figures.h"
#include "tests/support/paths.h"

namespace ordain::bench {
namespace {

double campaign_seconds(const std::vector<CampaignScenario>& scenarios, const std::string& strategy,
                        uint64_t runs, unsigned jobs) {
  CampaignOptions options;
  options.strategy = strategy;
  options.runs = runs;
  options.workers.jobs = jobs;
  const CampaignOutcome outcome = run_campaign(scenarios, builtin_registry(), options);
  return static_cast<double>(outcome.wall_ms) / 1000;
}

// Wall time, since that is what workers are for: the best of three, taken in turns.
void campaigns(Figures& out) {
  constexpr uint64_t kRuns = 2000;
  const std::string path = test::source_dir() + "/scenarios/raft/swarm.json";
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::vector<CampaignScenario> scenarios{
      {load_scenario(text, path, builtin_registry()), path}};
  double one = 1e9, two = 1e9, mixed = 1e9;
  for (int round = 0; round < 3; ++round) {
    one = std::min(one, campaign_seconds(scenarios, "random", kRuns, 1));
    two = std::min(two, campaign_seconds(scenarios, "random", kRuns, 2));
    mixed = std::min(mixed, campaign_seconds(scenarios, "portfolio", kRuns, 1));
  }
  out.add("campaign_runs_per_s", kRuns / one, "runs/s", "scenarios/raft/swarm.json, one job");
  out.add("campaign_jobs_ratio", one / two, "times", "two jobs over one");
  out.add("campaign_portfolio_runs_per_s", kRuns / mixed, "runs/s", "all strategies, one job");
}

}  // namespace

std::vector<Bench> campaign_benches() {
  return {{"campaign_runs_per_s campaign_jobs_ratio campaign_portfolio_runs_per_s", campaigns}};
}

}  // namespace ordain::bench
