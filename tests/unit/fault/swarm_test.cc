#include "sim/fault/swarm.h"

#include <gtest/gtest.h>

#include <map>

namespace ordain {
namespace {

FaultRule recurring(ActionKind kind) {
  FaultRule rule;
  rule.trigger.kind = TriggerKind::every;
  rule.trigger.every_low = milliseconds(500);
  rule.trigger.every_high = seconds(5);
  rule.trigger.times = 0;
  rule.action.kind = kind;
  return rule;
}

SwarmSpec everything() {
  SwarmSpec spec;
  spec.loss = spec.duplicate = spec.corrupt = Range<Ratio>{{1, 100}, {20, 100}};
  spec.stall = spec.torn = spec.lying = spec.bit_rot = Range<Ratio>{{1, 100}, {20, 100}};
  spec.delay = Range<Duration>{milliseconds(20), milliseconds(200)};
  spec.disk_latency = Range<Duration>{milliseconds(1), milliseconds(20)};
  spec.skew = Range<Duration>{milliseconds(10), milliseconds(500)};
  spec.drift_ppm = Range<int64_t>{100, 5'000};
  spec.rules = {recurring(ActionKind::crash), recurring(ActionKind::partition)};
  return spec;
}

struct Drawn {
  NetworkConfig network;
  DiskConfig disk;
  ClockConfig clocks;
  std::vector<FaultRule> faults;
  std::vector<std::string> on;
};

Drawn draw_with(const SwarmSpec& spec, const Choices& choices) {
  Drawn out;
  out.on = draw_swarm(spec, choices, out.network, out.disk, out.clocks, out.faults).on;
  return out;
}
Drawn draw_once(const SwarmSpec& spec, uint64_t seed) { return draw_with(spec, Choices(seed)); }

// "clock skew up to 3ms" -> "clock skew"
std::string kind_of(const std::string& told) {
  for (const char* end : {" up to", " about", " "}) {
    if (const size_t at = told.find(end); at != std::string::npos) return told.substr(0, at);
  }
  return told;
}

TEST(Swarm, LeavesEachKindOutOfHalfOfTheRuns) {
  std::map<std::string, int> runs;
  for (uint64_t seed = 0; seed < 1'000; ++seed) {
    for (const std::string& told : draw_once(everything(), seed).on) ++runs[kind_of(told)];
  }
  EXPECT_EQ(runs.size(), 13u);
  for (const auto& [kind, count] : runs) EXPECT_NEAR(count, 500, 70) << kind;
}

TEST(Swarm, DrawsKindsIndependently) {
  int both = 0;
  for (uint64_t seed = 0; seed < 1'000; ++seed) {
    const Drawn drawn = draw_once(everything(), seed);
    both += !drawn.network.all.loss.zero() && !drawn.network.all.duplicate.zero() ? 1 : 0;
  }
  EXPECT_NEAR(both, 250, 60);
}

TEST(Swarm, StaysInItsRangesAndTellsWhatIsOn) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Drawn drawn = draw_once(everything(), seed);
    size_t on = 0;
    const Ratio ratios[] = {drawn.network.all.loss,    drawn.network.all.duplicate,
                            drawn.network.all.corrupt, drawn.disk.stall,
                            drawn.disk.torn,           drawn.disk.lying,
                            drawn.disk.bit_rot};
    for (Ratio r : ratios) {
      if (r.zero()) continue;
      ++on;
      EXPECT_GE(r.num, 100u);
      EXPECT_LE(r.num, 2'000u);
      EXPECT_EQ(r.den, 10'000u);
    }
    if (drawn.network.all.delay.high != NetworkConfig().all.delay.high) {
      ++on;
      EXPECT_GE(drawn.network.all.delay.high, milliseconds(20));
      EXPECT_LE(drawn.network.all.delay.high, milliseconds(200));
    }
    on += drawn.disk.latency.instant() ? 0 : 1;
    if (drawn.clocks.skew_high.ns != 0) {
      ++on;
      EXPECT_LE(drawn.clocks.skew_high, milliseconds(500));
      EXPECT_EQ(drawn.clocks.skew_low, -drawn.clocks.skew_high);
    }
    on += drawn.clocks.drift_high_ppm != 0 ? 1 : 0;
    for (const FaultRule& rule : drawn.faults) {
      ++on;
      EXPECT_GE(rule.trigger.every_low, milliseconds(250));
      EXPECT_LE(rule.trigger.every_high, milliseconds(7'500));
    }
    EXPECT_EQ(drawn.on.size(), on);
  }
}

TEST(Swarm, IsAFunctionOfTheSeed) {
  EXPECT_EQ(draw_once(everything(), 5).on, draw_once(everything(), 5).on);
  EXPECT_NE(draw_once(everything(), 5).on, draw_once(everything(), 6).on);
}

TEST(Swarm, TakingAKindAwayLeavesTheOthersTheirDraws) {
  SwarmSpec fewer = everything();
  fewer.duplicate.reset();
  fewer.skew.reset();
  for (uint64_t seed = 0; seed < 50; ++seed) {
    std::vector<std::string> expected;
    for (const std::string& told : draw_once(everything(), seed).on) {
      if (kind_of(told) != "duplicate" && kind_of(told) != "clock skew") expected.push_back(told);
    }
    EXPECT_EQ(draw_once(fewer, seed).on, expected) << seed;
  }
}

TEST(Swarm, OfNothingChangesNothing) {
  EXPECT_TRUE(SwarmSpec().empty());
  EXPECT_FALSE(everything().empty());
  EXPECT_TRUE(draw_once(SwarmSpec(), 1).on.empty());
}

TEST(Swarm, TheChanceCanBeAnother) {
  SwarmSpec spec = everything();
  spec.chance = {1, 1};
  EXPECT_EQ(draw_once(spec, 1).on.size(), 13u);
  spec.chance = {};
  EXPECT_TRUE(draw_once(spec, 1).on.empty());
}

}  // namespace
}  // namespace ordain
