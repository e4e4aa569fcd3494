// What crashes, restarts, pauses, slow processors and wrong clocks do to nodes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "tests/support/lab.h"

namespace ordain {
namespace {

using test::action_on;
using test::events_of;
using test::expect_deterministic;
using test::LabSpec;
using test::numbers_heard;
using test::Poke;
using test::Puppet;
using test::puppet;
using test::quiet_lab;
using test::rule_at;
using test::run_lab;
using Area = Puppet::Area;
using Numbers = std::vector<uint64_t>;
using Timer = Puppet::Timer;

constexpr NodeId n0(0), n1(1), n2(2);

// n0 pokes the others every 10 ms with the number of the round; each node notes it in its log.
LabSpec drummer(uint32_t nodes = 3) {
  LabSpec lab = quiet_lab(nodes);
  lab.world.network.all.delay = Distribution::uniform(milliseconds(1), milliseconds(3));
  lab.script.start = [](Puppet&, Ctx& ctx) {
    if (ctx.self() == n0) ctx.set_timer(Timer::first, milliseconds(10));
  };
  lab.script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    ctx.broadcast(Poke{++self.number});
    ctx.set_timer(Timer::first, milliseconds(10));
  };
  lab.script.poke = [](Puppet& self, const Poke& poke, NodeId, Ctx& ctx) {
    ctx.append(Area::log, self.kept.size() + self.heard.size(), Poke{poke.number});
  };
  return lab;
}

Numbers rounds(uint64_t from, uint64_t to) {
  Numbers out;
  for (uint64_t i = from; i <= to; ++i) out.push_back(i);
  return out;
}

// The delays drawn for messages of one link, by number.
std::vector<std::pair<uint64_t, uint64_t>> delays(const World& world, NodeId from, NodeId to) {
  std::vector<std::pair<uint64_t, uint64_t>> out;
  for (const TraceEvent& e : events_of(world, EventKind::send)) {
    if (e.node == from && e.peer == to) out.emplace_back(e.a, e.b);
  }
  return out;
}

// With the fault: deterministic, and what n0 sends n2 has the delays it would have had.
World faulty(FaultRule rule, Duration end = seconds(1)) {
  LabSpec lab = drummer();
  const World usual = run_lab(lab, end);
  lab.world.faults = {std::move(rule)};
  expect_deterministic(lab, end);
  World out = run_lab(lab, end);
  EXPECT_NE(out.final_digest(), usual.final_digest());
  EXPECT_EQ(delays(out, n0, n2), delays(usual, n0, n2));
  return out;
}

TEST(Crash, LosesVolatileStateAndMessagesAndRecoversFromDisk) {
  const World world =
      faulty(rule_at(milliseconds(105), action_on(ActionKind::crash, {n1}), milliseconds(100)));
  EXPECT_TRUE(puppet(world, 1).recovered);
  EXPECT_EQ(puppet(world, 1).kept, rounds(1, 10));  // on disk
  EXPECT_EQ(numbers_heard(world, 1).front(), 21u);  // the ten between were lost
  EXPECT_EQ(numbers_heard(world, 2), rounds(1, 99));
  EXPECT_EQ(world.fault_counts().at("crash"), 1u);
  ASSERT_EQ(events_of(world, EventKind::crash).size(), 1u);
  const auto starts = events_of(world, EventKind::start);
  ASSERT_EQ(starts.size(), 4u);
  EXPECT_EQ(starts[3].a, 1u);  // the second incarnation
  uint64_t lost = 0;
  for (const TraceEvent& e : events_of(world, EventKind::drop)) {
    lost += e.node == n1 && e.detail == static_cast<uint8_t>(DropCause::receiver_down) ? 1 : 0;
  }
  EXPECT_EQ(lost, 10u);
}

TEST(Crash, ForEverIsForEver) {
  const World world = faulty(rule_at(milliseconds(105), action_on(ActionKind::crash, {n1})));
  EXPECT_FALSE(world.is_up(n1));
  EXPECT_EQ(events_of(world, EventKind::start).size(), 3u);
}

TEST(Crash, ForgetsTimers) {
  LabSpec lab = drummer();
  lab.world.faults = {rule_at(milliseconds(105), action_on(ActionKind::crash, {n0}))};
  const World world = run_lab(lab, seconds(1));
  EXPECT_EQ(numbers_heard(world, 1), rounds(1, 10));
}

TEST(Crash, ALoopCrashesAgainAndAgain) {
  FaultRule rule;
  rule.trigger.kind = TriggerKind::every;
  rule.trigger.at = test::at(milliseconds(100));
  rule.trigger.every_low = milliseconds(90);
  rule.trigger.every_high = milliseconds(110);
  rule.trigger.times = 5;
  rule.action = action_on(ActionKind::crash, {n1});
  rule.for_low = milliseconds(10);
  rule.for_high = milliseconds(20);
  const World world = faulty(rule);
  EXPECT_EQ(events_of(world, EventKind::crash).size(), 5u);
  EXPECT_EQ(events_of(world, EventKind::start).size(), 8u);
  EXPECT_TRUE(world.is_up(n1));
}

TEST(Restart, OfARunningNodeIsNothing) {
  LabSpec lab = drummer();
  const World usual = run_lab(lab, seconds(1));
  lab.world.faults = {rule_at(milliseconds(105), action_on(ActionKind::restart, {n1}))};
  EXPECT_EQ(run_lab(lab, seconds(1)).final_digest(), usual.final_digest());
}

TEST(Restart, WhoseDiskCannotBeReadTriesAgain) {
  LabSpec lab = drummer();
  lab.world.disk.read_error = {1, 2};
  bool delayed = false;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    lab.seed = seed;
    lab.world.faults = {
        rule_at(milliseconds(105), action_on(ActionKind::crash, {n1}), milliseconds(100))};
    const World world = run_lab(lab, seconds(5));
    EXPECT_TRUE(world.is_up(n1)) << seed;
    EXPECT_TRUE(puppet(world, 1).recovered);
    delayed = delayed || world.fault_counts().count("read_error") != 0;
  }
  EXPECT_TRUE(delayed);
  expect_deterministic(lab, seconds(1));
}

