// `ordain run --compare` as a process.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

using nlohmann::json;

constexpr const char* kRaft = "scenarios/raft/leader_crash.json";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

json compared(std::vector<std::string> words) {
  words.insert(words.begin(), {"run", kRaft, "--format", "json"});
  const Finished run = ordain(words);
  EXPECT_EQ(run.status, 0) << run.err;
  return json::parse(run.out);
}

TEST(Compare, PutsTwoConfigurationsOfOneProtocolSideBySide) {
  const Finished run =
      ordain({"run", kRaft, "--compare", R"(raft,raft:{"heartbeat":"20ms"})", "--runs", "2"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_TRUE(has(run.out, "leader_crash, seeds 7 to 8: the same faults for each\n")) << run.out;
  EXPECT_TRUE(has(run.out, "raft#2 is raft with {\"heartbeat\": \"20ms\"}\n")) << run.out;
  EXPECT_TRUE(has(run.out, "\nlatency p50 ")) << run.out;
  EXPECT_TRUE(has(run.out, "\nround trips p50 ")) << run.out;
}

TEST(Compare, CountsTheSameRunAlikeAndMoreHeartbeatsAsMoreMessages) {
  const json report =
      compared({"--compare", "raft", "--compare", R"(raft,raft:{"heartbeat":"20ms"})"});
  const json& all = report["contenders"];
  ASSERT_EQ(all.size(), 3u);
  json first = all[0], second = all[1];
  first.erase("name");
  second.erase("name");
  EXPECT_EQ(first, second);
  EXPECT_GT(all[2]["messages"]["sent"], all[0]["messages"]["sent"]);
}

TEST(Compare, CountsWhatARunReportsItself) {
  const json report = compared({"--compare", "raft", "--seed", "7"});
  const json& raft = report["contenders"][0];
  const json run = json::parse(ordain({"run", kRaft, "--seed", "7", "--format", "json"}).out);
  EXPECT_EQ(raft["operations"], run["operations"]);
  EXPECT_EQ(raft["messages"]["sent"], run["messages"]["sent"]);
  EXPECT_EQ(raft["virtual_time_ns"], run["virtual_time_ns"]);
  // A leader asks its followers once: client, leader, follower and back.
  EXPECT_EQ(raft["message_delays"]["p50"], 4);
  EXPECT_GE(raft["leader_changes"], 1);
  EXPECT_LE(raft["latency_ns"]["p50"], raft["latency_ns"]["p99"]);
}

TEST(Compare, TakesFurtherSettingsFromTheScenario) {
  const json plain = compared({"--compare", "raft"});
  const json set =
      compared({"--compare", "raft", "--set", R"(/configs={"raft":{"heartbeat":"20ms"}})"});
  EXPECT_GT(set["contenders"][0]["messages"]["sent"], plain["contenders"][0]["messages"]["sent"]);
}

TEST(Compare, NamesWhatAnotherProtocolDoesNotKnow) {
  const Finished run = ordain({"run", kRaft, "--compare", "ping"});
  // Ping takes no clients and reports no election: the scenario cannot be carried over.
  EXPECT_EQ(run.status, 2);
  const Finished fine = ordain({"run", "scenarios/ping/happy.json", "--compare", "ping,raft"});
  EXPECT_EQ(fine.status, 0) << fine.err;
  const Finished left = ordain({"run", "scenarios/ping/happy.json", "--set",
                                R"(/config={"retry":"90ms"})", "--compare", "raft"});
  EXPECT_EQ(left.status, 0) << left.err;
  EXPECT_TRUE(has(left.out, "raft does not know, and goes without: /config/retry\n")) << left.out;
}

TEST(Compare, RefusesWhatItCannotDo) {
  const Finished unknown = ordain({"run", kRaft, "--compare", "raf"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_TRUE(has(unknown.err, "raft")) << unknown.err;
  EXPECT_EQ(ordain({"run", kRaft, "--compare", "raft:{"}).status, 2);
  EXPECT_EQ(ordain({"run", kRaft, "--compare", "raft:7"}).status, 2);
  EXPECT_EQ(ordain({"run", kRaft, "--compare", R"(raft:{"heartbeet":"20ms"})"}).status, 2);
  EXPECT_EQ(ordain({"run", kRaft, "--compare", "raft", "--verbose"}).status, 2);
  EXPECT_EQ(ordain({"run", kRaft, "--set", R"(/configs={"rafd":{}})"}).status, 2);
}

}  // namespace
}  // namespace ordain::test
