#include <gtest/gtest.h>

#include <set>

#include "protocols/builtin.h"
#include "sim/explore/campaign/run_one.h"
#include "sim/explore/strategy/guided.h"
#include "sim/explore/strategy/pct.h"
#include "sim/explore/strategy/pctcp.h"
#include "sim/explore/strategy/reach.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain {
namespace {

Scenario raft(const std::vector<std::string>& settings = {}) {
  const std::string path = test::source_dir() + "/scenarios/raft/leader_crash.json";
  std::vector<std::string> all{"/duration=1s", "/clients/operations=20"};
  all.insert(all.end(), settings.begin(), settings.end());
  return load_scenario(test::read_text(path), path, builtin_registry(), all);
}

RunSetting setting(Duration low, Duration high) {
  RunSetting out;
  out.servers = 3;
  out.network.all.delay = Distribution::uniform(low, high);
  return out;
}

Site delay_site(uint32_t from, uint32_t to, uint64_t n) {
  return {Stream::link, static_cast<uint8_t>(LinkAspect::delay), from, to, n};
}

uint64_t answer(SearchStrategy& strategy, const Site& site, uint64_t bound = 0) {
  uint64_t value = 0;
  EXPECT_TRUE(strategy.answer(site, bound, value));
  return value;
}

TEST(Strategies, HaveTheirNamesAndAPortfolioOfAllOthers) {
  std::set<std::string> names;
  for (const StrategyEntry& entry : strategies()) {
    EXPECT_TRUE(names.insert(entry.name).second);
    EXPECT_EQ(find_strategy(entry.name), &entry);
  }
  EXPECT_EQ(std::string(strategies().front().name), "portfolio");
  for (const char* name : {"random", "pct", "pctcp", "pos", "delay", "guided"}) {
    EXPECT_EQ(names.count(name), 1u) << name;
  }
  EXPECT_EQ(find_strategy("no_such"), nullptr);
}

// Whatever is answered, no message is faster or slower than its link allows.
TEST(Strategies, KeepDelaysWithinTheLinksDistribution) {
  const Scenario scenario = raft({R"(/network={"delay":{"uniform":["2ms","9ms"]}})"});
  for (const StrategyEntry& entry : strategies()) {
    const auto strategy = entry.make();
    for (uint64_t index = 0; index < 8; ++index) {
      note_answers({scenario, builtin_registry(), *strategy, index, index + 1},
                   [&](const Site& site, uint64_t value) {
                     if (!is_delay(site)) return;
                     EXPECT_LE(value, 7'000'000u) << entry.name;
                   });
    }
  }
}

class TurnsEveryCoin : public Strategy {
 public:
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override {
    const bool how_much = site.aspect == static_cast<uint8_t>(DiskAspect::lost);  // in a crash
    const bool of_faults =
        site.stream == Stream::link || (site.stream == Stream::disk && !how_much);
    if (bound != 2 || !of_faults) return false;
    value = 1 - value;
    return true;
  }
};

// Without losses or disk faults there is nothing to turn; with a loss of one in a hundred there is.
TEST(Strategies, CannotMakeFaultsThatTheScenarioExcludes) {
  const auto digest = [](const std::vector<std::string>& settings, Strategy* strategy) {
    RunOptions options;
    options.strategy = strategy;
    return run(make_run_spec(raft(settings), builtin_registry()), 7, options).digest;
  };
  TurnsEveryCoin turns;
  const std::vector<std::string> sound{R"(/network={})"};
  EXPECT_EQ(digest(sound, &turns), digest(sound, nullptr));
  const std::vector<std::string> lossy{R"(/network={"loss":"1%"})"};
  EXPECT_NE(digest(lossy, &turns), digest(lossy, nullptr));
}

TEST(Strategies, AnswerAlikeForTheSameSeedAndOtherwiseForAnother) {
  const Scenario scenario = raft();
  for (const char* name : {"pct", "pctcp", "pos", "delay"}) {
    const auto notes = [&](uint64_t seed) {
      const auto strategy = find_strategy(name)->make();
      Overrides out;
      note_answers({scenario, builtin_registry(), *strategy, 0, seed},
                   [&](const Site& site, uint64_t value) { out[site] = value; });
      return out;
    };
    EXPECT_EQ(notes(1), notes(1)) << name;
    EXPECT_NE(notes(1), notes(2)) << name;
  }
}

TEST(Strategies, LeaveTheScenariosOwnOverridesAlone) {
  const Scenario scenario = raft({R"(/overrides={"n1>n2#1 delay":"40ms"})"});
  const auto strategy = find_strategy("pos")->make();
  note_answers({scenario, builtin_registry(), *strategy, 0, 1},
               [&](const Site& site, uint64_t) { EXPECT_EQ(scenario.overrides.count(site), 0u); });
}

TEST(Pct, KeepsALinksPriorityUntilAChangePoint) {
  const RunSetting three = setting(milliseconds(1), milliseconds(11));
  std::set<size_t> changes_seen;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Pct pct;
    RunStart start{0, seed, &three};
    pct.begin(start);
    size_t changes = 0;
    std::map<std::pair<uint32_t, uint32_t>, uint64_t> last;
    for (uint64_t n = 0; n < 1000; ++n) {
      const auto from = static_cast<uint32_t>(n % 3), to = static_cast<uint32_t>((n / 3) % 3);
      const uint64_t value = answer(pct, delay_site(from, to, n));
      const auto known = last.find({from, to});
      if (known != last.end() && known->second != value) {
        ++changes;
        EXPECT_GT(value, 7'400'000u) << "a link that falls is behind all others";
      }
      last[{from, to}] = value;
    }
    EXPECT_LE(changes, 4u);
    changes_seen.insert(changes);
  }
  EXPECT_GE(changes_seen.size(), 4u) << "depths 1 to 5 are all tried";
}

TEST(Pctcp, GivesAnExchangeOneChainAndItsDelay) {
  const RunSetting three = setting(milliseconds(1), milliseconds(11));
  Pctcp pctcp;
  RunStart start{0, 3, &three};
  pctcp.begin(start);
  const uint64_t request = answer(pctcp, delay_site(0, 1, 1));
  const uint64_t other = answer(pctcp, delay_site(2, 1, 1));
  EXPECT_NE(request, other) << "what nobody caused begins a chain of its own";
  pctcp.delivered(NodeId(0), NodeId(1), 1);
  EXPECT_EQ(answer(pctcp, delay_site(1, 0, 1)), request) << "the answer is in the request's chain";
  EXPECT_NE(answer(pctcp, delay_site(1, 2, 1)), request) << "which it ended for others";
}

TEST(DelayBounded, DelaysOnlyAFewMessages) {
  const RunSetting three = setting(milliseconds(1), milliseconds(11));
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const auto strategy = find_strategy("delay")->make();
    RunStart start{0, seed, &three};
    strategy->begin(start);
    size_t delayed = 0;
    for (uint64_t n = 0; n < 1000; ++n) {
      const uint64_t value = answer(*strategy, delay_site(0, 1, n));
      EXPECT_TRUE(value == 0 || value == 10'000'000u);
      delayed += value > 0 ? 1 : 0;
    }
    EXPECT_GE(delayed, 1u);
    EXPECT_LE(delayed, 4u);
  }
}

TEST(Guided, KeepsRunsThatReachNewStatesAndVariesThem) {
  const RunSetting three = setting(milliseconds(1), milliseconds(11));
  Guided guided;
  guided.learn({0, 777, 100, {}, {{1, 10}, {2, 50}}});
  EXPECT_EQ(guided.covered(), 2u);
  EXPECT_EQ(guided.kept(), 1u);
  guided.learn({1, 778, 100, {}, {{2, 5}}});
  EXPECT_EQ(guided.kept(), 1u) << "nothing new";
  size_t varied = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    RunStart start{seed, seed, &three};
    guided.begin(start);
    if (start.seed == seed) {
      EXPECT_TRUE(guided.plan().empty());
      continue;
    }
    ++varied;
    EXPECT_EQ(start.seed, 777u);
    ASSERT_EQ(guided.plan().size(), 4u);
    EXPECT_LE(guided.plan()[1], 50u) << "it varies from where the parent was new, or before";
  }
  EXPECT_GT(varied, 25u);
  EXPECT_LT(varied, 75u);
}

