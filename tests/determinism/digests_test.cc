// Same scenario, same seed, same run, to the byte: twice in one process, after a copy, with tracing
// on or off, and in the programs of other compilers and standard libraries.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "protocols/builtin.h"
#include "sim/run/run.h"
#include "sim/run/verify.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/scenarios.h"

namespace ordain {
namespace {

RunSpec spec_of(const std::string& file) {
  const Scenario scenario = test::load(test::source_dir() + "/scenarios/" + file);
  return make_run_spec(scenario, builtin_registry());
}

// As scenarios/ has them: "raft/swarm.json".
std::vector<std::string> scenario_files() {
  const size_t root = (test::source_dir() + "/scenarios/").size();
  std::vector<std::string> out;
  for (const char* folder : {"multi_paxos", "paxos", "ping", "raft"}) {
    for (const std::string& path : test::scenario_files(folder)) out.push_back(path.substr(root));
  }
  return out;
}

class Digest : public testing::TestWithParam<std::string> {};

TEST_P(Digest, IsTheSameTwice) {
  const RunSpec spec = spec_of(GetParam());
  for (uint64_t seed : {1, 7, 42}) {
    EXPECT_EQ(run(spec, seed).digest, run(spec, seed).digest) << "seed " << seed;
  }
}

TEST_P(Digest, IsTheSameWithTracingOnOrOff) {
  const RunSpec spec = spec_of(GetParam());
  RunOptions traced;
  traced.record_trace = true;
  traced.record_history = true;
  EXPECT_EQ(run(spec, 7).digest, run(spec, 7, traced).digest);
}

TEST_P(Digest, IsTheSameAfterACopyHalfWay) {
  const RunSpec spec = spec_of(GetParam());
  const RunResult whole = run(spec, 7);
  ordain::Run original(spec, 7);
  while (original.world().trace().count() < whole.events / 2 && original.step()) {
  }
  ordain::Run copy = original;
  while (original.step()) {
  }
  while (copy.step()) {
  }
  EXPECT_EQ(original.finish().digest, whole.digest);
  EXPECT_EQ(copy.finish().digest, whole.digest);
}

TEST_P(Digest, IsAnotherForAnotherSeed) {
  const RunSpec spec = spec_of(GetParam());
  std::set<std::string> digests;
  for (uint64_t seed = 1; seed <= 8; ++seed) digests.insert(run(spec, seed).digest.hex());
  EXPECT_EQ(digests.size(), 8u);
}

// $ORDAIN_OTHER_BUILDS: what this build prints, other compilers and libraries must print.
TEST_P(Digest, IsTheSameFromOtherCompilersAndLibraries) {
  const std::vector<std::string> others = test::other_builds();
  if (others.empty()) GTEST_SKIP() << "ORDAIN_OTHER_BUILDS names no other program";
  const std::vector<std::string> arguments{
      "run", "scenarios/" + GetParam(), "--seed", "11", "--quiet", "--format", "text"};
  const std::string own = test::ordain(arguments).out;
  EXPECT_NE(own.find("digest "), std::string::npos) << own;
  for (const std::string& other : others) {
    if (!std::filesystem::exists(other)) continue;  // a library that is not to be had there
    std::vector<std::string> command{other};
    command.insert(command.end(), arguments.begin(), arguments.end());
    test::ProcessOptions options;
    options.folder = test::source_dir();
    EXPECT_EQ(test::run_process(command, options).out, own) << other;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Digest, testing::ValuesIn(scenario_files()),
                         [](const auto& row) {
                           std::string name = row.param;
                           for (char& c : name) {
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace ordain
