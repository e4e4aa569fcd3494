// What is said of a search: complete only where all of it was looked at and judged.
#include "tools/cli/explore_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/scenarios.h"

namespace ordain::cli {
namespace {

class ExploreReportTest : public testing::Test {
 protected:
  ExploreReportTest() : scenario_(test::load(test::scenario_path("explore/raft_election"))) {
    result_.probes = {{"leader_deposed", false}, {"leader_elected", true}};
  }

  ExploreReport report() const { return {scenario_, result_, {}, 1}; }
  std::string text() const { return explore_text(report(), Palette()); }
  nlohmann::json json() const {
    return nlohmann::json::parse(explore_json(report(), Names(3, {})));
  }
  bool says(const std::string& part) const { return text().find(part) != std::string::npos; }

  Scenario scenario_;
  ExploreResult result_;
};

TEST_F(ExploreReportTest, ASearchThatSawAndJudgedAllIsComplete) {
  EXPECT_TRUE(says("no violation, as expected")) << text();
  EXPECT_TRUE(says("complete: every schedule within the bounds"));
  EXPECT_TRUE(says("impossible leader_deposed"));
  EXPECT_EQ(json()["complete"], true);
  EXPECT_FALSE(json().contains("undecided"));
}

TEST_F(ExploreReportTest, OneOfWhichAPropertyCouldNotJudgeAllIsUndecided) {
  result_.undecided = "linearizable: too many orders";
  EXPECT_FALSE(report().expected()) << "no more than a run that is undecided";
  EXPECT_TRUE(says("undecided, but expected: pass")) << text();
  EXPECT_TRUE(says("undecided  linearizable: too many orders"));
  EXPECT_TRUE(says("not complete: every schedule was looked at, not all were judged"));
  EXPECT_TRUE(says("not seen   leader_deposed"));
  EXPECT_EQ(json()["complete"], false);
  EXPECT_EQ(json()["undecided"], "linearizable: too many orders");
  EXPECT_EQ(json()["expected"], false);
  EXPECT_NE(explore_quiet_text(report(), Palette()).find("too many orders"), std::string::npos);
}

TEST_F(ExploreReportTest, ABoundThatCutItIsNoLackOfJudgement) {
  result_.cut = CutBy::depth;
  EXPECT_TRUE(says("no violation, as expected")) << text();
  EXPECT_TRUE(says("not complete: longer paths"));
}

}  // namespace
}  // namespace ordain::cli
