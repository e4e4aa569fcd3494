// Every saved repro of scenarios/regressions replays strictly: the violation it was kept for, to
// the last digit of the digest. A change of the code that makes one stale shows here;
// `ordain replay --lenient` then tells whether the violation itself still recurs, and
// ORDAIN_REWRITE=1 on this test saves the new digests of those that do.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "protocols/builtin.h"
#include "sim/scenario/repro.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/scenarios.h"

namespace ordain {
namespace {

std::vector<std::string> saved_repros() {
  return test::scenario_files("regressions", test::Deep::yes);
}

bool recurs(const Repro& repro, const RunResult& result) {
  return !result.violations.empty() && result.violations.front().fingerprint == repro.fingerprint;
}

void save_digest(const std::string& file, const std::string& old, const std::string& digest) {
  std::string text = test::read_text(file);
  text.replace(text.find(old), old.size(), digest);
  std::ofstream(file, std::ios::binary) << text;
}

TEST(Regressions, ReplayStrictly) {
  const std::vector<std::string> files = saved_repros();
  EXPECT_GE(files.size(), 13u);
  for (const std::string& file : files) {
    const Scenario scenario = load_scenario(test::read_text(file), file, builtin_registry());
    const Repro repro = read_repro(scenario);
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), scenario.seed);
    const std::string digest = result.digest.hex();
    EXPECT_EQ(std::filesystem::path(file).stem().string(), scenario.name) << file;
    EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations)) << file;
    EXPECT_TRUE(recurs(repro, result)) << "the violation is gone: " << file;
    if (digest != repro.digest && test::rewrite_golden_files() && recurs(repro, result)) {
      save_digest(file, repro.digest, digest);
      continue;
    }
    EXPECT_EQ(digest, repro.digest) << "stale, ORDAIN_REWRITE=1 saves it anew: " << file;
  }
}

}  // namespace
}  // namespace ordain
