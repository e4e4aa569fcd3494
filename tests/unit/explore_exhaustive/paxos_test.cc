// The real Paxos explored: the same counts as the plain enumeration of worlds, no violation of the
// correct protocol, and planted bugs found by their shortest paths, which replay in virtual time.
#include <gtest/gtest.h>

#include "tests/support/naive_exploration.h"
#include "tests/unit/explore_exhaustive/small_scope.h"

namespace ordain {
namespace {

using test::expect_shortest_path;
using test::explored;
using test::spec_of;

// Two proposers, both of them acceptors, and a third acceptor; or one proposer apart from three.
const std::string kTwoProposers = R"(, "nodes": 3, "config": {"proposers": 2, "learners": 2},
    "clients": {"count": 2, "operations": 2, "think": "0ms"})";
const std::string kOneProposer =
    R"(, "nodes": 4, "config": {"proposers": 1, "acceptors": 3, "learners": 1},
    "clients": {"count": 2, "operations": 2, "think": "0ms"})";

const std::string kOneClient =
    R"(, "nodes": 4, "config": {"proposers": 1, "acceptors": 3, "learners": 1},
    "clients": {"count": 1, "operations": 1, "think": "0ms"})";

Scenario paxos(const std::string& members) {
  return load_scenario(R"({"name": "small", "protocol": "paxos")" + members + "}", "test",
                       builtin_registry());
}

// What a path may have of all that follows; a scenario's own bounds come on top.
std::string bounds(const std::string& more) {
  return R"(, "explore": {"timers": {"think": "any")" + more + "}";
}

void expect_as_plain(const std::string& members) {
  const ExploreResult result = test::expect_as_plain(paxos(members), members);
  EXPECT_TRUE(result.by_history.empty()) << members;
}

TEST(Paxos, AgreesWithThePlainEnumeration) {
  expect_as_plain(kTwoProposers + bounds(R"(}, "timeouts": 0, "depth": 7)"));
  expect_as_plain(kOneClient + bounds(R"(}, "timeouts": 0)"));
}

TEST(Paxos, AgreesWhenProposersTryAgain) {
  expect_as_plain(kTwoProposers + bounds(R"(, "back_off": 1, "retransmit": 1}, "timeouts": 0,
                                             "depth": 6)"));
}

TEST(Paxos, AgreesUnderCrashes) {
  expect_as_plain(kOneProposer + bounds(R"(}, "timeouts": 0, "crashes": 1, "depth": 5)"));
  expect_as_plain(kTwoProposers + R"(, "disk": {"latency": "1ms"})" +
                  bounds(R"(}, "timeouts": 0, "crashes": 1, "depth": 5)"));
}

TEST(Paxos, ChoosesOneValueInEverySchedule) {
  Scenario scenario = paxos(kOneProposer + bounds(R"(}, "timeouts": 0)"));
  const ExploreResult result = explored(scenario);
  EXPECT_TRUE(result.complete());
  EXPECT_TRUE(result.violations.empty());
  EXPECT_TRUE(result.probes.at("value_learned"));
  EXPECT_FALSE(result.probes.at("prepare_refused"));  // it has no rival
}

struct Planted {
  const char* name;
  const std::string* cluster;
  const char* members;
  const char* bounds;
  const char* property;
  size_t steps;  // of the shortest path
};

Scenario planted_scenario(const Planted& planted, bool with_bug) {
  std::string text = *planted.cluster + planted.members + bounds(planted.bounds);
  text += R"(, "properties": [")" + std::string(planted.property) + "\"]";
  if (with_bug) text += R"(, "mutants": [")" + std::string(planted.name) + "\"]";
  return paxos(text);
}

class PlantedInPaxos : public testing::TestWithParam<Planted> {};

TEST_P(PlantedInPaxos, IsFoundByAShortestPathThatReplays) {
  const Planted& planted = GetParam();
  const Scenario scenario = planted_scenario(planted, true);
  expect_shortest_path(scenario, planted.property, planted.steps);
}