TEST(Pause, PutsOffWhatHappensToTheNode) {
  const World world =
      faulty(rule_at(milliseconds(105), action_on(ActionKind::pause, {n1}), milliseconds(100)));
  Numbers expected = rounds(1, 99);
  EXPECT_EQ(numbers_heard(world, 1), expected);  // nothing is lost
  for (const test::Heard& heard : puppet(world, 1).heard) {
    EXPECT_TRUE(heard.at.ns < milliseconds(105).ns || heard.at.ns >= milliseconds(205).ns);
  }
  EXPECT_EQ(events_of(world, EventKind::pause).size(), 1u);
  EXPECT_EQ(events_of(world, EventKind::resume).size(), 1u);
}

TEST(Pause, OfASenderStopsItsTimers) {
  LabSpec lab = drummer();
  lab.world.faults = {
      rule_at(milliseconds(105), action_on(ActionKind::pause, {n0}), milliseconds(100))};
  const World world = run_lab(lab, milliseconds(300));
  for (const test::Heard& fired : puppet(world, 0).fired) {
    EXPECT_TRUE(fired.at.ns < milliseconds(105).ns || fired.at.ns >= milliseconds(205).ns);
  }
  EXPECT_EQ(puppet(world, 0).fired.size(), 20u);
}

TEST(Pause, EndsInACrashWithoutALoss) {
  LabSpec lab = drummer();
  lab.world.faults = {
      rule_at(milliseconds(105), action_on(ActionKind::pause, {n1})),
      rule_at(milliseconds(155), action_on(ActionKind::crash, {n1}), milliseconds(50))};
  const World world = run_lab(lab, seconds(1));
  EXPECT_FALSE(world.is_paused(n1));
  EXPECT_EQ(puppet(world, 1).kept, rounds(1, 10));
  EXPECT_EQ(numbers_heard(world, 1).front(), 21u);
  expect_deterministic(lab, seconds(1));
}

