// --help and --version, and the verbs of the scenario layer, as processes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/process.h"

namespace ordain::test {
namespace {

using nlohmann::json;

TEST(Help, EveryVerbHasItWithExamples) {
  for (const char* verb : {"run", "replay", "shrink", "list", "validate"}) {
    const Finished help = ordain({verb, "--help"});
    EXPECT_EQ(help.status, 0) << verb;
    EXPECT_EQ(help.err, "") << verb;
    EXPECT_NE(help.out.find("Examples:"), std::string::npos) << verb;
    EXPECT_NE(help.out.find("--format"), std::string::npos) << verb;
  }
}

TEST(Help, TheProgramNamesItsVerbsAndItsVersion) {
  const Finished help = ordain({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* verb : {"run", "replay", "shrink", "list", "validate"}) {
    EXPECT_NE(help.out.find(std::string("\n  ") + verb + " "), std::string::npos) << verb;
  }
  const Finished version = ordain({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_TRUE(version.out.starts_with("ordain ")) << version.out;
}

TEST(List, GivesObjectsWithANameAndWhatItIsAbout) {
  for (const char* what : {"protocols", "scenarios", "properties", "faults", "workloads"}) {
    const Finished list = ordain({"list", what, "--format", "json"});
    ASSERT_EQ(list.status, 0) << what;
    const json rows = json::parse(list.out);
    ASSERT_FALSE(rows.empty()) << what;
    for (const json& row : rows) {
      EXPECT_TRUE(row.contains("name") && row.contains("about")) << what << ": " << row;
    }
  }
}

TEST(List, AnUnknownWordIsToldWithWhatThereIs) {
  const Finished list = ordain({"list", "protocls"});
  EXPECT_EQ(list.status, 2);
  EXPECT_NE(list.err.find("did you mean \"protocols\"?"), std::string::npos) << list.err;
}

TEST(Validate, EveryScenarioOfTheRepositoryIsValid) {
  for (const json& row : json::parse(ordain({"list", "scenarios", "--format", "json"}).out)) {
    const Finished validate = ordain({"validate", row["path"].get<std::string>()});
    EXPECT_EQ(validate.status, 0) << row["path"] << ": " << validate.err;
  }
}

TEST(Validate, TellsEveryErrorOfEveryFileAtOnce) {
  TemporaryFolder folder;
  const std::string one = folder.file("one.json", R"({"name":"x","protocol":"ping","nodes":"3"})");
  const std::string two = folder.file("two.json", R"({"name":"x","nodes":3,"swram":{}})");
  const Finished validate = ordain({"validate", one, two, "--format", "json"});
  EXPECT_EQ(validate.status, 2);
  const json report = json::parse(validate.out);
  ASSERT_EQ(report.size(), 2u);
  EXPECT_EQ(report[0]["problems"][0]["message"].get<std::string>().empty(), false);
  EXPECT_GE(report[1]["problems"].size(), 2u);
}

}  // namespace
}  // namespace ordain::test
