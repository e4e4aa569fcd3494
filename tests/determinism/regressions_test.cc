// Every saved repro of scenarios/regressions replays strictly: the violation it was kept for, to
// the last digit of the digest. A change of the code that makes one stale shows here;
// `ordain replay --lenient` then tells whether the violation itself still recurs.
#include <gtest/gtest.h>

#include <filesystem>

#include "protocols/builtin.h"
#include "sim/scenario/repro.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain {
namespace {

std::vector<std::string> saved_repros() {
  std::vector<std::string> out;
  const std::string folder = test::source_dir() + "/scenarios/regressions";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(Regressions, ReplayStrictly) {
  const std::vector<std::string> files = saved_repros();
  EXPECT_GE(files.size(), 13u);
  for (const std::string& file : files) {
    const Scenario scenario = load_scenario(test::read_text(file), file, builtin_registry());
    const Repro repro = read_repro(scenario);
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), scenario.seed);
    EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations)) << file;
    EXPECT_EQ(result.digest.hex(), repro.digest)
        << "stale: does the violation still recur? ordain replay --lenient " << file;
    EXPECT_EQ(std::filesystem::path(file).stem().string(), scenario.name) << file;
  }
}

}  // namespace
}  // namespace ordain
