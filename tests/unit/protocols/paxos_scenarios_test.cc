// The scenarios of the single-decree Paxos family and of its mutants keep to what they expect.
// Campaigns over many more seeds are run by hand; here a few show that nothing has come apart.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/run/verify.h"
#include "sim/scenario/scenario.h"
#include "tests/support/paths.h"

namespace ordain {
namespace {

constexpr const char* kProtocols[] = {"paxos", "fast_paxos", "cas_paxos"};

std::vector<std::string> scenario_files(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& file :
       std::filesystem::directory_iterator(test::source_dir() + "/scenarios/" + folder)) {
    if (file.path().extension() == ".json") out.push_back(file.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Scenario load(const std::string& file) {
  return load_scenario(text_of(file), file, builtin_registry());
}

void expect_met(const Scenario& scenario, uint64_t seed) {
  const RunResult result = run(make_run_spec(scenario, builtin_registry()), seed);
  EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
      << scenario.name << " seed " << seed << ": "
      << (result.violations.empty() ? "no violation" : result.violations[0].reason);
}

TEST(PaxosScenarios, EndAsExpectedWithAnySeed) {
  const auto files = scenario_files("paxos");
  EXPECT_GE(files.size(), 15u);
  for (const std::string& file : files) {
    const Scenario scenario = load(file);
    for (uint64_t seed = 1; seed <= 3; ++seed) expect_met(scenario, seed);
    expect_met(scenario, scenario.seed);
  }
}

TEST(PaxosScenarios, RunAlikeTwice) {
  for (const std::string& file : scenario_files("paxos")) {
    const auto divergence = verify(make_run_spec(load(file), builtin_registry()), 3);
    EXPECT_FALSE(divergence) << file << ": " << divergence->what;
  }
}

TEST(PaxosScenarios, TheAdversaryKeepsAnybodyFromDecidingAsLongAsItGoesOn) {
  Scenario scenario = load(test::source_dir() + "/scenarios/paxos/flp_adversary.json");
  EXPECT_GT(run(make_run_spec(scenario, builtin_registry()), 1).probes.at("value_learned"), 0u);
  scenario.liveness.on = false;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), seed);
    EXPECT_EQ(result.probes.at("value_learned"), 0u) << "seed " << seed;
    EXPECT_GT(result.probes.at("accept_refused"), 5u) << "seed " << seed;
  }
}

TEST(PaxosScenarios, QuorumsThatNeedNotMeetAreRefusedUnlessTheyAreForTeaching) {
  const std::string file = test::source_dir() + "/scenarios/paxos/flexible_disjoint.json";
  std::string text = text_of(file);
  const std::string teaching = ", \"teaching\": true";
  ASSERT_NE(text.find(teaching), std::string::npos);
  text.erase(text.find(teaching), teaching.size());
  try {
    load_scenario(text, "x.json", builtin_registry());
    ADD_FAILURE() << "it was taken";
  } catch (const InputError& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("/config/q1"), std::string::npos) << what;
    EXPECT_NE(what.find("need not meet"), std::string::npos) << what;
    EXPECT_NE(what.find("q1 = 4"), std::string::npos) << what;
  }
}

TEST(PaxosMutants, AreEachCaughtByTheNamedPropertyOfTheirScenario) {
  for (const char* name : kProtocols) {
    const Protocol* protocol = builtin_registry().find(name);
    ASSERT_NE(protocol, nullptr);
    EXPECT_GE(protocol->mutants.size(), 4u);
    for (const MutantEntry& mutant : protocol->mutants) {
      const Scenario scenario = load(test::source_dir() + "/" + mutant.scenario);
      EXPECT_EQ(scenario.plan.mutants, std::vector<std::string>{mutant.name});
      EXPECT_EQ(scenario.expect.violates, mutant.violates);
      expect_met(scenario, scenario.seed);
    }
  }
}

// A bug that cannot show is not planted: the scenario is refused, with what it takes.
TEST(PaxosMutants, AreRefusedWhereTheyCannotShow) {
  for (const char* name : kProtocols) {
    for (const MutantEntry& mutant : builtin_registry().find(name)->mutants) {
      ClusterPlan plan = load(test::source_dir() + "/" + mutant.scenario).plan;
      EXPECT_EQ(mutant.refuse(plan), "") << mutant.name;
      plan.servers = 1;
      plan.clients = 0;
      EXPECT_NE(mutant.refuse(plan), "") << mutant.name;
    }
  }
}

TEST(PaxosMutants, ADuelIsRefusedWhereAProposerIsDistinguishedOrNeverBacksOff) {
  const std::string file = test::source_dir() + "/scenarios/mutants/paxos/no_backoff.json";
  for (const char* config : {"{\"distinguished\": true}", "{\"back_off\": \"0s\"}"}) {
    std::string text = text_of(file);
    const size_t mutants = text.find("\"mutants\"");
    ASSERT_NE(mutants, std::string::npos);
    text.insert(mutants, std::string("\"config\": ") + config + ",\n  ");
    EXPECT_THROW(load_scenario(text, file, builtin_registry()), InputError) << config;
  }
}

// Legends among them: each scenario with a mutant, and the same with the mutant taken out.
TEST(PaxosMutants, CorrectPaxosPassesTheirScenarios) {
  for (const char* name : kProtocols) {
    for (const std::string& file : scenario_files(std::string("mutants/") + name)) {
      Scenario scenario = load(file);
      expect_met(scenario, scenario.seed);
      scenario.plan.mutants.clear();
      const RunSpec spec = make_run_spec(scenario, builtin_registry());
      for (uint64_t seed : {scenario.seed, uint64_t{1}, uint64_t{2}}) {
        for (const Violation& violation : run(spec, seed).violations) {
          EXPECT_NE(violation.property, scenario.expect.violates) << file << " seed " << seed;
        }
      }
    }
  }
}

}  // namespace
}  // namespace ordain