TEST(Guided, CoversMoreWithTimeInARealRun) {
  const Scenario scenario = raft();
  Guided guided;
  uint64_t before = 0;
  for (uint64_t index = 0; index < 6; ++index) {
    const RunSummary summary = run_one({scenario, builtin_registry(), guided, index, index + 1});
    EXPECT_FALSE(summary.learned.coverage.empty());
    guided.learn(summary.learned);
    EXPECT_GE(guided.covered(), before);
    before = guided.covered();
  }
  EXPECT_GT(before, 20u);
  EXPECT_GT(guided.kept(), 1u);
}

TEST(Reach, IsTheLongestDelayThatADistributionGives) {
  EXPECT_EQ(longest_excess(Distribution::constant(milliseconds(5))), 0u);
  EXPECT_EQ(longest_excess(Distribution::uniform(milliseconds(1), milliseconds(4))), 3'000'000u);
  Distribution table;
  table.kind = Distribution::Kind::table;
  table.rows = {{milliseconds(3), 1}, {milliseconds(1), 1}, {milliseconds(8), 1}};
  EXPECT_EQ(longest_excess(table), 5'000'000u);
  Distribution exponential{Distribution::Kind::exponential,
                           milliseconds(1),
                           seconds(100),
                           milliseconds(2),
                           {},
                           {},
                           {},
                           {}};
  EXPECT_EQ(longest_excess(exponential), 16'000'000u);
}

}  // namespace
}  // namespace ordain
