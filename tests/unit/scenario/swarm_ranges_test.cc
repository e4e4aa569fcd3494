#include "sim/scenario/swarm_ranges.h"

#include <gtest/gtest.h>

#include <set>

#include "protocols/builtin.h"
#include "sim/base/error.h"

namespace ordain {
namespace {

Scenario load(const std::string& swarm) {
  return load_scenario(R"({"name": "s", "protocol": "ping", "nodes": 3, "swarm": )" + swarm + "}",
                       "s.json", builtin_registry());
}

TEST(SwarmRanges, AreDrawnWithinTheirEndsAndAreOffInHalfOfTheSeeds) {
  const Scenario scenario = load(R"({"config": {"/nodes": [4, 7],
      "/config/retry": {"any": [["10ms", "20ms"], "30ms"]},
      "/network/loss": ["1%", "20%"], "/duration": ["1s", "2s"]}})");
  std::set<uint32_t> servers;
  std::set<int64_t> durations;
  size_t unchanged = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const auto drawn = draw_ranges(scenario, builtin_registry(), seed);
    ASSERT_TRUE(drawn);
    EXPECT_EQ(drawn->tree.at_pointer("/swarm/config"), nullptr) << "nothing is left to draw";
    servers.insert(drawn->plan.servers);
    durations.insert(drawn->duration.ns);
    unchanged += drawn->plan.servers == 3 ? 1 : 0;
    EXPECT_TRUE(drawn->network.all.loss.zero() ||
                drawn->network.all.loss.num * 100 >= drawn->network.all.loss.den);
  }
  EXPECT_EQ(servers, (std::set<uint32_t>{3, 4, 5, 6, 7}));
  EXPECT_GT(durations.size(), 50u);
  EXPECT_GT(unchanged, 70u);
  EXPECT_LT(unchanged, 130u);
}

TEST(SwarmRanges, AreTheSameForTheSameSeedAndSayWhatWasDrawn) {
  const Scenario scenario = load(R"({"chance": "100%", "config": {"/nodes": [4, 7]}})");
  const auto one = draw_ranges(scenario, builtin_registry(), 9);
  const auto two = draw_ranges(scenario, builtin_registry(), 9);
  EXPECT_EQ(write_scenario(one->tree), write_scenario(two->tree));
  EXPECT_EQ(one->drawn, std::vector<std::string>{"nodes " + std::to_string(one->plan.servers)});
}

TEST(SwarmRanges, ScenariosWithoutThemAreLeftAsTheyAre) {
  EXPECT_FALSE(draw_ranges(load(R"({"loss": ["1%", "2%"]})"), builtin_registry(), 1));
}

// Each end is valid by itself, but not all of them together: such a draw is made again.
TEST(SwarmRanges, DrawAgainWhatDoesNotGoTogether) {
  const Scenario scenario = load_scenario(
      R"({"name": "s", "protocol": "raft", "nodes": 3,
          "config": {"election_timeout": ["150ms", "300ms"], "heartbeat": "50ms"},
          "swarm": {"chance": "100%", "config": {"/config/heartbeat": ["20ms", "140ms"],
            "/config/election_timeout": {"any": [["60ms", "120ms"], ["300ms", "600ms"]]}}}})",
      "s.json", builtin_registry());
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    EXPECT_TRUE(draw_ranges(scenario, builtin_registry(), seed)) << seed;
  }
}

TEST(SwarmRanges, MistakesAreFoundWhenTheFileIsRead) {
  const auto message = [](const std::string& swarm) {
    try {
      load(swarm);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_NE(message(R"({"config": {"/nods": [3, 5]}})").find("no valid scenario"),
            std::string::npos);
  EXPECT_NE(message(R"({"config": {"/nodes": [0, 5]}})").find("0 makes no valid scenario"),
            std::string::npos);
  EXPECT_NE(message(R"({"config": {"/nodes": [5, 3]}})").find("expected [lowest, highest]"),
            std::string::npos);
  EXPECT_NE(message(R"({"config": {"/nodes": 5}})").find("expected [lowest, highest]"),
            std::string::npos);
}

}  // namespace
}  // namespace ordain
