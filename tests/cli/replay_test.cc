// `ordain replay` as a process: a saved run recurs, strictly or leniently.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

using nlohmann::json;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class Replay : public testing::Test {
 protected:
  std::string saved(const std::string& scenario, std::vector<std::string> more = {}) {
    const std::string path = folder_.path("repro.json");
    std::vector<std::string> arguments{"run", scenario, "--quiet", "--save-repro", path};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(ordain(arguments).status, 0);
    return path;
  }
  // The saved run with one member of its `repro` object changed.
  std::string changed(const std::string& path, const std::string& key, const std::string& value) {
    json repro = json::parse(read_text(path));
    repro["repro"][key] = value;
    return folder_.file("changed.json", repro.dump());
  }

  TemporaryFolder folder_;
};

TEST_F(Replay, GivesTheSameDigestAgain) {
  const std::string path = saved("scenarios/ping/corrupted.json");
  const Finished replay = ordain({"replay", path});
  EXPECT_EQ(replay.status, 0) << replay.err;
  EXPECT_TRUE(has(replay.out, json::parse(read_text(path))["repro"]["digest"]));
  EXPECT_TRUE(replay.out.ends_with("replayed: the digest is the same\n"));
}

TEST_F(Replay, TheSavedRunStandsAlone) {
  const std::string path =
      saved("scenarios/raft/leader_crash.json", {"--seed", "99", "--set", "/nodes=3"});
  const json repro = json::parse(read_text(path));
  EXPECT_EQ(repro["seed"], 99);
  EXPECT_EQ(repro["nodes"], 3);
  EXPECT_EQ(repro["expect"], json::parse(R"({"verdict":"pass"})"));
  EXPECT_EQ(ordain({"validate", path}).status, 0);
  EXPECT_EQ(ordain({"replay", path}).status, 0);
}

TEST_F(Replay, ASeedBeyondJsonsExactNumbersIsKept) {
  const std::string path = saved("scenarios/ping/happy.json", {"--seed", "18446744073709551615"});
  const json report = json::parse(ordain({"replay", path, "--format", "json"}).out);
  EXPECT_EQ(report["seed"], "18446744073709551615");
  EXPECT_EQ(report["recurs"], true);
  EXPECT_EQ(report["mode"], "strict");
}

TEST_F(Replay, SaysWhenTheDigestDiffersAndWhichEngineSavedIt) {
  const std::string path = saved("scenarios/ping/corrupted.json");
  const Finished other = ordain({"replay", changed(path, "digest", std::string(32, '0'))});
  EXPECT_EQ(other.status, 1);
  EXPECT_TRUE(has(other.out, "not replayed: the digest was 00000000"));
  json repro = json::parse(read_text(changed(path, "digest", std::string(32, '0'))));
  repro["repro"]["engine"] = "0.0.1";
  const Finished old = ordain({"replay", folder_.file("old.json", repro.dump())});
  EXPECT_EQ(old.status, 1);
  EXPECT_TRUE(has(old.out, "saved by engine 0.0.1")) << old.out;
}

TEST_F(Replay, LenientAsksForTheSameViolationOnly) {
  const std::string path = saved("scenarios/ping/corrupted.json");
  EXPECT_EQ(ordain({"replay", path, "--set", "/nodes=4"}).status, 1);
  const Finished lenient = ordain({"replay", path, "--set", "/nodes=4", "--lenient"});
  EXPECT_EQ(lenient.status, 0);
  EXPECT_TRUE(has(lenient.out, "recurs: answers_are_prompted, fingerprint "));
  const Finished gone =
      ordain({"replay", path, "--lenient", "--set", "/network/corruption=detected"});
  EXPECT_EQ(gone.status, 1);
  EXPECT_TRUE(has(gone.out, "does not recur: answers_are_prompted"));
}

TEST_F(Replay, RefusesWhatIsNoSavedRun) {
  const Finished plain = ordain({"replay", "scenarios/ping/happy.json"});
  EXPECT_EQ(plain.status, 2);
  EXPECT_TRUE(has(plain.err, "it has no \"repro\" object; save one with")) << plain.err;
  const std::string path = saved("scenarios/ping/corrupted.json");
  const Finished bad = ordain({"replay", changed(path, "digest", "xyz")});
  EXPECT_EQ(bad.status, 2);
  EXPECT_TRUE(has(bad.err, "/repro/digest")) << bad.err;
}

}  // namespace
}  // namespace ordain::test
