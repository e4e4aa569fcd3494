// The legends keep to their stories: each fails as it says, and its repaired twin passes.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "protocols/builtin.h"
#include "sim/run/run.h"
#include "tests/support/scenarios.h"

namespace ordain {
namespace {

const std::string kRepaired = "_repaired";

std::set<std::string> names() {
  std::set<std::string> out;
  for (const std::string& file : test::scenario_files("legends")) {
    out.insert(std::filesystem::path(file).stem().string());
  }
  return out;
}

Scenario load(const std::string& name) {
  return test::load(test::scenario_path("legends/" + name));
}

TEST(Legends, EndAsTheirStoriesSay) {
  for (const std::string& name : names()) {
    const Scenario scenario = load(name);
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), scenario.seed);
    EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
        << name << " ended with " << enum_name(result.verdict);
  }
}

TEST(Legends, HaveARepairedTwinThatPassesWithAnySeed) {
  const std::set<std::string> all = names();
  for (const std::string& name : all) {
    if (name.ends_with(kRepaired)) continue;
    EXPECT_NE(load(name).expect.verdict, Verdict::pass) << name;
    ASSERT_EQ(all.count(name + kRepaired), 1u) << name;
    const Scenario twin = load(name + kRepaired);
    EXPECT_EQ(twin.expect.verdict, Verdict::pass) << name;
    const RunSpec spec = make_run_spec(twin, builtin_registry());
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      const RunResult result = run(spec, seed);
      EXPECT_EQ(result.verdict, Verdict::pass) << twin.name << " seed " << seed;
    }
  }
}

}  // namespace
}  // namespace ordain
