// Paxos as Stateright's example has it: its published number of states, by the same rules.
#include "tests/support/register_paxos.h"

#include <gtest/gtest.h>

#include "sim/explore/exhaustive/search.h"
#include "tests/support/naive_exploration.h"

namespace ordain {
namespace {

namespace register_paxos = test::register_paxos;

// A message that its receiver would ignore is not delivered there.
ExploreSpec as_in_stateright() {
  ExploreSpec out;
  out.reduction = Reduction::idle_deliveries;
  return out;
}

TEST(RegisterPaxos, HasThePublishedNumberOfStates) {
  const ExploreResult result = explore(register_paxos::spec(3, 2), as_in_stateright());
  EXPECT_EQ(result.states, 16'668u);
  EXPECT_TRUE(result.complete());
  EXPECT_TRUE(result.violations.empty());
}

TEST(RegisterPaxos, AgreesWithThePlainEnumeration) {
  const RunSpec spec = register_paxos::spec(3, 1);
  const test::NaiveResult plain = test::naive_exploration(spec, {});
  const ExploreResult result = explore(spec, {});
  EXPECT_EQ(result.states, plain.states);
  EXPECT_EQ(result.transitions, plain.transitions);
  EXPECT_EQ(result.depth, plain.depth);
}

TEST(RegisterPaxos, FindsAStaleReadWhereLeadersIgnoreWhatWasAccepted) {
  register_paxos::Config broken;
  broken.ignores_accepted = true;
  const RunSpec spec = register_paxos::spec(3, 2, broken);
  for (const Reduction reduction : {Reduction::idle_deliveries, Reduction::all}) {
    ExploreSpec bounds;
    bounds.reduction = reduction;
    const ExploreResult result = explore(spec, bounds);
    ASSERT_EQ(result.violations.size(), 1u);
    EXPECT_EQ(result.violations[0].violation.property, "linearizable");
  }
}

}  // namespace
}  // namespace ordain
