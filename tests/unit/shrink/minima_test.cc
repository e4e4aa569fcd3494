// Saved repros are about as small as a person would write them: tests/bench/minima.json has the
// hand-written minimum of each, in faults and client operations. Both are counted in the run, not
// taken from the file's word.
#include <gtest/gtest.h>

#include <filesystem>

#include "protocols/builtin.h"
#include "sim/explore/shrink/tree.h"
#include "sim/explore/shrink/trial.h"
#include "sim/scenario/json_reader.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/scenarios.h"

namespace ordain {
namespace {

using shrinking::number_at;

const Value& minima() {
  static const std::string path = "tests/bench/minima.json";
  static const Value read = read_json(test::read_text(test::source_dir() + "/" + path), path);
  return read;
}

StorySize size_of_run(const Scenario& scenario) {
  const RunSpec spec = make_run_spec(scenario, builtin_registry());
  return shrinking::size_of(run(spec, scenario.seed), spec.servers);
}

TEST(Minima, SavedReprosAreAtMostOneFaultAndTwoOperationsAbove) {
  EXPECT_GE(minima().keys.size(), 49u);
  for (size_t i = 0; i < minima().keys.size(); ++i) {
    const std::string& name = minima().keys[i].name;
    const Value& least = minima().items[i];
    const Scenario repro = test::load(test::scenario_path("regressions/" + name));
    const StorySize size = size_of_run(repro);
    EXPECT_LE(size.faults, number_at(least, "/faults", 0) + 1) << name;
    EXPECT_LE(size.operations, number_at(least, "/operations", 0) + 2) << name;
    EXPECT_EQ(size.faults, number_at(repro.tree, "/repro/shrunk/faults", 0)) << name;
    EXPECT_EQ(size.operations, number_at(repro.tree, "/repro/shrunk/operations", 0)) << name;
  }
}

TEST(Minima, EverySavedReproHasOneWithItsReason) {
  for (const std::string& file : test::scenario_files("regressions")) {
    const std::string name = std::filesystem::path(file).stem().string();
    const Value* least = minima().find(name);
    ASSERT_NE(least, nullptr) << name;
    for (const char* member : {"faults", "operations", "why"}) {
      EXPECT_NE(least->find(member), nullptr) << name << ": " << member;
    }
  }
}

}  // namespace
}  // namespace ordain