// What had reached the node when it was cut off is in its buffers already.
TEST(Pause, APartitionLosesNothingThatHadArrived) {
  LabSpec lab = drummer();
  Action cut = action_on(ActionKind::partition, {n1});
  lab.world.faults = {
      rule_at(milliseconds(105), action_on(ActionKind::pause, {n1}), milliseconds(100)),
      rule_at(milliseconds(155), cut, milliseconds(100))};
  const World world = run_lab(lab, milliseconds(250));
  EXPECT_EQ(numbers_heard(world, 1), rounds(1, 15));
}

TEST(Slow, EachMessageTakesItsServiceTime) {
  Action slow = action_on(ActionKind::slow, {n1});
  slow.service_time = milliseconds(25);
  const World world = faulty(rule_at(milliseconds(105), slow, milliseconds(400)));
  const auto& heard = puppet(world, 1).heard;
  for (size_t i = 11; i < 20; ++i) {
    EXPECT_EQ(heard[i].at - heard[i - 1].at, milliseconds(25)) << i;
  }
  EXPECT_EQ(numbers_heard(world, 2), rounds(1, 99));
}

TEST(Slow, WhatWaitedInACrashedProcessIsLost) {
  LabSpec lab = drummer();
  Action slow = action_on(ActionKind::slow, {n1});
  slow.service_time = milliseconds(100);
  lab.world.faults = {
      rule_at(milliseconds(5), slow),
      rule_at(milliseconds(150), action_on(ActionKind::crash, {n1}), milliseconds(1))};
  const World world = run_lab(lab, seconds(1));
  ASSERT_FALSE(puppet(world, 1).heard.empty());
  EXPECT_GE(numbers_heard(world, 1).front(), 15u);                        // sent from 150 ms on
  EXPECT_LT(puppet(world, 1).heard.front().at.ns, milliseconds(280).ns);  // no old backlog either
}

// --- clocks

struct Ticks {
  LocalTime reading;
  int64_t virtual_ms;
};

// A node that reads its clock every second of its own.
World with_clock(ClockConfig clocks, std::vector<FaultRule> faults = {},
                 Duration end = seconds(10)) {
  LabSpec lab = quiet_lab(3);
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, seconds(1)); };
  lab.script.timer = [](Puppet&, Timer, uint64_t, Ctx& ctx) {
    ctx.set_timer(Timer::first, seconds(1));
  };
  lab.world.clocks = std::move(clocks);
  lab.world.faults = std::move(faults);
  expect_deterministic(lab, end);
  return run_lab(lab, end);
}

std::vector<int64_t> readings_ms(const World& world, uint32_t node) {
  std::vector<int64_t> out;
  for (const test::Heard& f : puppet(world, node).fired) out.push_back(f.at.ns / 1'000'000);
  return out;
}

std::vector<int64_t> fired_at_ms(const World& world, uint32_t node) {
  std::vector<int64_t> out;
  for (const TraceEvent& e : events_of(world, EventKind::timer)) {
    if (e.node == NodeId(node)) out.push_back(e.time.ns / 1'000'000);
  }
  return out;
}

