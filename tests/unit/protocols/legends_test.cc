// The legends keep to their stories: each fails as it says, and its repaired twin passes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "protocols/builtin.h"
#include "sim/run/run.h"
#include "sim/scenario/scenario.h"
#include "tests/support/paths.h"

namespace ordain {
namespace {

const std::string kRepaired = "_repaired";

std::string folder() { return test::source_dir() + "/scenarios/legends/"; }

std::set<std::string> names() {
  std::set<std::string> out;
  for (const auto& file : std::filesystem::directory_iterator(folder())) {
    if (file.path().extension() == ".json") out.insert(file.path().stem().string());
  }
  return out;
}

Scenario load(const std::string& name) {
  std::ifstream in(folder() + name + ".json");
  std::stringstream text;
  text << in.rdbuf();
  return load_scenario(text.str(), name, builtin_registry());
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
