// `ordain shrink` as a process: a failure in, its smallest story out.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

using nlohmann::json;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class ShrinkVerb : public testing::Test {
 protected:
  TemporaryFolder folder_;
};

TEST_F(ShrinkVerb, WritesAReproThatReplaysStrictly) {
  const std::string found = folder_.path("found.json");
  ASSERT_EQ(ordain({"run", "scenarios/mutants/raft/revote.json", "--quiet", "--save-repro", found})
                .status,
            0);
  const std::string file = folder_.path("small.json");
  const Finished shrink = ordain({"shrink", found, "--out", file, "--diagram"});
  EXPECT_EQ(shrink.status, 0) << shrink.err;
  EXPECT_TRUE(has(shrink.out, "vote_once, fingerprint ")) << shrink.out;
  EXPECT_TRUE(has(shrink.out, "vote_once is violated: ")) << shrink.out;
  EXPECT_TRUE(has(shrink.out, "```mermaid\nsequenceDiagram\n")) << shrink.out;
  EXPECT_TRUE(has(shrink.out, "ordain replay " + file)) << shrink.out;
  EXPECT_EQ(ordain({"replay", file, "--quiet"}).status, 0);
  EXPECT_EQ(ordain({"validate", file}).status, 0);
  EXPECT_EQ(json::parse(read_text(file))["name"], "small");
}

TEST_F(ShrinkVerb, TakesAScenarioWithASeedAndTellsItInJson) {
  const std::string file = folder_.path("small.json");
  const Finished shrink = ordain({"shrink", "scenarios/mutants/raft/revote.json", "--seed", "7",
                                  "--replays", "40", "--format", "json", "--out", file});
  ASSERT_EQ(shrink.status, 0) << shrink.err;
  const json report = json::parse(shrink.out);
  EXPECT_EQ(report["property"], "vote_once");
  EXPECT_EQ(report["repro"], file);
  EXPECT_LE(report["replays"], 40);
  for (const char* key : {"events", "faults", "operations", "nodes"}) {
    EXPECT_LE(report["shrunk"][key], report["original"][key]) << key;
  }
  const json repro = json::parse(read_text(file))["repro"];
  EXPECT_EQ(repro["shrunk"], report["shrunk"]);
  EXPECT_FALSE(repro["story"].empty());
}

TEST_F(ShrinkVerb, SaysWhenThereIsNothingToShrink) {
  const std::string file = folder_.path("small.json");
  const Finished shrink = ordain({"shrink", "scenarios/ping/happy.json", "--out", file});
  EXPECT_EQ(shrink.status, 1);
  EXPECT_TRUE(has(shrink.err, "the violation does not recur")) << shrink.err;
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(ShrinkVerb, RefusesWhatItCannotUnderstand) {
  EXPECT_EQ(ordain({"shrink", folder_.path("none.json")}).status, 2);
  const Finished time = ordain({"shrink", "scenarios/mutants/raft/revote.json", "--time", "soon",
                                "--out", folder_.path("x.json")});
  EXPECT_EQ(time.status, 2);
  EXPECT_TRUE(has(time.err, "\"soon\" is no time")) << time.err;
  EXPECT_EQ(ordain({"shrink", "scenarios/mutants/raft/revote.json", "--seed", "x"}).status, 2);
  EXPECT_EQ(ordain({"shrink", "scenarios/mutants/raft/revote.json", "--out",
                    folder_.path("no/such/folder.json")})
                .status,
            2);
}

}  // namespace
}  // namespace ordain::test
