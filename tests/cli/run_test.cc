// `ordain run` as a process: exit statuses, what goes to which stream, the files it writes.
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kHappy = "scenarios/ping/happy.json";
constexpr const char* kCorrupted = "scenarios/ping/corrupted.json";
constexpr const char* kRaft = "scenarios/raft/leader_crash.json";

std::vector<std::string> keys_of(const ordered_json& object) {
  std::vector<std::string> out;
  for (const auto& [key, value] : object.items()) out.push_back(key);
  return out;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Run, EndsWithZeroWhenTheScenariosExpectationIsMet) {
  EXPECT_EQ(ordain({"run", kHappy}).status, 0);
  EXPECT_EQ(ordain({"run", kCorrupted}).status, 0) << "a violation that was expected";
}

TEST(Run, EndsWithOneWhenItIsNot) {
  EXPECT_EQ(
      ordain({"run", kHappy, "--set", R"(/expect={"violates":"answers_are_prompted"})"}).status, 1);
  EXPECT_EQ(ordain({"run", kCorrupted, "--set", R"(/expect={"verdict":"pass"})"}).status, 1);
  EXPECT_EQ(ordain({"run", kHappy, "--set", R"(/limits={"events":5})"}).status, 1) << "undecided";
}

TEST(Run, TellsItsStoryOnStdoutWithTheCommandThatReplaysIt) {
  const Finished run = ordain({"run", kRaft, "--seed", "0x2a"});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_TRUE(run.out.starts_with("leader_crash: raft, 5 servers and 3 clients, seed 42\n"));
  EXPECT_TRUE(has(run.out, "is elected leader of term 1"));
  EXPECT_TRUE(has(run.out, "crashes"));
  EXPECT_TRUE(has(run.out, "\nverdict    pass, as expected\n"));
  EXPECT_TRUE(
      run.out.ends_with("again      ordain run scenarios/raft/leader_crash.json --seed 42\n"));
}

TEST(Run, TheCommandThatReplaysItQuotesWhatAShellWouldChange) {
  const Finished run = ordain({"run", kHappy, "--set", R"(/expect={"verdict":"pass"})"});
  EXPECT_TRUE(run.out.ends_with(R"(--seed 1 --set '/expect={"verdict":"pass"}')"
                                "\n"))
      << run.out;
}

TEST(Run, WritesOneJsonObjectWithTheFixedKeysInOrder) {
  const Finished run = ordain({"run", kCorrupted, "--format", "json"});
  const ordered_json report = ordered_json::parse(run.out);
  EXPECT_EQ(
      keys_of(report),
      (std::vector<std::string>{"scenario", "protocol", "seed", "digest", "verdict", "expected",
                                "violations", "virtual_time_ns", "events", "messages", "operations",
                                "faults", "probes", "swarm", "verified", "replay", "wall_ms"}));
  EXPECT_EQ(keys_of(report["violations"][0]),
            (std::vector<std::string>{"property", "reason", "event", "virtual_time_ns", "node",
                                      "fingerprint"}));
  EXPECT_EQ(keys_of(report["messages"]),
            (std::vector<std::string>{"sent", "delivered", "dropped", "duplicated"}));
  EXPECT_EQ(keys_of(report["operations"]),
            (std::vector<std::string>{"invoked", "ok", "failed", "indeterminate"}));
  EXPECT_EQ(report["seed"], "7");
  EXPECT_EQ(report["digest"].get<std::string>().size(), 32u);
  EXPECT_EQ(report["verdict"], "violation");
  EXPECT_EQ(report["expected"], true);
  EXPECT_EQ(report["violations"][0]["node"], "n1");
  EXPECT_TRUE(report["wall_ms"].is_number_integer());
}

TEST(Run, KeepsStdoutForTheObjectAlone) {
  const Finished run = ordain({"run", kHappy, "--format", "json", "--verbose"});
  EXPECT_TRUE(json::accept(run.out)) << run.out;
  EXPECT_TRUE(has(run.err, "send Ping to n2")) << "what is for people goes to stderr";
}

TEST(Run, TextAndJsonAgreeOnTheDigestWhateverElseIsAsked) {
  const json report = json::parse(ordain({"run", kRaft, "--format", "json"}).out);
  const std::string digest = report["digest"];
  EXPECT_TRUE(has(ordain({"run", kRaft}).out, digest));
  EXPECT_TRUE(has(ordain({"run", kRaft, "--verbose"}).out, digest));
  EXPECT_TRUE(has(ordain({"run", kRaft, "--quiet", "--verify"}).out, digest));
}

