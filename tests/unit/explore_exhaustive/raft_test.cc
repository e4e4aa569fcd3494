// The real Raft explored: the same counts as the plain enumeration of worlds, no violation of the
// correct protocol, and planted bugs found by their shortest paths, which replay in virtual time.
#include <gtest/gtest.h>

#include "tests/unit/explore_exhaustive/small_scope.h"

namespace ordain {
namespace {

using test::expect_shortest_path;
using test::explored;

Scenario raft(const std::string& members) {
  return load_scenario(R"({"name": "small", "protocol": "raft", "nodes": 3)" + members + "}",
                       "test", builtin_registry());
}

void expect_as_plain(const std::string& members) { test::expect_as_plain(raft(members), members); }

TEST(Raft, AgreesWithThePlainEnumeration) {
  expect_as_plain(R"(, "explore": {"timers": {"election": 1, "heartbeat": 0}})");
  expect_as_plain(R"(, "config": {"no_op": false},
                      "explore": {"timers": {"election": 2, "heartbeat": 0}, "depth": 5})");
}

TEST(Raft, AgreesUnderCrashes) {
  expect_as_plain(R"(, "explore": {"timers": {"election": 1, "heartbeat": 0}, "crashes": 1,
                                   "depth": 4})");
}

TEST(Raft, AgreesOnDisksThatTakeTime) {
  expect_as_plain(R"(, "disk": {"latency": "2ms"},
                      "explore": {"timers": {"election": 1, "heartbeat": 0}, "crashes": 1,
                                  "depth": 5})");
}

TEST(Raft, AgreesWithClients) {
  expect_as_plain(R"(, "clients": {"count": 1, "operations": 1, "think": "0ms"},
                      "explore": {"timers": {"election": 1, "retry": 1, "heartbeat": 0},
                                  "depth": 5})");
}

TEST(Raft, KeepsItsPropertiesInEverySmallSchedule) {
  const ExploreResult result = explored(raft(
      R"(, "explore": {"timers": {"election": 2, "heartbeat": 0}, "crashes": 1, "depth": 7})"));
  EXPECT_TRUE(result.violations.empty());
  EXPECT_TRUE(result.probes.at("leader_elected"));
  EXPECT_TRUE(result.probes.at("server_recovered"));
  EXPECT_FALSE(result.probes.at("server_halted"));
}

struct Planted {
  const char* name;
  const char* members;
  const char* property;
  size_t steps;  // of the shortest path
};

class PlantedBug : public testing::TestWithParam<Planted> {};

TEST_P(PlantedBug, IsFoundByAShortestPathThatReplays) {
  const Planted& planted = GetParam();
  const Scenario scenario =
      raft(std::string(R"(, "mutants": [")") + planted.name + "\"]" + planted.members);
  expect_shortest_path(scenario, planted.property, planted.steps);
}

// Without the bug the same bounds show nothing.
TEST_P(PlantedBug, IsTheOnlyCause) {
  const Planted& planted = GetParam();
  Scenario scenario = raft(planted.members);
  scenario.explore.depth = {static_cast<uint32_t>(planted.steps)};
  EXPECT_TRUE(explored(scenario).violations.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Raft, PlantedBug,
    testing::Values(
        Planted{"rf.revote", R"(, "explore": {"timers": {"election": 2, "heartbeat": 0}})",
                "vote_once", 3},
        Planted{"rf.revote",
                R"(, "properties": ["election_safety"],
                   "explore": {"timers": {"election": 2, "heartbeat": 0}})",
                "election_safety", 6},
        Planted{"rf.vote_volatile",
                R"(, "explore": {"timers": {"election": 2, "heartbeat": 0}, "crashes": 1})",
                "vote_once", 5},
        Planted{"rf.stale_vote_resp",
                R"(, "properties": ["election_safety"],
                   "explore": {"timers": {"election": 3, "heartbeat": 0}})",
                "election_safety", 7},
        Planted{"rf.no_uptodate",
                R"(, "properties": ["leader_completeness"],
                   "explore": {"timers": {"election": 2, "heartbeat": 0}})",
                "leader_completeness", 8},
        Planted{"rf.truncate_always",
                R"(, "properties": ["committed_kept"],
                   "explore": {"timers": {"election": 1, "heartbeat": 1}})",
                "committed_kept", 10},
        Planted{"rf.log_volatile",
                R"(, "disk": {"latency": "1ms"}, "properties": ["commit_truth"],
                   "explore": {"timers": {"election": 1, "heartbeat": 0}})",
                "commit_truth", 9}),
    [](const testing::TestParamInfo<Planted>& planted) {
      std::string name = std::string(planted.param.name) + "_" + planted.param.property;
      for (char& c : name) {
        if (c == '.') c = '_';
      }
      return name;
    });

}  // namespace
}  // namespace ordain
