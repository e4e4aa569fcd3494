// The scenarios of each protocol and of its mutants keep to what they expect. Campaigns over many
// more seeds are run by hand and in .ci/run with `ordain fuzz`; here a few show that nothing has
// come apart.
#include "tests/support/scenarios.h"

#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/run/verify.h"
#include "tests/support/paths.h"

namespace ordain {
namespace {

using test::load;
using test::scenario_files;

struct Family {
  std::string folder;
  std::vector<std::string> protocols;
  uint64_t seeds;  // from 1 on, with which each scenario ends as it says
};

class Shipped : public testing::TestWithParam<Family> {
 protected:
  std::vector<MutantEntry> mutants() const {
    std::vector<MutantEntry> out;
    for (const std::string& name : GetParam().protocols) {
      const Protocol& protocol = *builtin_registry().find(name);
      EXPECT_GE(protocol.mutants.size(), 4u) << name;
      out.insert(out.end(), protocol.mutants.begin(), protocol.mutants.end());
    }
    return out;
  }
};

void expect_met(const Scenario& scenario, uint64_t seed) {
  const RunResult result = run(make_run_spec(scenario, builtin_registry()), seed);
  EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
      << scenario.source << " seed " << seed << " ended with " << enum_name(result.verdict) << ' '
      << (result.violations.empty() ? result.undecided : result.violations[0].reason);
}

TEST_P(Shipped, ScenariosEndAsTheyExpectWithTheirOwnSeedAndOthers) {
  const auto files = scenario_files(GetParam().folder);
  EXPECT_GE(files.size(), 11u);
  for (const std::string& file : files) {
    const Scenario scenario = load(file);
    for (uint64_t seed = 1; seed <= GetParam().seeds; ++seed) expect_met(scenario, seed);
    expect_met(scenario, scenario.seed);
  }
}

TEST_P(Shipped, ScenariosRunAlikeTwice) {
  for (const std::string& file : scenario_files(GetParam().folder)) {
    const auto divergence = verify(make_run_spec(load(file), builtin_registry()), 3);
    EXPECT_FALSE(divergence) << file << ": " << divergence->what;
  }
}

TEST_P(Shipped, MutantsAreEachCaughtByTheNamedPropertyOfTheirScenario) {
  for (const MutantEntry& mutant : mutants()) {
    const Scenario scenario = load(test::source_dir() + "/" + mutant.scenario);
    EXPECT_EQ(scenario.plan.mutants, std::vector<std::string>{mutant.name});
    EXPECT_EQ(scenario.expect.violates, mutant.violates);
    expect_met(scenario, scenario.seed);
  }
}

// The same scenarios with the mutant taken out: the property has nothing to say.
TEST_P(Shipped, CorrectProtocolsPassTheMutantsScenarios) {
  for (const std::string& protocol : GetParam().protocols) {
    for (const std::string& file : scenario_files("mutants/" + protocol)) {
      Scenario scenario = load(file);
      expect_met(scenario, scenario.seed);  // there may be more of them than mutants
      scenario.plan.mutants.clear();
      const RunSpec spec = make_run_spec(scenario, builtin_registry());
      for (uint64_t seed : {scenario.seed, uint64_t{1}, uint64_t{2}, uint64_t{3}, uint64_t{4}}) {
        for (const Violation& violation : run(spec, seed).violations) {
          EXPECT_NE(violation.property, scenario.expect.violates) << file << " seed " << seed;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Protocols, Shipped,
                         testing::Values(Family{"raft", {"raft"}, 10},
                                         Family{"multi_paxos", {"multi_paxos"}, 10},
                                         Family{"paxos", {"paxos", "fast_paxos", "cas_paxos"}, 3}),
                         [](const auto& family) { return family.param.folder; });

}  // namespace
}  // namespace ordain