TEST(Clocks, ASkewMovesTheReadingNotTheTimer) {
  ClockConfig config;
  config.nodes = {{n1, milliseconds(-300), 0}};
  const World world = with_clock(config, {}, milliseconds(3'500));
  EXPECT_EQ(readings_ms(world, 1), (std::vector<int64_t>{700, 1'700, 2'700}));
  EXPECT_EQ(fired_at_ms(world, 1), (std::vector<int64_t>{1'000, 2'000, 3'000}));
  EXPECT_EQ(readings_ms(world, 0), (std::vector<int64_t>{1'000, 2'000, 3'000}));
}

TEST(Clocks, ADriftMovesReadingAndTimers) {
  ClockConfig config;
  config.nodes = {{n1, {}, 250'000}};  // a second of its own every 800 ms
  const World world = with_clock(config, {}, milliseconds(3'500));
  EXPECT_EQ(readings_ms(world, 1), (std::vector<int64_t>{1'000, 2'000, 3'000, 4'000}));
  EXPECT_EQ(fired_at_ms(world, 1), (std::vector<int64_t>{800, 1'600, 2'400, 3'200}));
}

TEST(Clocks, EachNodeDrawsItsOwnFromTheRanges) {
  ClockConfig config;
  config.skew_low = milliseconds(-100);
  config.skew_high = milliseconds(100);
  config.drift_low_ppm = -1'000;
  config.drift_high_ppm = 1'000;
  const World world = with_clock(config, {}, seconds(1));
  std::set<int64_t> offsets;
  for (uint32_t i = 0; i < 3; ++i) {
    const int64_t offset = world.local_time(NodeId(i)).ns - world.now().ns;
    EXPECT_LE(std::abs(offset), milliseconds(101).ns);
    offsets.insert(offset);
  }
  EXPECT_EQ(offsets.size(), 3u);
}

TEST(Clocks, TheBenignChoiceIsNoSkew) {
  LabSpec lab = quiet_lab(1);
  lab.world.clocks.skew_low = milliseconds(-100);
  lab.world.clocks.skew_high = milliseconds(100);
  lab.world.clocks.drift_low_ppm = -1'000;
  lab.world.clocks.drift_high_ppm = 1'000;
  Overrides zero;
  for (ClockAspect aspect : {ClockAspect::skew, ClockAspect::drift}) {
    zero[{Stream::clock, static_cast<uint8_t>(aspect), 0, 0, 0}] = 0;
  }
  lab.world.overrides = std::make_shared<const Overrides>(zero);
  const World world = run_lab(lab, seconds(1));
  EXPECT_EQ(world.local_time(n0).ns, seconds(1).ns);
}

FaultRule clock_rule(ClockChange change, Duration lasts = {}) {
  Action action = action_on(ActionKind::clock, {n1});
  action.clock_change = change;
  return rule_at(milliseconds(1'500), action, lasts);
}

TEST(Clocks, JumpForwardAndBackwardWithoutTouchingTimers) {
  for (int64_t by : {5'000, -5'000}) {
    FaultRule rule = clock_rule(ClockChange::jump);
    rule.action.jump_low = rule.action.jump_high = milliseconds(by);
    const World world = with_clock({}, {rule}, milliseconds(3'500));
    EXPECT_EQ(readings_ms(world, 1), (std::vector<int64_t>{1'000, 2'000 + by, 3'000 + by}));
    EXPECT_EQ(fired_at_ms(world, 1), (std::vector<int64_t>{1'000, 2'000, 3'000}));
    EXPECT_EQ(readings_ms(world, 0), (std::vector<int64_t>{1'000, 2'000, 3'000}));
  }
}

TEST(Clocks, AJumpIsDrawnFromItsRange) {
  FaultRule rule = clock_rule(ClockChange::jump);
  rule.action.jump_low = milliseconds(-50);
  rule.action.jump_high = milliseconds(50);
  const World world = with_clock({}, {rule}, seconds(3));
  const int64_t offset = world.local_time(n1).ns - world.now().ns;
  EXPECT_LE(std::abs(offset), milliseconds(50).ns);
  EXPECT_NE(offset, 0);
}

TEST(Clocks, FreezeAndThaw) {
  const World world =
      with_clock({}, {clock_rule(ClockChange::freeze, milliseconds(2'000))}, milliseconds(5'500));
  EXPECT_EQ(readings_ms(world, 1), (std::vector<int64_t>{1'000, 1'500, 1'500, 2'000, 3'000}));
  EXPECT_EQ(fired_at_ms(world, 1), (std::vector<int64_t>{1'000, 2'000, 3'000, 4'000, 5'000}));
}

TEST(Clocks, ADriftFaultEndsInTheUsualDrift) {
  ClockConfig config;
  config.nodes = {{n1, {}, 100}};
  FaultRule rule = clock_rule(ClockChange::drift, milliseconds(1'000));
  rule.action.drift_low_ppm = rule.action.drift_high_ppm = 50'000;
  const World world = with_clock(config, {rule}, seconds(10));
  // 9 s at 100 ppm and 1 s at 50,000 ppm
  EXPECT_EQ((world.local_time(n1).ns - world.now().ns) / 1'000, 900 + 50'000);
}

}  // namespace
}  // namespace ordain
