// `ordain fuzz` as a process: exit statuses, the object's keys, the files it leaves.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kHappy = "scenarios/ping/happy.json";
constexpr const char* kCorrupted = "scenarios/ping/corrupted.json";
constexpr const char* kPass = R"(/expect={"verdict":"pass"})";

std::vector<std::string> keys_of(const ordered_json& object) {
  std::vector<std::string> out;
  for (const auto& [key, value] : object.items()) out.push_back(key);
  return out;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Every element that is opened is closed, the last one first.
bool is_balanced(const std::string& xml) {
  std::vector<std::string> open;
  for (size_t at = xml.find('<'); at != xml.npos; at = xml.find('<', at + 1)) {
    const size_t end = xml.find('>', at);
    if (end == xml.npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.front() == '?' || tag.back() == '/') continue;
    const std::string name = tag.substr(tag.front() == '/' ? 1 : 0, tag.find(' '));
    if (tag.front() != '/') {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST(Fuzz, EndsWithZeroAsExpectedAndWithOneOtherwise) {
  TemporaryFolder folder;
  EXPECT_EQ(ordain({"fuzz", kHappy, "--runs", "30", "--out", folder.path("out")}).status, 0);
  EXPECT_FALSE(std::filesystem::exists(folder.path("out"))) << "there was nothing to save";
  EXPECT_EQ(ordain({"fuzz", kCorrupted, "--runs", "30", "--no-shrink", "--out", folder.path("out")})
                .status,
            0);
  EXPECT_EQ(ordain({"fuzz", kCorrupted, "--runs", "30", "--no-shrink", "--set", kPass, "--out",
                    folder.path("out")})
                .status,
            1);
  EXPECT_EQ(ordain({"fuzz", kHappy, "--runs", "5", "--set",
                    R"(/expect={"violates":"answers_are_prompted"})", "--out", folder.path("out")})
                .status,
            1);
}

TEST(Fuzz, RefusesBadInputWithWhatIsAllowed) {
  const Finished strategy = ordain({"fuzz", kHappy, "--strategy", "pcct"});
  EXPECT_EQ(strategy.status, 2);
  EXPECT_TRUE(has(strategy.err, "did you mean \"pct\"?")) << strategy.err;
  EXPECT_EQ(ordain({"fuzz"}).status, 2);
  EXPECT_EQ(ordain({"fuzz", "no_such.json"}).status, 2);
  EXPECT_EQ(ordain({"fuzz", kHappy, "--time", "soon"}).status, 2);
  EXPECT_EQ(ordain({"fuzz", kHappy, "--runs", "2", "--seed", "0xffffffffffffffff"}).status, 2);
}

TEST(Fuzz, WritesOneJsonObjectWithTheFixedKeysInOrder) {
  TemporaryFolder folder;
  const Finished run = ordain({"fuzz", kCorrupted, kHappy, "--runs", "20", "--format", "json",
                               "--out", folder.path("out")});
  const ordered_json report = ordered_json::parse(run.out);
  EXPECT_EQ(keys_of(report), (std::vector<std::string>{
                                 "runs", "first_seed", "last_seed", "failures", "runs_per_second",
                                 "events", "probes", "nondeterministic", "strategy", "scenarios",
                                 "verified", "interrupted", "wall_ms"}));
  EXPECT_EQ(report["runs"], 40);
  EXPECT_EQ(report["first_seed"], "1");
  EXPECT_EQ(report["last_seed"], "20");
  ASSERT_EQ(report["failures"].size(), 1u);
  const ordered_json& failure = report["failures"][0];
  EXPECT_EQ(keys_of(failure),
            (std::vector<std::string>{"property", "fingerprint", "seed", "count", "runs_to_first",
                                      "repro", "original", "shrunk", "scenario", "reason",
                                      "expected", "swarm", "again"}));
  EXPECT_EQ(keys_of(failure["original"]),
            (std::vector<std::string>{"events", "faults", "operations", "nodes"}));
  EXPECT_EQ(failure["property"], "answers_are_prompted");
  EXPECT_LE(failure["shrunk"]["events"], failure["original"]["events"]);
  EXPECT_LE(failure["shrunk"]["nodes"], 3);
  EXPECT_EQ(report["probes"]["someone_retried"].is_number_integer(), true);
}

TEST(Fuzz, SavesEachDistinctFailureAsARunThatReplays) {
  TemporaryFolder folder;
  const json report = json::parse(ordain({"fuzz", kCorrupted, "--runs", "20", "--strategy", "pos",
                                          "--format", "json", "--out", folder.path("out")})
                                      .out);
  const std::string repro = report["failures"][0]["repro"];
  EXPECT_TRUE(repro.starts_with(folder.path("out")));
  const Finished replay = ordain({"replay", repro});
  EXPECT_EQ(replay.status, 0) << replay.out << replay.err;
  EXPECT_TRUE(has(replay.out, "replayed: the digest is the same")) << replay.out;
}

TEST(Fuzz, SaysTheSameWhateverTheNumberOfJobs) {
  TemporaryFolder folder;
  const auto report = [&](const char* jobs) {
    ordered_json out = ordered_json::parse(
        ordain({"fuzz", kCorrupted, "--runs", "60", "--no-shrink", "--jobs", jobs, "--set", kPass,
                "--format", "json", "--out", folder.path("out")})
            .out);
    out.erase("wall_ms");
    out.erase("runs_per_second");
    return out.dump();
  };
  EXPECT_EQ(report("1"), report("3"));
}

TEST(Fuzz, TellsOfProbesThatNoRunHit) {
  const Finished run = ordain({"fuzz", kHappy, "--runs", "5", "--strategy", "random"});
  EXPECT_TRUE(has(run.out, "never hit  someone_retried")) << run.out;
}

TEST(Fuzz, WritesJunitXml) {
  TemporaryFolder folder;
  const std::string xml = folder.path("fuzz.xml");
  ordain({"fuzz", kCorrupted, kHappy, "--runs", "20", "--no-shrink", "--set", kPass, "--junit", xml,
          "--out", folder.path("out")});
  const std::string text = read_text(xml);
  EXPECT_TRUE(text.starts_with("<?xml version=\"1.0\""));
  EXPECT_TRUE(has(text, "<testsuite name=\"corrupted\"")) << text;
  EXPECT_TRUE(has(text, "<testcase classname=\"happy\" name=\"answers_are_prompted\"/>"));
  EXPECT_TRUE(has(text, "<failure message=\"answers_are_prompted violated in "));
  EXPECT_TRUE(is_balanced(text)) << text;
}

TEST(Fuzz, AnInterruptEndsItWithWhatWasDone) {
  TemporaryFolder folder;
  ProcessOptions options;
  options.terminal = true;  // the progress line is its first output
  options.signal_at_first_output = SIGINT;
  options.environment = {"TERM=xterm"};
  const Finished run = ordain(
      {"fuzz", kHappy, "--runs", "1000000000", "--resume", folder.path("campaign")}, options);
  EXPECT_EQ(run.status, 130);
  EXPECT_TRUE(has(run.out, "interrupted: these are partial results")) << run.out;
}

TEST(Fuzz, GoesOnFromItsResumeFile) {
  TemporaryFolder folder;
  const auto runs = [&](const char* count) {
    return json::parse(ordain({"fuzz", kHappy, "--runs", count, "--resume", folder.path("campaign"),
                               "--format", "json"})
                           .out)["runs"]
        .get<int>();
  };
  EXPECT_EQ(runs("20"), 20);
  EXPECT_EQ(runs("50"), 50);
  EXPECT_EQ(ordain({"fuzz", kCorrupted, "--resume", folder.path("campaign")}).status, 2);
}

TEST(Fuzz, RunsAScenarioWithItsDrawnSizesAlikeFromItsSeed) {
  TemporaryFolder folder;
  const std::string path = folder.file("s.json", R"({"name": "s", "protocol": "ping", "nodes": 3,
      "swarm": {"chance": "100%", "config": {"/nodes": [4, 9]}}})");
  const json run = json::parse(ordain({"run", path, "--seed", "5", "--format", "json"}).out);
  ASSERT_EQ(run["swarm"].size(), 1u);
  EXPECT_TRUE(run["swarm"][0].get<std::string>().starts_with("nodes "));
  const std::string repro = folder.path("r.json");
  EXPECT_EQ(ordain({"run", path, "--seed", "5", "--quiet", "--save-repro", repro}).status, 0);
  EXPECT_EQ(ordain({"replay", repro, "--quiet"}).status, 0);
}

}  // namespace
}  // namespace ordain::test
