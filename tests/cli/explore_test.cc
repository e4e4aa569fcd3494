// `ordain explore` as a process: statuses, the JSON object, the file that replays, bad input.
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

using nlohmann::ordered_json;

constexpr const char* kElection = "scenarios/explore/raft_election.json";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// One election is explored to the end in no time.
const std::vector<std::string> kSmall{"--set", R"(/explore/timers={"election":1,"heartbeat":0})"};

Finished explore_small(std::vector<std::string> more) {
  std::vector<std::string> command{"explore", kElection, "--format", "json"};
  command.insert(command.end(), kSmall.begin(), kSmall.end());
  command.insert(command.end(), more.begin(), more.end());
  return ordain(command);
}

TEST(Explore, CountsEveryStateOfASmallScenario) {
  const Finished run = explore_small({});
  EXPECT_EQ(run.status, 0);
  const auto report = ordered_json::parse(run.out);
  EXPECT_EQ(report["complete"], true);
  EXPECT_EQ(report["cut_by"], "none");
  EXPECT_TRUE(report["violations"].empty());
  EXPECT_GT(report["states"], 50);
  EXPECT_GT(report["transitions"], report["states"]);
  EXPECT_GT(report["depth"], 5);
  EXPECT_EQ(report["probes"]["leader_elected"], true);
  EXPECT_EQ(report["probes"]["leader_deposed"], false);
  EXPECT_TRUE(report.contains("states_per_second"));
  EXPECT_TRUE(report.contains("bytes_per_state"));
  const Finished depth_first = explore_small({"--order", "depth_first"});
  EXPECT_EQ(ordered_json::parse(depth_first.out)["states"], report["states"]);
}

TEST(Explore, SavesAShortestViolationThatReplays) {
  const TemporaryFolder folder;
  const std::string repro = folder.path("revote.repro.json");
  const Finished found =
      ordain({"explore", kElection, "--set", R"(/mutants=["rf.revote"])", "--save-repro", repro});
  EXPECT_EQ(found.status, 1) << "a violation that was not expected";
  EXPECT_TRUE(has(found.out, "vote_once after 3 steps")) << found.out;
  EXPECT_TRUE(has(found.out, "not complete: ended at the violation"));
  EXPECT_TRUE(has(found.out, "ordain replay " + repro));
  const Finished replayed = ordain({"replay", repro});
  EXPECT_EQ(replayed.status, 0) << replayed.out;
  EXPECT_TRUE(has(replayed.out, "vote_once"));
  const Finished expected =
      ordain({"explore", kElection, "--set", R"(/mutants=["rf.revote"])", "--set",
              R"(/expect={"violates":"vote_once"})", "--save-repro", repro, "--format", "json"});
  EXPECT_EQ(expected.status, 0);
  const auto violation = ordered_json::parse(expected.out)["violations"][0];
  EXPECT_EQ(violation["property"], "vote_once");
  EXPECT_EQ(violation["depth"], 3);
  EXPECT_EQ(violation["repro"], repro);
  EXPECT_EQ(violation["fingerprint"].get<std::string>().size(), 16u);
}

TEST(Explore, SaysWhichBoundCutIt) {
  const auto cut_by = [](const std::vector<std::string>& more) {
    std::vector<std::string> command{"explore", kElection, "--format", "json"};
    command.insert(command.end(), more.begin(), more.end());
    const auto report = ordered_json::parse(ordain(command).out);
    EXPECT_EQ(report["complete"], false);
    return report["cut_by"];
  };
  EXPECT_EQ(cut_by({"--depth", "4"}), "depth");
  EXPECT_EQ(cut_by({"--max-states", "50"}), "max_states");
}

TEST(Explore, RefusesBadBoundsWithTheirPlace) {
  const Finished unknown =
      ordain({"explore", kElection, "--set", "/explore/timers={\"electoin\":1}"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_TRUE(has(unknown.err, "raft has no timer \"electoin\"")) << unknown.err;
  EXPECT_TRUE(has(unknown.err, "did you mean \"election\"?")) << unknown.err;
  const Finished word = ordain({"explore", kElection, "--timeouts", "often"});
  EXPECT_EQ(word.status, 2);
  EXPECT_TRUE(has(word.err, "\"any\"")) << word.err;
  EXPECT_EQ(ordain({"explore", kElection, "--crashes", "-1"}).status, 2);
}

TEST(Explore, CtrlCEndsItWithPartialResults) {
  ProcessOptions options;
  options.signal_at_first_output = SIGINT;
  const Finished run =
      ordain({"explore", kElection, "--set",
              "/explore={\"timeouts\":\"any\",\"crashes\":\"any\",\"max_states\":2000000}"},
             options);
  EXPECT_EQ(run.status, 130);
  EXPECT_TRUE(has(run.out, "not complete: interrupted")) << run.out;
}

}  // namespace
}  // namespace ordain::test