// What is left out finds it as soon, by a path that replays as well.
TEST_P(PlantedInPaxos, IsFoundAsSoonWithReductions) {
  const Planted& planted = GetParam();
  Scenario scenario = planted_scenario(planted, true);
  scenario.explore.reduction = Reduction::all;
  expect_shortest_path(scenario, planted.property, planted.steps);
}

// Without the bug the same bounds show nothing.
TEST_P(PlantedInPaxos, IsTheOnlyCause) {
  Scenario scenario = planted_scenario(GetParam(), false);
  scenario.explore.depth = {static_cast<uint32_t>(GetParam().steps)};
  scenario.explore.reduction = Reduction::all;
  EXPECT_TRUE(explored(scenario).violations.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Paxos, PlantedInPaxos,
    testing::Values(
        Planted{"px.ignore_accepted", &kTwoProposers, "", R"(}, "timeouts": 0)", "safe_at", 8},
        Planted{"px.ignore_accepted", &kTwoProposers, "", R"(}, "timeouts": 0)", "agreement", 10},
        Planted{"px.adopt_lowest", &kTwoProposers, "", R"(, "back_off": 1}, "timeouts": 0)",
                "safe_at", 12},
        Planted{"px.accept_nocheck", &kTwoProposers, "", R"(}, "timeouts": 0)",
                "accept_below_promise", 7},
        Planted{"px.accept_nocheck", &kTwoProposers, "", R"(}, "timeouts": 0)", "agreement", 10},
        Planted{"px.accept_keeps_promise", &kTwoProposers, "", R"(}, "timeouts": 0)",
                "promise_monotonic", 8},
        Planted{"px.promise_volatile", &kTwoProposers, R"(, "disk": {"latency": "1ms"})",
                R"(}, "timeouts": 0)", "promise_durable", 7},
        Planted{"px.accept_volatile", &kTwoProposers, R"(, "disk": {"latency": "1ms"})",
                R"(}, "timeouts": 0)", "learned_implies_chosen", 11},
        Planted{"px.ballot_reuse", &kOneProposer, "", R"(}, "timeouts": 0, "crashes": 1)",
                "one_value_per_ballot", 14},
        Planted{"px.nonunique_ballot", &kTwoProposers, "", R"(}, "timeouts": 0)",
                "one_value_per_ballot", 8},
        Planted{"px.dup_promise", &kOneProposer, "", R"(}, "timeouts": 0, "duplications": 1)",
                "quorum_distinct", 5},
        Planted{"px.q1_minority", &kTwoProposers, "", R"(}, "timeouts": 0)", "quorum_intersection",
                5},
        Planted{"px.q1_minority", &kTwoProposers, "", R"(}, "timeouts": 0)", "agreement", 6},
        Planted{"px.learner_mixes_ballots", &kTwoProposers, "", R"(}, "timeouts": 0)",
                "learned_implies_chosen", 9},
        Planted{"px.learner_dup", &kTwoProposers, "", R"(}, "timeouts": 0, "duplications": 1)",
                "learned_implies_chosen", 6}),
    [](const testing::TestParamInfo<Planted>& planted) {
      std::string name = std::string(planted.param.name) + "_" + planted.param.property;
      for (char& c : name) {
        if (c == '.') c = '_';
      }
      return name;
    });

// The plain enumeration finds the first violation as far from the start.
TEST(Paxos, TheShortestPathsAreThoseOfThePlainEnumeration) {
  const Planted short_ones[] = {
      {"px.ignore_accepted", &kTwoProposers, "", R"(}, "timeouts": 0)", "safe_at", 8},
      {"px.accept_nocheck", &kTwoProposers, "", R"(}, "timeouts": 0)", "accept_below_promise", 7},
      {"px.q1_minority", &kTwoProposers, "", R"(}, "timeouts": 0)", "agreement", 6}};
  for (const Planted& planted : short_ones) {
    const Scenario scenario = planted_scenario(planted, true);
    const test::NaiveResult plain = test::naive_exploration(spec_of(scenario), scenario.explore);
    EXPECT_EQ(plain.violated_at, planted.steps) << planted.name;
    EXPECT_EQ(plain.violated, std::set<std::string>{planted.property}) << planted.name;
  }
}

}  // namespace
}  // namespace ordain
