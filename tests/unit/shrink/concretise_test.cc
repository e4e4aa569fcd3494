// A run that was found becomes an explicit story that is the same run.
#include "sim/explore/shrink/concretise.h"

#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/scenario/json_reader.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain {
namespace {

using shrinking::concretise;
using shrinking::Reactions;

Scenario load(const std::string& file, const std::vector<std::string>& settings = {}) {
  const std::string path = test::source_dir() + "/scenarios/" + file;
  return load_scenario(test::read_text(path), path, builtin_registry(), settings);
}

RunResult run_of(const Scenario& scenario, uint64_t seed, RunOptions options = {}) {
  return run(make_run_spec(scenario, builtin_registry()), seed, options);
}

// What the nodes do, without the faults' own events, which are numbered by their rules.
std::vector<std::string> told(const std::vector<TraceEvent>& trace) {
  std::vector<std::string> out;
  for (const TraceEvent& event : trace) {
    if (event.kind == EventKind::partition || event.kind == EventKind::heal ||
        event.kind == EventKind::hold || event.kind == EventKind::release ||
        event.kind == EventKind::link) {
      continue;
    }
    out.push_back(std::to_string(event.time.ns) + " " + std::string(enum_name(event.kind)) + " " +
                  std::to_string(event.node.value) + " " + std::to_string(event.peer.value) + " " +
                  std::to_string(event.payload ? event.payload.hash() : event.a));
  }
  return out;
}

class Concretise : public testing::TestWithParam<uint64_t> {};

// With every kind of fault, under many draws: event for event the same run.
TEST_P(Concretise, MakesTheSameRunOfASwarm) {
  Scenario scenario = load("raft/swarm.json", {"/duration=4s"});
  scenario.seed = GetParam();
  RunOptions options;
  options.record_trace = true;
  const RunResult found = run_of(scenario, scenario.seed, options);
  const Scenario story = read_scenario(concretise(scenario, found, Reactions::just_after), "story",
                                       builtin_registry());
  EXPECT_TRUE(story.swarm.empty());
  for (const FaultRule& rule : story.faults) {
    EXPECT_EQ(rule.trigger.kind, TriggerKind::at);
    EXPECT_NE(rule.action.shape, PartitionShape::random);
    EXPECT_TRUE(rule.action.kind == ActionKind::partition ||
                rule.action.target.kind == TargetKind::nodes);
  }
  const RunResult again = run_of(story, story.seed, options);
  EXPECT_EQ(told(again.trace), told(found.trace));
  EXPECT_EQ(again.verdict, found.verdict);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Concretise, testing::Range<uint64_t>(1, 21));

TEST(ConcretiseRules, OneThatIsKeptKeepsItsChoicesWhenAnotherGoes) {
  Scenario scenario = load("mutants/raft/vote_volatile.json");
  const RunResult found = run_of(scenario, scenario.seed);
  Value tree = concretise(scenario, found, Reactions::all_kept);
  const Value& faults = *tree.find("faults");
  ASSERT_EQ(faults.items.size(), 2u);
  EXPECT_EQ(faults.items[1].find("id")->text, "1");
}

}  // namespace
}  // namespace ordain
