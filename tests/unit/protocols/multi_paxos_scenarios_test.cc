// From Raft to Multi-Paxos by one word of the scenario.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocols/builtin.h"
#include "protocols/kv/mutants.h"
#include "sim/run/run.h"
#include "tests/support/scenarios.h"

namespace ordain {
namespace {

using test::load;
using test::scenario_path;

// Raft's scenarios that speak of no fact of Raft's own: only the word "protocol" changes.
TEST(MultiPaxosScenarios, RaftsScenariosRunOverMultiPaxosToo) {
  for (const char* name :
       {"happy_path", "leader_crash", "minority_partition", "one_way_partition", "lossy_network",
        "slow_disk", "clock_drift", "leader_pause", "swarm", "swarm_sessions"}) {
    const std::string file = scenario_path(std::string("raft/") + name);
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
    const std::string file = scenario_path(std::string("raft/") + row.scenario);
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
    const std::string file = scenario_path("mutants/raft/" + name);
    const Scenario scenario = load(file, {"/protocol=multi_paxos"});
    const RunResult result = run(make_run_spec(scenario, builtin_registry()), scenario.seed);
    EXPECT_TRUE(scenario.expect.met(result.verdict, result.violations))
        << file << " ended with " << enum_name(result.verdict);
  }
}

}  // namespace
}  // namespace ordain
