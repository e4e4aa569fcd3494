// Scenarios of ping, all the way from their files through a run.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "protocols/builtin.h"
#include "sim/scenario/scenario.h"
#include "tests/support/paths.h"

namespace ordain {
namespace {

Scenario load_file(const std::string& path) {
  std::ifstream file(test::source_dir() + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return load_scenario(text.str(), path, builtin_registry());
}

class PingScenario : public testing::TestWithParam<const char*> {};

TEST_P(PingScenario, MeetsItsExpectationForManySeedsAndIsDeterministic) {
  const Scenario scenario = load_file(std::string("scenarios/ping/") + GetParam() + ".json");
  EXPECT_EQ(scenario.name, GetParam());
  const RunSpec spec = make_run_spec(scenario, builtin_registry());
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const RunResult result = run(spec, seed);
    EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
        << "seed " << seed << ": " << enum_name(result.verdict)
        << (result.violations.empty() ? "" : ", " + result.violations[0].reason);
    EXPECT_EQ(result.digest, run(spec, seed).digest) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Ping, PingScenario,
                         testing::Values("happy", "lossy", "one_way", "crash", "corrupted"),
                         [](const auto& one) { return std::string(one.param); });

RunResult run_file(const std::string& path, uint64_t seed) {
  return run(make_run_spec(load_file(path), builtin_registry()), seed);
}

TEST(PingProperties, ARetryIsSeenOnlyWhereMessagesAreLost) {
  EXPECT_EQ(run_file("scenarios/ping/happy.json", 7).probes.at("someone_retried"), 0u);
  EXPECT_GT(run_file("scenarios/ping/lossy.json", 7).probes.at("someone_retried"), 0u);
}

TEST(PingProperties, AServerThatNobodyHearsIsNamedWhenTheGoalIsMissed) {
  Scenario scenario = load_file("scenarios/ping/happy.json");
  // An hour between retries, a link that loses the first message from n1 to n2, and no third server
  // that could make a quorum without one of them.
  scenario = read_scenario(scenario.tree, "test", builtin_registry(),
                           {"/nodes=2", "/config/retry=1h", "/overrides/n1>n2#1 drop=1"});
  const RunResult result = run(make_run_spec(scenario, builtin_registry()), 1);
  ASSERT_EQ(result.verdict, Verdict::violation);
  EXPECT_EQ(result.violations[0].property, "everyone_is_heard");
  EXPECT_NE(result.violations[0].reason.find("n1 has not heard from n2"), std::string::npos)
      << result.violations[0].reason;
}

}  // namespace
}  // namespace ordain
