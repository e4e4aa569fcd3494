// The scenarios of Multi-Paxos and of its mutants keep to what they expect. Campaigns over many
// more seeds are run by hand and in CI with `ordain fuzz`; here a few show that nothing has come
// apart.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "protocols/builtin.h"
#include "protocols/kv/mutants.h"
#include "sim/run/verify.h"
#include "sim/scenario/scenario.h"
#include "tests/support/paths.h"

namespace ordain {
namespace {

std::vector<std::string> scenario_files(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& file :
       std::filesystem::directory_iterator(test::source_dir() + "/scenarios/" + folder)) {
    if (file.path().extension() == ".json") out.push_back(file.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

Scenario load(const std::string& file, const std::vector<std::string>& settings = {}) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return load_scenario(text.str(), file, builtin_registry(), settings);
}

// The first seed that ends as the scenario expects, of so many; 0: none.
uint64_t first_expected(const std::string& file, uint64_t seeds) {
  const Scenario scenario = load(file);
  const RunSpec spec = make_run_spec(scenario, builtin_registry());
  for (uint64_t seed = 1; seed <= seeds; ++seed) {
    const RunResult result = run(spec, seed);
    if (scenario.expect.met(result.verdict, result.violations)) return seed;
  }
  return 0;
}

TEST(MultiPaxosScenarios, PassWithAnySeed) {
  const auto files = scenario_files("multi_paxos");
  EXPECT_GE(files.size(), 11u);
  for (const std::string& file : files) {
    const Scenario scenario = load(file);
    const RunSpec spec = make_run_spec(scenario, builtin_registry());
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      const RunResult result = run(spec, seed);
      EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
          << file << " seed " << seed << ": "
          << (result.violations.empty() ? "undecided" : result.violations[0].reason);
    }
  }
}

TEST(MultiPaxosScenarios, MeetExpectationWithTheirOwnSeed) {
  for (const char* folder : {"multi_paxos", "mutants/multi_paxos"}) {
    for (const std::string& file : scenario_files(folder)) {
      const Scenario scenario = load(file);
      const RunResult result = run(make_run_spec(scenario, builtin_registry()), scenario.seed);
      EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
          << file << " ended with " << enum_name(result.verdict);
    }
  }
}

TEST(MultiPaxosScenarios, RunAlikeTwice) {
  for (const std::string& file : scenario_files("multi_paxos")) {
    const auto divergence = verify(make_run_spec(load(file), builtin_registry()), 3);
    EXPECT_FALSE(divergence) << file << ": " << divergence->what;
  }
}

// Raft's scenarios that speak of no fact of Raft's own: only the word "protocol" changes.
TEST(MultiPaxosScenarios, RaftsScenariosRunOverMultiPaxosToo) {
  for (const char* name :
       {"happy_path", "leader_crash", "minority_partition", "one_way_partition", "lossy_network",
        "slow_disk", "clock_drift", "leader_pause", "swarm", "swarm_sessions"}) {
    const std::string file = test::source_dir() + "/scenarios/raft/" + name + ".json";
    const Scenario scenario = load(file, {"/protocol=multi_paxos"});
    EXPECT_EQ(scenario.protocol, "multi_paxos");
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      const RunResult result = run(make_run_spec(scenario, builtin_registry()), seed);
      EXPECT_EQ(result.verdict, Verdict::pass) << file << " seed " << seed;
      EXPECT_GT(result.operations.ok, 0u) << file << " seed " << seed;
    }
  }
}

uint64_t answered(const std::vector<OpRecord>& history, Function function) {
  return static_cast<uint64_t>(
      std::count_if(history.begin(), history.end(), [&](const OpRecord& record) {
        return record.op.function == function && record.op.phase == OpPhase::ok;
      }));
}

// The applications of protocols/kv in Raft's own scenarios: that word is all that changes.
TEST(MultiPaxosScenarios, EachApplicationNeedsOneWordToMoveFromRaftToMultiPaxos) {
  struct Row {
    const char* scenario;
    const char* workload;
    std::vector<Function> functions;
  };
  const std::vector<Row> rows = {
      {"leader_crash", "register", {Function::read, Function::write, Function::cas}},
      {"transactions", "kv", {Function::get, Function::put, Function::cas, Function::txn}},
      {"locks", "lock", {Function::acquire, Function::write, Function::release}},
      {"queue", "queue", {Function::enqueue, Function::dequeue}},
      {"sessions", "kv", {Function::get, Function::put, Function::cas}}};
  for (const Row& row : rows) {
    const std::string file = test::source_dir() + "/scenarios/raft/" + row.scenario + ".json";
    const std::string workload = std::string("/clients/workload=") + row.workload;
    const RunSpec spec =
        make_run_spec(load(file, {"/protocol=multi_paxos", workload}), builtin_registry());
    RunOptions with_history;
    with_history.record_history = true;
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      const RunResult result = run(spec, seed, with_history);
      EXPECT_EQ(result.verdict, Verdict::pass) << file << " seed " << seed;
      for (Function function : row.functions) {
        EXPECT_GT(answered(result.history, function), 0u)
            << file << " seed " << seed << ": " << enum_name(function);
      }
    }
  }
}

// And so do the bugs that can be planted in them.
TEST(MultiPaxosMutants, ThoseOfTheStateMachineNeedOneWordToMoveFromRaftToMultiPaxos) {
  for (const kv::MutantInfo& mutant : kv::mutants()) {
    const std::string name(mutant.name.substr(mutant.name.find('.') + 1));
    const std::string file = test::source_dir() + "/scenarios/mutants/raft/" + name + ".json";
    const Scenario scenario = load(file, {"/protocol=multi_paxos"});
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), scenario.seed);
    EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
        << file << " ended with " << enum_name(result.verdict);
  }
}

TEST(MultiPaxosMutants, AreEachCaughtByTheNamedPropertyOfTheirScenario) {
  const Protocol* multi = builtin_registry().find("multi_paxos");
  ASSERT_NE(multi, nullptr);
  EXPECT_GE(multi->mutants.size(), 10u);
  for (const MutantEntry& mutant : multi->mutants) {
    const std::string file = test::source_dir() + "/" + mutant.scenario;
    const Scenario scenario = load(file);
    EXPECT_EQ(scenario.plan.mutants, std::vector<std::string>{mutant.name});
    EXPECT_EQ(scenario.expect.violates, mutant.violates);
    EXPECT_GT(first_expected(file, 100), 0u) << mutant.name;
  }
}

// The same scenarios with the mutant taken out: the property has nothing to say.
TEST(MultiPaxosMutants, CorrectMultiPaxosPassesTheirScenarios) {
  for (const std::string& file : scenario_files("mutants/multi_paxos")) {
    Scenario scenario = load(file);
    scenario.plan.mutants.clear();
    const RunSpec spec = make_run_spec(scenario, builtin_registry());
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      for (const Violation& violation : run(spec, seed).violations) {
        EXPECT_NE(violation.property, scenario.expect.violates) << file << " seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace ordain
