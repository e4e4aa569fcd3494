// Exhaustive exploration against published counts, and against the plain enumeration of worlds.
#include "sim/explore/exhaustive/search.h"

#include <gtest/gtest.h>

#include "tests/support/naive_exploration.h"
#include "tests/support/puppet.h"
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

// The same property without an encoding: whoever ended first is then part of a state.
class ByHistory : public PropertyOf<ByHistory> {
 public:
  std::string_view name() const override { return inner_.name(); }
  std::vector<const FactType*> facts() const override { return inner_.facts(); }
  void on_fact(const FactEvent& event, Report& report) override { inner_.on_fact(event, report); }

 private:
  two_phase::Consistent inner_;
};

TEST(Ledgers, WithoutAnEncodingKeepStatesApartAndMissNothing) {
  for (const bool broken : {false, true}) {
    two_phase::Config config;
    config.prepared_may_abort = broken;
    RunSpec spec = two_phase::spec(3, config);
    const ExploreResult known = explore(spec, bounds(kAny));
    EXPECT_TRUE(known.by_history.empty());
    spec.properties = {[] { return std::make_unique<ByHistory>(); }};
    const ExploreResult by_history = explore(spec, bounds(kAny));
    EXPECT_EQ(by_history.by_history, (std::vector<std::string>{"consistent"}));
    ASSERT_EQ(by_history.violations.size(), known.violations.size());
    EXPECT_EQ(known.violations.empty(), !broken);
    if (broken) {
      EXPECT_EQ(by_history.violations[0].path.steps.size(), known.violations[0].path.steps.size());
    } else {
      EXPECT_GT(by_history.states, known.states);
    }
  }
}

// Can tell nothing any more once somebody has ended.
class GivesUp : public PropertyOf<GivesUp> {
 public:
  std::string_view name() const override { return "gives_up"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<two_phase::Ended>}; }
  void on_fact(const FactEvent&, Report& report) override {
    report.undecided(name(), "somebody ended");
  }
};

TEST(Search, IsIncompleteWhereAPropertyGaveUp) {
  RunSpec spec = two_phase::spec(2);
  spec.properties = {[] { return std::make_unique<GivesUp>(); }};
  const ExploreResult result = explore(spec, bounds(kAny));
  EXPECT_EQ(result.cut, CutBy::none) << "the other properties go on";
  EXPECT_TRUE(result.violations.empty());
  EXPECT_FALSE(result.complete());
  EXPECT_EQ(result.undecided, "gives_up: somebody ended");
  EXPECT_TRUE(explore(spec, bounds({0})).complete()) << "without a timeout nobody ends";
}

// Three puppets, of which each pokes the next; what they do on it is the test's.
RunSpec puppets(test::Puppet::Config script) {
  RunSpec out;
  out.servers = 3;
  script.start = [](test::Puppet& self, Ctx& ctx) {
    ctx.send(NodeId((self.self.value + 1) % 3), test::Poke{self.self.value});
  };
  out.build = [script] {
    std::vector<std::unique_ptr<NodeTable>> tables;
    tables.push_back(std::make_unique<TypedNodes<test::Puppet>>(
        std::make_shared<const test::Puppet::Config>(script), 3));
    return tables;
  };
  return out;
}

TEST(Search, ANodeThatThrowsIsAFinding) {
  test::Puppet::Config script;
  script.poke = [](test::Puppet&, const test::Poke& poke, NodeId, Ctx&) {
    if (poke.number == 1) throw std::runtime_error("one is too many");
  };
  const ExploreResult result = explore(puppets(script), {});
  ASSERT_EQ(result.violations.size(), 1u);
  EXPECT_EQ(result.violations[0].violation.property, "no_exception");
  EXPECT_EQ(result.violations[0].violation.reason, "one is too many");
  EXPECT_EQ(result.violations[0].path.steps.size(), 1u);
}

TEST(Search, TriesEveryValueOfSmallPicksWhereAskedTo) {
  test::Puppet::Config script;
  script.poke = [](test::Puppet& self, const test::Poke&, NodeId, Ctx& ctx) {
    self.number = 1 + ctx.pick(test::Puppet::Pick::one, 3);
  };
  ExploreSpec spec;
  EXPECT_EQ(explore(puppets(script), spec).states, 8u);  // each has heard its poke or not
  spec.picks = 3;
  EXPECT_EQ(explore(puppets(script), spec).states, 64u);  // and then has one of three numbers
  spec.picks = 2;
  EXPECT_EQ(explore(puppets(script), spec).states, 8u);
}

TEST(Search, LossAndDuplicatesAreStepsOfTheirOwn) {
  ExploreSpec spec;
  const auto states = [&] { return explore(puppets({}), spec).states; };
  EXPECT_EQ(states(), 8u);
  spec.drops = {1};
  // One message may be gone with its node none the wiser, and then no other.
  EXPECT_EQ(states(), 8u + 3 * 4);
  spec.drops = {0};
  spec.duplications = {1};
  // Puppets remember each arrival: of one message both copies, of the others one or none.
  EXPECT_EQ(states(), 8u + 3 * 2 * 4);
}

TEST(Search, CanBeEndedFromOutside) {
  ExploreOptions options;
  options.go_on = [](const ExploreProgress&) { return false; };
  const ExploreResult result = explore(two_phase::spec(3), bounds(kAny), options);
  EXPECT_EQ(result.cut, CutBy::interrupted);
  EXPECT_GT(result.states, 1u);
}

}  // namespace
}  // namespace ordain
