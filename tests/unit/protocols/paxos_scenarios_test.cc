// What is particular to the scenarios of the single-decree Paxos family: the adversary, and what is
// refused.
#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/run/run.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/scenarios.h"

namespace ordain {
namespace {

using test::load;
using test::read_text;
using test::scenario_path;

constexpr const char* kProtocols[] = {"paxos", "fast_paxos", "cas_paxos"};

TEST(PaxosScenarios, TheAdversaryKeepsAnybodyFromDecidingAsLongAsItGoesOn) {
  Scenario scenario = load(scenario_path("paxos/flp_adversary"));
  EXPECT_GT(run(make_run_spec(scenario, builtin_registry()), 1).probes.at("value_learned"), 0u);
  scenario.liveness.on = false;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), seed);
    EXPECT_EQ(result.probes.at("value_learned"), 0u) << "seed " << seed;
    EXPECT_GT(result.probes.at("accept_refused"), 5u) << "seed " << seed;
  }
}

TEST(PaxosScenarios, QuorumsThatNeedNotMeetAreRefusedUnlessTheyAreForTeaching) {
  const std::string file = scenario_path("paxos/flexible_disjoint");
  std::string text = read_text(file);
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
  const std::string file = scenario_path("mutants/paxos/no_backoff");
  for (const char* config : {"{\"distinguished\": true}", "{\"back_off\": \"0s\"}"}) {
    std::string text = read_text(file);
    const size_t mutants = text.find("\"mutants\"");
    ASSERT_NE(mutants, std::string::npos);
    text.insert(mutants, std::string("\"config\": ") + config + ",\n  ");
    EXPECT_THROW(load_scenario(text, file, builtin_registry()), InputError) << config;
  }
}

}  // namespace
}  // namespace ordain
