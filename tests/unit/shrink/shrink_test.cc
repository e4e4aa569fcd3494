// Shrinking as a whole, on real failures: the same violation, and never more to read.
#include "sim/explore/shrink/shrink.h"

#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/scenario/json_reader.h"
#include "sim/scenario/repro.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain {
namespace {

Scenario load(const std::string& file, const std::vector<std::string>& settings = {}) {
  const std::string path = test::source_dir() + "/scenarios/" + file;
  return load_scenario(test::read_text(path), path, builtin_registry(), settings);
}

ShrinkOutcome shrunk(const Scenario& failing, uint64_t replays = 300) {
  ShrinkOptions options;
  options.max_replays = replays;
  return shrink(failing, builtin_registry(), options);
}

RunResult run_of(const Scenario& scenario) {
  return run(make_run_spec(scenario, builtin_registry()), scenario.seed);
}

class Shrink : public testing::TestWithParam<const char*> {};

TEST_P(Shrink, KeepsTheViolationAndLeavesLessToRead) {
  const Scenario failing = load(GetParam());
  const Violation wanted = run_of(failing).violations.at(0);
  const ShrinkOutcome outcome = shrunk(failing);
  ASSERT_TRUE(outcome.recurs);
  EXPECT_LE(outcome.shrunk.events, outcome.original.events);
  EXPECT_LE(outcome.shrunk.faults, outcome.original.faults);
  EXPECT_LE(outcome.shrunk.operations, outcome.original.operations);
  EXPECT_LE(outcome.shrunk.nodes, outcome.original.nodes);

  // From the text of the file: it stands alone, and replays to the last digit.
  const Scenario story =
      load_scenario(write_scenario(outcome.scenario), "story", builtin_registry());
  const RunResult again = run_of(story);
  ASSERT_FALSE(again.violations.empty());
  EXPECT_EQ(again.violations[0].property, wanted.property);
  EXPECT_EQ(again.violations[0].fingerprint, wanted.fingerprint);
  EXPECT_EQ(read_repro(story).digest, again.digest.hex());
  EXPECT_TRUE(story.expect.met(again.verdict, again.violations));
  EXPECT_EQ(outcome.shrunk.events, again.events);

  // A reader gets to see what happened, and how it ends.
  EXPECT_NE(outcome.story.find(wanted.property + " is violated: "), std::string::npos);
  EXPECT_TRUE(outcome.mermaid.starts_with("sequenceDiagram"));
}

INSTANTIATE_TEST_SUITE_P(RaftMutants, Shrink,
                         testing::Values("mutants/raft/log_volatile.json",
                                         "mutants/raft/revote.json",
                                         "mutants/raft/truncate_always.json",
                                         "mutants/raft/vote_volatile.json"));

TEST(ShrinkOutcomes, AShrunkReproHasNothingMoreToGive) {
  const ShrinkOutcome first = shrunk(load("mutants/raft/vote_volatile.json"), 1'000);
  ASSERT_TRUE(first.minimal);
  const Scenario story = load_scenario(write_scenario(first.scenario), "story", builtin_registry());
  const ShrinkOutcome second = shrunk(story, 1'000);
  EXPECT_EQ(second.shrunk.faults, first.shrunk.faults);
  EXPECT_EQ(second.shrunk.operations, first.shrunk.operations);
  EXPECT_EQ(second.shrunk.nodes, first.shrunk.nodes);
}

// Delta debugging leaves five lost messages here, each needed in that schedule. None is in others:
// late votes of two elections add up by themselves.
TEST(ShrinkOutcomes, LostMessagesThatOnlyOneScheduleNeedsGo) {
  const Scenario failing = load("mutants/raft/stale_vote_resp.json", {"/seed=8"});
  const ShrinkOutcome outcome = shrunk(failing, 1'000);
  ASSERT_TRUE(outcome.recurs);
  EXPECT_LE(outcome.shrunk.faults, 1u);
  EXPECT_LE(outcome.shrunk.operations, 2u);
}

TEST(ShrinkOutcomes, OneWithoutAViolationIsLeftAlone) {
  const ShrinkOutcome passes = shrunk(load("raft/happy_path.json"));
  EXPECT_FALSE(passes.recurs);
  EXPECT_EQ(passes.found, "nothing is violated");
  EXPECT_EQ(passes.replays, 0u);
}

TEST(ShrinkOutcomes, ASavedViolationThatIsGoneIsNotReplacedByAnother) {
  const Scenario failing = load("mutants/raft/revote.json");
  Value tree = make_repro(failing, run_of(failing));
  tree.find("repro")->set("fingerprint", Value::string("0000000000000001"));
  const Scenario stale = read_scenario(tree, "stale", builtin_registry());
  const ShrinkOutcome outcome = shrunk(stale);
  EXPECT_FALSE(outcome.recurs);
  EXPECT_TRUE(outcome.found.starts_with("violates vote_once, fingerprint ")) << outcome.found;
}

TEST(ShrinkOutcomes, NoBudgetAtAllStillGivesARepro) {
  const ShrinkOutcome outcome = shrunk(load("mutants/raft/revote.json"), 0);
  ASSERT_TRUE(outcome.recurs);
  EXPECT_FALSE(outcome.in_budget);
  EXPECT_FALSE(outcome.minimal);
  EXPECT_EQ(outcome.shrunk.nodes, 5u);
  const Scenario story =
      load_scenario(write_scenario(outcome.scenario), "story", builtin_registry());
  EXPECT_EQ(read_repro(story).digest, run_of(story).digest.hex());
}

}  // namespace
}  // namespace ordain
