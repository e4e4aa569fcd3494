#include "sim/explore/campaign/campaign.h"

#include <gtest/gtest.h>

#include <fstream>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/explore/campaign/junit.h"
#include "sim/scenario/repro.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/unit/explore/rogue_protocol.h"

namespace ordain {
namespace {

using test::rogue_registry;
using test::rogue_scenario;
using test::rogue_seeds;
using test::TemporaryFolder;

CampaignScenario file(const std::string& name, const std::vector<std::string>& settings = {}) {
  const std::string path = test::source_dir() + "/scenarios/" + name;
  return {load_scenario(test::read_text(path), path, builtin_registry(), settings), path};
}

CampaignOptions options(const std::string& strategy, uint64_t runs, unsigned jobs = 1) {
  CampaignOptions out;
  out.strategy = strategy;
  out.runs = runs;
  out.workers.jobs = jobs;
  out.workers.time = seconds(2);
  return out;
}

// Everything of an outcome but how long it took.
std::string text_of(const CampaignOutcome& outcome) {
  std::string out;
  for (const ScenarioOutcome& each : outcome.scenarios) {
    out += std::to_string(each.runs) + " runs " + std::to_string(each.events) + " events " +
           std::to_string(each.verified) + " verified\n";
    for (const DistinctFailure& failure : each.failures) {
      RunSummary first = failure.first;
      out += failure.violation.reason + " " + std::to_string(failure.count) + "\n" +
             encode_summary(first) + "\n";
    }
    for (const auto& [name, runs] : each.probes) out += name + std::to_string(runs) + "\n";
  }
  return out;
}

const std::vector<std::string> kHaste{"/duration=1s", "/clients/operations=20"};

TEST(Campaign, ComesToTheSameWhateverTheNumberOfWorkers) {
  const std::vector<CampaignScenario> scenarios{file("mutants/raft/no_uptodate.json", kHaste),
                                                file("ping/corrupted.json")};
  for (const StrategyEntry& strategy : strategies()) {
    const std::string one =
        text_of(run_campaign(scenarios, builtin_registry(), options(strategy.name, 24, 1)));
    EXPECT_EQ(one,
              text_of(run_campaign(scenarios, builtin_registry(), options(strategy.name, 24, 3))))
        << strategy.name;
  }
}

TEST(Campaign, CountsAnExpectedViolationAndDemandsThatItOccurs) {
  const auto found =
      run_campaign({file("ping/corrupted.json")}, builtin_registry(), options("random", 20));
  ASSERT_EQ(found.scenarios[0].failures.size(), 1u);
  EXPECT_TRUE(found.scenarios[0].failures[0].expected);
  EXPECT_TRUE(found.scenarios[0].as_expected);
  const auto missed = run_campaign({file("ping/corrupted.json", {"/network/corrupt=0%"})},
                                   builtin_registry(), options("random", 20));
  EXPECT_TRUE(missed.scenarios[0].failures.empty());
  EXPECT_FALSE(missed.scenarios[0].as_expected) << "nothing was violated, against expectation";
}

TEST(Campaign, VerifiesEveryFailingRunAndOneInAHundredOthers) {
  const auto failing =
      run_campaign({file("ping/corrupted.json")}, builtin_registry(), options("random", 20));
  EXPECT_EQ(failing.scenarios[0].verified, failing.scenarios[0].failures[0].count);
  const auto passing =
      run_campaign({file("ping/happy.json")}, builtin_registry(), options("portfolio", 250));
  EXPECT_EQ(passing.scenarios[0].verified, 2u);
}

// A run of any strategy is replayed from the saved scenario, in which only overrides are left of
// it.
TEST(Campaign, SavesRunsThatReplayWithoutTheStrategy) {
  for (const StrategyEntry& strategy : strategies()) {
    CampaignOptions until = options(strategy.name, 200);
    until.until_failure = true;
    const CampaignScenario scenario = file("mutants/raft/no_uptodate.json");
    const auto outcome = run_campaign({scenario}, builtin_registry(), until);
    ASSERT_EQ(outcome.scenarios[0].failures.size(), 1u) << strategy.name;
    const RunSummary& first = outcome.scenarios[0].failures[0].first;
    EXPECT_TRUE(first.verified) << strategy.name << " " << first.divergence;
    const Value tree = make_campaign_repro(scenario.scenario, builtin_registry(), first);
    const Scenario saved = load_scenario(write_scenario(tree), "saved.json", builtin_registry());
    EXPECT_EQ(saved.overrides.size(), first.answered.size()) << strategy.name;
    const RunResult again = run(make_run_spec(saved, builtin_registry()), saved.seed);
    EXPECT_EQ(again.digest.hex(), read_repro(saved).digest) << strategy.name;
    const bool idle = std::string(strategy.name) == "random";
    EXPECT_TRUE(idle || std::string(strategy.name) == "portfolio" ||
                std::string(strategy.name) == "guided" || !first.answered.empty())
        << strategy.name << " answers nothing";
  }
}

TEST(Campaign, GoesOnWhereItWasInterruptedAsIfItHadNotBeen) {
  TemporaryFolder folder;
  const std::vector<CampaignScenario> scenarios{file("mutants/raft/no_uptodate.json", kHaste),
                                                file("ping/corrupted.json")};
  const std::string whole =
      text_of(run_campaign(scenarios, builtin_registry(), options("portfolio", 60)));
  CampaignOptions partly = options("portfolio", 60);
  partly.resume = folder.path("campaign");
  uint64_t progress = 0;
  partly.progress = [&](const CampaignProgress& at) { progress = at.runs; };
  partly.stop = [&] { return progress >= 25; };
  const auto first = run_campaign(scenarios, builtin_registry(), partly);
  EXPECT_TRUE(first.interrupted);
  EXPECT_LT(first.scenarios[0].runs + first.scenarios[1].runs, 120u);
  partly.stop = {};
  EXPECT_EQ(text_of(run_campaign(scenarios, builtin_registry(), partly)), whole);
  // A record that was cut off is done again.
  const std::string bytes = test::read_text(partly.resume);
  std::ofstream(partly.resume, std::ios::binary) << bytes.substr(0, bytes.size() - 9);
  EXPECT_EQ(text_of(run_campaign(scenarios, builtin_registry(), partly)), whole);
  partly.strategy = "random";
  EXPECT_THROW(run_campaign(scenarios, builtin_registry(), partly), InputError);
}

TEST(Campaign, StopsAScenarioAtItsFirstFailureWhenAsked) {
  CampaignOptions until = options("random", 200);
  until.until_failure = true;
  const auto outcome = run_campaign({file("ping/corrupted.json"), file("ping/happy.json")},
                                    builtin_registry(), until);
  EXPECT_EQ(outcome.scenarios[0].failures[0].first.index() + 1, outcome.scenarios[0].runs);
  EXPECT_EQ(outcome.scenarios[1].runs, 200u);
}

struct Deed {
  const char* does;
  const char* property;
};

// Each seed with which the process is lost is counted, and all others still run.
TEST(Campaign, SurvivesWhatAProtocolDoesToItsProcess) {
  const std::vector<uint64_t> seeds = rogue_seeds("hang", 1, 12);
  ASSERT_FALSE(seeds.empty());
  ASSERT_LT(seeds.size(), 12u);
  for (const Deed& deed : {Deed{"hang", "no_hang"}, Deed{"allocate", "no_exhaustion"},
                           Deed{"crash", "no_crash"}, Deed{"leave", "no_crash"},
                           Deed{"throw_number", "no_crash"}, Deed{"throw_error", "no_exception"}}) {
    CampaignOptions few = options("random", 12, 2);
    // Only what hangs meets its limit: a sanitizer takes its time to report a crash.
    few.workers.time = std::string(deed.does) == "hang" ? milliseconds(100) : seconds(20);
    few.workers.memory = uint64_t{200} << 20;
    const auto outcome =
        run_campaign({{rogue_scenario(deed.does), "rogue.json"}}, rogue_registry(), few);
    const ScenarioOutcome& rogue = outcome.scenarios[0];
    EXPECT_EQ(rogue.runs, 12u) << deed.does;
    ASSERT_EQ(rogue.failures.size(), 1u) << deed.does;
    EXPECT_EQ(rogue.failures[0].violation.property, deed.property) << deed.does;
    EXPECT_EQ(rogue.failures[0].first.seed(), seeds.front()) << deed.does;
    EXPECT_EQ(rogue.failures[0].count, seeds.size()) << deed.does;
    EXPECT_FALSE(rogue.as_expected);
  }
}

// What a strategy had answered is known even of a run that took its process with it.
TEST(Campaign, SavesTheAnswersOfALostRun) {
  CampaignOptions some = options("pos", 12);
  const Scenario scenario = rogue_scenario("crash");
  const auto outcome = run_campaign({{scenario, "rogue.json"}}, rogue_registry(), some);
  ASSERT_EQ(outcome.scenarios[0].failures.size(), 1u);
  const RunSummary& first = outcome.scenarios[0].failures[0].first;
  EXPECT_TRUE(is_lost(first));
  EXPECT_FALSE(first.answered.empty());
  const Value tree = make_campaign_repro(scenario, rogue_registry(), first);
  EXPECT_EQ(tree.find("repro"), nullptr);
  EXPECT_EQ(load_scenario(write_scenario(tree), "saved", rogue_registry()).overrides,
            first.answered);
}

TEST(Campaign, ReportsSeedsWhoseRunsDiffer) {
  Scenario scenario = rogue_scenario("differ");
  scenario.properties = {"never_acts"};  // so that these runs fail, and are verified
  const auto outcome =
      run_campaign({{scenario, "rogue.json"}}, rogue_registry(), options("random", 12));
  ASSERT_EQ(outcome.scenarios[0].nondeterministic.size(), rogue_seeds("differ", 1, 12).size());
  EXPECT_NE(outcome.scenarios[0].nondeterministic[0].second.find("heard"), std::string::npos)
      << outcome.scenarios[0].nondeterministic[0].second;
}

TEST(Campaign, BatchesEndAtFixedRuns) {
  EXPECT_EQ(batch_end(0), 16u);
  EXPECT_EQ(batch_end(16), 48u);
  EXPECT_EQ(batch_end(47), 48u);
  EXPECT_EQ(batch_end(48), 112u);
  EXPECT_EQ(batch_end(239), 240u);
  EXPECT_EQ(batch_end(240), 496u);
  EXPECT_EQ(batch_end(496), 752u);
}

TEST(Junit, EscapesWhatXmlWouldRead) {
  CampaignScenario scenario{rogue_scenario("nothing"), "a<b>.json"};
  CampaignOutcome outcome;
  outcome.scenarios.emplace_back();
  Report report;
  report.violated("never_acts", "n1 \"said\" <x> & \x01 left", 3, Time{}, kNoNode);
  outcome.scenarios[0].failures.push_back({report.violations()[0], {}, 2, false});
  const std::string xml = junit_xml({scenario}, outcome);
  EXPECT_NE(xml.find("n1 &quot;said&quot; &lt;x&gt; &amp;   left"), std::string::npos) << xml;
  EXPECT_NE(xml.find("a&lt;b&gt;.json"), std::string::npos);
  EXPECT_NE(xml.find("failures=\"1\""), std::string::npos);
}

}  // namespace
}  // namespace ordain