TEST(Run, AnswersQuietlyInOneLine) {
  const Finished run = ordain({"run", kCorrupted, "--quiet"});
  EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 1);
  EXPECT_TRUE(run.out.starts_with("corrupted, seed 7: violation, as expected; "));
}

TEST(Run, DrawsASeedWhereNoneIsGivenAndSaysWhich) {
  TemporaryFolder folder;
  const std::string path = folder.file("s.json", R"({"name":"s","protocol":"ping","nodes":2})");
  const json one = json::parse(ordain({"run", path, "--format", "json"}).out);
  const json two = json::parse(ordain({"run", path, "--format", "json"}).out);
  EXPECT_NE(one["seed"], two["seed"]);
  const json again =
      json::parse(ordain({"run", path, "--format", "json", "--seed", one["seed"]}).out);
  EXPECT_EQ(again["digest"], one["digest"]);
}

TEST(Run, ColoursOnlyATerminalThatWantsThem) {
  ProcessOptions terminal;
  terminal.terminal = true;
  terminal.environment = {"TERM=xterm", "NO_COLOR="};
  EXPECT_TRUE(has(ordain({"run", kHappy}, terminal).out, "\x1b["));
  EXPECT_FALSE(has(ordain({"run", kHappy, "--color", "never"}, terminal).out, "\x1b["));
  EXPECT_FALSE(has(ordain({"run", kHappy}).out, "\x1b["));
  EXPECT_TRUE(has(ordain({"run", kHappy, "--color", "always"}).out, "\x1b["));
  terminal.environment = {"TERM=xterm", "NO_COLOR=1"};
  EXPECT_FALSE(has(ordain({"run", kHappy}, terminal).out, "\x1b["));
}

TEST(Run, WritesTheTraceInTheFormatOfItsEnding) {
  TemporaryFolder folder;
  const auto trace = [&](const std::string& name) {
    EXPECT_EQ(ordain({"run", kRaft, "--quiet", "--trace", folder.path(name)}).status, 0);
    return read_text(folder.path(name));
  };
  const json report = json::parse(ordain({"run", kRaft, "--format", "json"}).out);
  const std::string ndjson = trace("t.ndjson");
  EXPECT_EQ(std::count(ndjson.begin(), ndjson.end(), '\n'), report["events"].get<int64_t>());
  const json perfetto = json::parse(trace("t.perfetto.json"));
  EXPECT_EQ(perfetto["otherData"]["digest"], report["digest"]);
  EXPECT_TRUE(trace("t.shiviz.log").starts_with("(?<event>.*)\\n"));
  EXPECT_TRUE(trace("t.mmd").starts_with("sequenceDiagram\n"));
}

TEST(Run, WritesTheClientsHistory) {
  TemporaryFolder folder;
  const std::string edn = folder.path("h.edn");
  const std::string ndjson = folder.path("h.ndjson");
  const json report = json::parse(ordain({"run", kRaft, "--format", "json", "--history", edn}).out);
  EXPECT_EQ(ordain({"run", kRaft, "--quiet", "--history", ndjson}).status, 0);
  const std::string text = read_text(edn);
  size_t invocations = 0;
  for (size_t at = 0; (at = text.find(":type :invoke", at)) != text.npos; ++at) ++invocations;
  EXPECT_EQ(invocations, report["operations"]["invoked"].get<size_t>());
  EXPECT_TRUE(read_text(ndjson).starts_with(R"({"index":0,)"));
}

TEST(Run, RefusesAFileThatItCannotWriteBeforeItRuns) {
  TemporaryFolder folder;
  for (const char* option : {"--trace", "--history", "--save-repro"}) {
    const Finished run = ordain({"run", kHappy, option, folder.path("missing/x.ndjson")});
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.out, "") << "nothing ran";
    EXPECT_TRUE(has(run.err, option)) << run.err;
    EXPECT_TRUE(has(run.err, "No such file or directory")) << run.err;
  }
}

