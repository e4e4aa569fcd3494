#include "tests/unit/explore_exhaustive/small_scope.h"

#include <gtest/gtest.h>

#include "sim/explore/exhaustive/timed_repro.h"
#include "tests/support/naive_exploration.h"

namespace ordain::test {

RunSpec spec_of(const Scenario& scenario) { return make_run_spec(scenario, builtin_registry()); }

ExploreResult explored(const Scenario& scenario) {
  return explore(spec_of(scenario), scenario.explore);
}

ExploreResult expect_as_plain(const Scenario& scenario, const std::string& about) {
  const NaiveResult plain = naive_exploration(spec_of(scenario), scenario.explore);
  ExploreResult result = explored(scenario);
  EXPECT_EQ(result.states, plain.states) << about;
  EXPECT_EQ(result.transitions, plain.transitions) << about;
  EXPECT_EQ(result.depth, plain.depth) << about;
  EXPECT_EQ(result.complete(), scenario.explore.depth.any()) << about;
  EXPECT_TRUE(result.violations.empty()) << about;
  EXPECT_GT(result.states, 50u) << about;
  return result;
}

void expect_shortest_path(const Scenario& scenario, const std::string& property, size_t steps) {
  Search search(spec_of(scenario), scenario.explore, {});
  const ExploreResult result = search.run();
  ASSERT_EQ(result.violations.size(), 1u);
  EXPECT_EQ(result.violations[0].violation.property, property);
  EXPECT_EQ(result.violations[0].path.steps.size(), steps);

  std::string why;
  const auto repro =
      timed_repro(scenario, builtin_registry(), search.model(), result.violations[0], why);
  ASSERT_TRUE(repro.has_value()) << why;
  const Scenario replayed = load_scenario(write_scenario(repro->tree), "repro", builtin_registry());
  const RunResult again = run(spec_of(replayed), replayed.seed);
  EXPECT_EQ(again.digest, repro->result.digest);
  ASSERT_EQ(again.violations.size(), 1u);
  EXPECT_EQ(again.violations[0].property, property);
}

}  // namespace ordain::test
