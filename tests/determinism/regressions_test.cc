// Every saved repro of scenarios/regressions replays strictly: the violation it was kept for, to
// the last digit of the digest. A change of the code that makes one stale shows here;
// `ordain replay --lenient` then tells whether the violation itself still recurs, and
// ORDAIN_REWRITE=1 on this test saves the new digests of those that do, with the engine's version.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "protocols/builtin.h"
#include "sim/run/engine_version.h"
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

// Replaces the value of a member of "repro"; whatever else the file says stays as it is.
void replace_member(std::string& text, const std::string& key, const std::string& value) {
  const size_t name = text.find('"' + key + "\": \"", text.find("\"repro\": {"));
  ASSERT_NE(name, text.npos) << "no such member: " << key;
  const size_t from = name + key.size() + 5;
  text.replace(from, text.find('"', from) - from, value);
}

// The file's text as this engine would save it.
std::string renewed(std::string text, const std::string& digest) {
  replace_member(text, "digest", digest);
  replace_member(text, "engine", std::string(kEngineVersion));
  return text;
}

TEST(Regressions, ReplayStrictly) {
  const std::vector<std::string> files = saved_repros();
  EXPECT_GE(files.size(), 50u);
  for (const std::string& file : files) {
    const std::string text = test::read_text(file);
    const Scenario scenario = load_scenario(text, file, builtin_registry());
    const Repro repro = read_repro(scenario);
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), scenario.seed);
    const std::string digest = result.digest.hex();
    EXPECT_EQ(std::filesystem::path(file).stem().string(), scenario.name) << file;
    EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations)) << file;
    EXPECT_TRUE(recurs(repro, result)) << "the violation is gone: " << file;
    const bool stale = digest != repro.digest || repro.engine != kEngineVersion;
    if (stale && test::rewrite_golden_files() && recurs(repro, result)) {
      std::ofstream(file, std::ios::binary) << renewed(text, digest);
      continue;
    }
    EXPECT_EQ(digest, repro.digest) << "stale, ORDAIN_REWRITE=1 saves it anew: " << file;
    EXPECT_EQ(repro.engine, kEngineVersion) << "stale, ORDAIN_REWRITE=1 saves it anew: " << file;
  }
}

// A file from an older engine, with words in its story that look like what is rewritten.
TEST(Regressions, RewritingSavesTheDigestAndTheEnginesVersionAndNothingElse) {
  const auto file = [](const std::string& digest, std::string_view engine) {
    return "{\n  \"name\": \"digest 00ff\",\n  \"repro\": {\n    \"digest\": \"" + digest +
           "\",\n    \"engine\": \"" + std::string(engine) +
           "\",\n    \"story\": [\"digest 00ff by engine 0.0.1\"]\n  }\n}\n";
  };
  EXPECT_EQ(renewed(file("00ff", "0.0.1"), "abcd"), file("abcd", kEngineVersion));
}

}  // namespace
}  // namespace ordain