TEST(Run, RunsManySeedsAndReportsOnlyWhatIsUnusual) {
  const Finished run = ordain({"run", kHappy, "--seeds", "1..50", "--verify"});
  EXPECT_EQ(run.status, 0);
  EXPECT_TRUE(has(run.out, "50 runs, seeds 1 to 50: 50 as expected (pass), 0 not"));
  EXPECT_TRUE(has(run.out, "50 run again twice, event by event; 0 differed"));
  const json report =
      json::parse(ordain({"run", kCorrupted, "--runs", "20", "--seed", "100", "--format", "json",
                          "--set", R"(/expect={"verdict":"pass"})"})
                      .out);
  EXPECT_EQ(report["runs"], 20);
  EXPECT_EQ(report["first_seed"], "100");
  EXPECT_EQ(report["last_seed"], "119");
  EXPECT_EQ(report["expected"].get<int>() + report["unexpected"].get<int>(), 20);
  EXPECT_GT(report["unexpected"].get<int>(), 0);
  EXPECT_EQ(report["failures"].size(), report["unexpected"].get<size_t>());
}

TEST(Run, ManySeedsEndWithOneWhenASingleOneDisappoints) {
  const Finished run =
      ordain({"run", kCorrupted, "--seeds", "1..20", "--set", R"(/expect={"verdict":"pass"})"});
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(has(run.out, "answers_are_prompted at "));
  const size_t again = run.out.find("\nagain      ordain run ");
  ASSERT_NE(again, std::string::npos);
  const std::string line = run.out.substr(again + 1, run.out.find('\n', again + 1) - again);
  EXPECT_TRUE(std::regex_search(line, std::regex(R"( --seed [1-9][0-9]* --set )"))) << line;
  EXPECT_TRUE(line.ends_with("'/expect={\"verdict\":\"pass\"}'\n")) << line;
}

TEST(Run, ManySeedsSayWhyARunWasUndecidedAsOneDoes) {
  const std::vector<std::string> limited{"--format", "json", "--set", R"(/limits={"events":5})"};
  const auto report = [&](std::vector<std::string> command) {
    command.insert(command.end(), limited.begin(), limited.end());
    return ordered_json::parse(ordain(command).out);
  };
  const auto one = report({"run", kHappy, "--seed", "2"});
  const auto failures = report({"run", kHappy, "--seeds", "2..3"})["failures"];
  ASSERT_EQ(failures.size(), 2u);
  EXPECT_EQ(failures[0]["verdict"], "undecided");
  EXPECT_EQ(failures[0]["undecided"], "the run was given up at its limit of events");
  EXPECT_EQ(failures[0]["undecided"], one["undecided"]);
  const auto violated =
      ordered_json::parse(ordain({"run", kCorrupted, "--seeds", "1..20", "--format", "json",
                                  "--set", R"(/expect={"verdict":"pass"})"})
                              .out)["failures"];
  ASSERT_FALSE(violated.empty());
  EXPECT_FALSE(violated[0].contains("undecided")) << "there is nothing to give a reason for";
}

// What a protocol's many features were never asked for is no part of the story.
TEST(Run, NamesAFewProbesThatWereNeverHitAndTheJsonAll) {
  const Finished one = ordain({"run", kRaft});
  const std::string told = std::regex_replace(one.out, std::regex(R"(\s+)"), " ");
  const auto probes = ordered_json::parse(ordain({"run", kRaft, "--format", "json"}).out)["probes"];
  const auto missed = std::count(probes.begin(), probes.end(), 0);
  const std::string rest = std::to_string(missed - 5) + R"( more \(--format json lists all\))";
  EXPECT_TRUE(std::regex_search(told, std::regex("never hit( \\w+,){4} \\w+ and " + rest))) << told;
  const Finished many = ordain({"run", kRaft, "--seeds", "1..2"});
  EXPECT_TRUE(has(many.out, "leader_elected in 2 runs")) << many.out;
  EXPECT_TRUE(has(many.out, "more (--format")) << many.out;
}

TEST(Run, AnInterruptEndsManySeedsWithWhatWasDone) {
  ProcessOptions options;
  options.signal_at_first_output = SIGINT;  // the first seed that disappoints prints a line
  const Finished run = ordain(
      {"run", kHappy, "--seeds", "1..1000000000", "--set", R"(/expect={"verdict":"undecided"})"},
      options);
  EXPECT_EQ(run.status, 130);
  EXPECT_TRUE(has(run.out, "interrupted before the last seed")) << run.out;
}

TEST(Run, AnInterruptEndsALongRun) {
  ProcessOptions options;
  options.signal_at_first_output = SIGINT;
  const Finished run = ordain({"run", kRaft, "--set", "/duration=3600s"}, options);
  EXPECT_EQ(run.status, 130);
  EXPECT_TRUE(has(run.err, "interrupted")) << run.err;
}

}  // namespace
}  // namespace ordain::test
