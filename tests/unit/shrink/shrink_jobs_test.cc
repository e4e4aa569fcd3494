// A real failure shrinks to the same story whatever the number of jobs.
#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/explore/shrink/shrink.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain {
namespace {

ShrinkOutcome shrunk(const Scenario& failing, unsigned jobs) {
  ShrinkOptions options;
  options.max_replays = 60;
  options.jobs = jobs;
  return shrink(failing, builtin_registry(), options);
}

TEST(ShrinkOutcomes, DoNotDependOnTheNumberOfJobs) {
  const std::string path = test::source_dir() + "/scenarios/mutants/raft/vote_volatile.json";
  const Scenario failing = load_scenario(test::read_text(path), path, builtin_registry());
  const ShrinkOutcome first = shrunk(failing, 1);
  for (unsigned jobs : {2u, 5u}) {
    const ShrinkOutcome other = shrunk(failing, jobs);
    EXPECT_EQ(write_scenario(first.scenario), write_scenario(other.scenario));
    EXPECT_EQ(first.replays, other.replays);
    EXPECT_EQ(first.slips, other.slips);
    EXPECT_EQ(first.story, other.story);
    EXPECT_EQ(first.mermaid, other.mermaid);
  }
}

}  // namespace
}  // namespace ordain
