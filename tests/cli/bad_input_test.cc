// Bad input, each a row: exit status 2, nothing on stdout, and lines that say what is wrong, where,
// what is allowed, and what was probably meant.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

constexpr const char* kHappy = "scenarios/ping/happy.json";

struct BadLine {
  const char* name;
  std::vector<std::string> arguments;
  std::vector<std::string> says;
};

void PrintTo(const BadLine& line, std::ostream* out) { *out << line.name; }

void expect_refused(const Finished& finished, const std::vector<std::string>& says) {
  EXPECT_EQ(finished.status, 2);
  EXPECT_EQ(finished.out, "");
  EXPECT_TRUE(finished.err.starts_with("error: ")) << finished.err;
  for (const std::string& part : says) {
    EXPECT_NE(finished.err.find(part), std::string::npos)
        << "\"" << part << "\" missing in: " << finished.err;
  }
}

class BadCommandLine : public testing::TestWithParam<BadLine> {};

TEST_P(BadCommandLine, IsRefusedHelpfully) {
  expect_refused(ordain(GetParam().arguments), GetParam().says);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadCommandLine,
    testing::Values(
        BadLine{"no_verb", {}, {"no verb given", "run, replay", "ordain --help"}},
        BadLine{
            "mistyped_verb", {"rnu", kHappy}, {"unknown verb \"rnu\"", "did you mean \"run\"?"}},
        BadLine{"mistyped_option",
                {"run", kHappy, "--verbos"},
                {"unknown option \"--verbos\"", "did you mean \"--verbose\"?"}},
        BadLine{"mistyped_option_before_a_verb", {"--verson"}, {"did you mean \"--version\"?"}},
        BadLine{"no_scenario", {"run"}, {"SCENARIO is required", "ordain run --help"}},
        BadLine{"a_second_scenario", {"run", kHappy, kHappy}, {"not expected"}},
        BadLine{"no_seed", {"run", kHappy, "--seed", "seven"}, {"--seed", "\"seven\" is no seed"}},
        BadLine{"a_large_seed",
                {"run", kHappy, "--seed", "18446744073709551616"},
                {"is no seed", "64 bits"}},
        BadLine{"seeds_backwards", {"run", kHappy, "--seeds", "9..1"}, {"--seeds", "is no range"}},
        BadLine{"seeds_twice",
                {"run", kHappy, "--seeds", "1..9", "--runs", "3"},
                {"--seeds excludes --runs"}},
        BadLine{"many_seeds_and_a_trace",
                {"run", kHappy, "--runs", "3", "--trace", "x.mmd"},
                {"--trace"}},
        BadLine{"an_unknown_format", {"run", kHappy, "--format", "xml"}, {"text", "json"}},
        BadLine{"an_unknown_trace_format",
                {"run", kHappy, "--trace", "x", "--trace-format", "mermade"},
                {"did you mean \"mermaid\"?"}},
        BadLine{
            "a_trace_without_an_ending", {"run", kHappy, "--trace", "x.html"}, {".perfetto.json"}},
        BadLine{"an_unknown_node",
                {"run", kHappy, "--trace", "/dev/null", "--trace-format", "ndjson", "--trace-nodes",
                 "n9"},
                {"no node \"n9\"", "n1 to n3"}},
        BadLine{"an_unknown_event_type",
                {"run", kHappy, "--trace", "/dev/null", "--trace-format", "ndjson", "--trace-types",
                 "sned"},
                {"did you mean \"send\"?"}},
        BadLine{"a_set_without_a_pointer", {"run", kHappy, "--set", "nodes=3"}, {"--set"}},
        BadLine{"a_set_of_an_unknown_key",
                {"run", kHappy, "--set", "/nodse=3"},
                {"nodse", "did you mean \"nodes\"?"}}),
    [](const testing::TestParamInfo<BadLine>& row) { return std::string(row.param.name); });

struct BadFile {
  const char* name;
  std::string text;
  std::vector<std::string> says;
};

void PrintTo(const BadFile& file, std::ostream* out) { *out << file.name; }

std::string scenario_with(const std::string& member) {
  return "{\n  \"name\": \"x\", \"protocol\": \"ping\", \"nodes\": 3,\n  " + member + "\n}\n";
}

class BadScenario : public testing::TestWithParam<BadFile> {};

TEST_P(BadScenario, IsRefusedWithItsPlace) {
  TemporaryFolder folder;
  const std::string path = folder.file("bad.json", GetParam().text);
  expect_refused(ordain({"run", path}), GetParam().says);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadScenario,
    testing::Values(
        BadFile{"mistyped_key",
                scenario_with(R"("durration": "1s")"),
                {"bad.json", "3:", "durration", "did you mean \"duration\"?"}},
        BadFile{"wrong_type", scenario_with(R"("duration": 7)"), {"/duration", "\"150ms\""}},
        BadFile{"unknown_protocol",
                R"({"name":"x","protocol":"raff","nodes":3})",
                {"/protocol", "raft", "did you mean \"raft\"?"}},
        BadFile{"empty", "", {"bad.json"}}, BadFile{"no_object", "[]", {"expected an object"}},
        BadFile{"no_json", "name: x\n", {"bad.json:1:2", "not JSON"}},
        BadFile{"nesting", std::string(10'000, '[') + std::string(10'000, ']'), {"nest"}},
        BadFile{"nested_objects",
                [] {
                  std::string text;
                  for (int i = 0; i < 10'000; ++i) text += "{\"a\":";
                  return text;
                }(),
                {"nest"}},
        BadFile{"too_many_nodes",
                R"({"name":"x","protocol":"ping","nodes":1000000000})",
                {"/nodes", "1000"}},
        BadFile{"an_endless_duration", scenario_with(R"("duration": "9000h")"), {"/duration"}},
        BadFile{"two_errors_at_once",
                scenario_with(R"("duration": 7, "swarm": 3)"),
                {"/duration", "/swarm"}}),
    [](const testing::TestParamInfo<BadFile>& row) { return std::string(row.param.name); });

TEST(BadScenarioFile, MissingIsToldWithItsNeighbour) {
  expect_refused(ordain({"run", "scenarios/ping/hapy.json"}),
                 {"there is no such file", "did you mean \"scenarios/ping/happy.json\"?"});
}

TEST(BadScenarioFile, ADirectoryIsNoScenario) {
  expect_refused(ordain({"run", "scenarios/ping"}), {"scenarios/ping", "directory"});
}

// Sparse: it takes no room, but whoever read it whole would take 100 MB.
TEST(BadScenarioFile, OneOf100MegabytesIsNotRead) {
  TemporaryFolder folder;
  const std::string path = folder.file("large.json", "{");
  std::filesystem::resize_file(path, 100'000'000);
  expect_refused(ordain({"run", path}), {"large.json", "bytes"});
}

TEST(BadScenarioFile, EveryVerbThatReadsOneRefusesItAlike) {
  for (const char* verb : {"run", "replay"}) {
    expect_refused(ordain({verb, "scenarios/none.json"}), {"there is no such file"});
  }
  EXPECT_EQ(ordain({"validate", "scenarios/none.json"}).status, 2);
}

}  // namespace
}  // namespace ordain::test
