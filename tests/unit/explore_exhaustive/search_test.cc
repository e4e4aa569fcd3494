// Exhaustive exploration against published counts, and against the plain enumeration of worlds.
#include "sim/explore/exhaustive/search.h"

#include <gtest/gtest.h>

#include "tests/support/naive_exploration.h"
#include "tests/support/two_phase.h"

namespace ordain {
namespace {

namespace two_phase = test::two_phase;

constexpr Bound kAny{Bound::kAny};

ExploreSpec bounds(Bound timeouts, uint32_t crashes = 0) {
  ExploreSpec out;
  out.timeouts = timeouts;
  out.crashes = {crashes};
  return out;
}

// As TLA+ specifications have it: messages are a set that only grows.
ExploreSpec as_in_tla() {
  ExploreSpec out;
  out.timeouts = kAny;
  out.duplications = kAny;
  return out;
}

// The distinct states of TwoPhase with 3, 5 and 7 resource managers (TLC; Stateright's 2pc example
// asserts the first two).
TEST(TwoPhase, HasThePublishedNumberOfStates) {
  EXPECT_EQ(explore(two_phase::spec(3), as_in_tla()).states, 288u);
  EXPECT_EQ(explore(two_phase::spec(5), as_in_tla()).states, 8832u);
  const ExploreResult seven = explore(two_phase::spec(7), as_in_tla());
  EXPECT_EQ(seven.states, 296448u);
  EXPECT_TRUE(seven.complete());
  EXPECT_TRUE(seven.violations.empty());
}

void expect_as_plain(const RunSpec& spec, const ExploreSpec& bounds) {
  const test::NaiveResult plain = test::naive_exploration(spec, bounds);
  const ExploreResult result = explore(spec, bounds);
  EXPECT_EQ(result.states, plain.states);
  EXPECT_EQ(result.transitions, plain.transitions);
  EXPECT_EQ(result.depth, plain.depth);
  EXPECT_TRUE(plain.violated.empty());
  EXPECT_TRUE(result.violations.empty());
}

TEST(TwoPhase, AgreesWithThePlainEnumeration) {
  expect_as_plain(two_phase::spec(2), bounds(kAny));
  expect_as_plain(two_phase::spec(3), bounds(kAny));
  expect_as_plain(two_phase::spec(3), bounds({3}));
}

// A manager without a disk forgets that it was prepared, and the outcome is no longer the same for
// all: only the states are counted.
TEST(TwoPhase, AgreesUnderCrashes) {
  RunSpec spec = two_phase::spec(2);
  spec.properties.clear();
  expect_as_plain(spec, bounds({4}, 1));
  expect_as_plain(spec, bounds({3}, 2));
}

TEST(TwoPhase, AgreesOnFifoLinks) {
  RunSpec spec = two_phase::spec(3);
  spec.network.all.fifo = true;
  expect_as_plain(spec, bounds(kAny));
}

TEST(TwoPhase, DepthFirstCountsTheSame) {
  const ExploreResult breadth = explore(two_phase::spec(4), bounds(kAny));
  ExploreSpec depth_first = bounds(kAny);
  depth_first.order = SearchOrder::depth_first;
  const ExploreResult depth = explore(two_phase::spec(4), depth_first);
  EXPECT_EQ(depth.states, breadth.states);
  EXPECT_EQ(depth.transitions, breadth.transitions);
  EXPECT_TRUE(depth.complete());
}

TEST(TwoPhase, ABoundOnDepthCutsAlikeInBothOrders) {
  for (uint32_t most = 1; most < 8; ++most) {
    ExploreSpec spec = bounds(kAny);
    spec.depth = {most};
    const ExploreResult breadth = explore(two_phase::spec(3), spec);
    spec.order = SearchOrder::depth_first;
    const ExploreResult depth = explore(two_phase::spec(3), spec);
    EXPECT_EQ(breadth.states, depth.states) << most;
    EXPECT_EQ(breadth.depth, most);
    EXPECT_EQ(breadth.cut, CutBy::depth);
    EXPECT_EQ(depth.cut, CutBy::depth);
  }
}

TEST(TwoPhase, ALimitOnStatesIsSaid) {
  ExploreSpec spec = bounds(kAny);
  spec.max_states = 100;
  const ExploreResult result = explore(two_phase::spec(4), spec);
  EXPECT_EQ(result.cut, CutBy::max_states);
  EXPECT_GE(result.states, 100u);
  EXPECT_LT(result.states, 200u);
}

// Both ways to break it, by a shortest path: prepare, abort at the manager, its message, abort.
TEST(TwoPhase, FindsAShortestViolation) {
  two_phase::Config broken;
  broken.prepared_may_abort = true;
  const RunSpec spec = two_phase::spec(2, broken);
  const ExploreResult result = explore(spec, bounds(kAny));
  const test::NaiveResult plain = test::naive_exploration(spec, bounds(kAny));
  ASSERT_EQ(result.violations.size(), 1u);
  EXPECT_EQ(result.violations[0].violation.property, "consistent");
  EXPECT_EQ(result.violations[0].path.steps.size(), plain.violated_at);
  EXPECT_EQ(result.cut, CutBy::violation);
}

TEST(TwoPhase, CountingMessagesIsFoundOnlyWithDuplicates) {
  two_phase::Config broken;
  broken.counts_twice = true;
  ExploreSpec spec = bounds(kAny);
  EXPECT_TRUE(explore(two_phase::spec(2, broken), spec).violations.empty());
  spec.duplications = {1};
  EXPECT_EQ(explore(two_phase::spec(2, broken), spec).violations.size(), 1u);
  EXPECT_TRUE(explore(two_phase::spec(2), spec).violations.empty());
}

}  // namespace
}  // namespace ordain
