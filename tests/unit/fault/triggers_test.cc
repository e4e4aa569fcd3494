// When rules strike, in a running world.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/lab.h"

namespace ordain {
namespace {

using test::action_on;
using test::Elected;
using test::events_of;
using test::expect_deterministic;
using test::LabSpec;
using test::Noted;
using test::Puppet;
using test::quiet_lab;
using test::rule_at;
using test::run_lab;
using Timer = Puppet::Timer;
using Moments = std::vector<int64_t>;

constexpr NodeId n0(0), n1(1), n2(2);

// Terms begin every 100 ms; in term t, node t mod 5 is elected and the next one notes it.
LabSpec terms() {
  LabSpec lab = quiet_lab(5);
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, milliseconds(100)); };
  lab.script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    const uint64_t term = ++self.number;
    if (term % 5 == ctx.self().value) ctx.fact(Elected{term});
    if ((term + 1) % 5 == ctx.self().value) ctx.fact(Noted{term});
    ctx.set_timer(Timer::first, milliseconds(100));
  };
  return lab;
}

FaultRule when_elected(std::vector<FactCondition> where = {}) {
  FaultRule rule;
  rule.trigger.kind = TriggerKind::fact;
  rule.trigger.fact = {&kFactType<Elected>, kNoNode, std::move(where)};
  rule.action.kind = ActionKind::pause;
  rule.action.target.kind = TargetKind::leader;
  rule.for_low = rule.for_high = milliseconds(1);
  return rule;
}

// When the rule struck, in ms; it must be deterministic.
Moments strikes(FaultRule rule, Duration end = milliseconds(1'050), uint64_t seed = 1) {
  LabSpec lab = terms();
  lab.seed = seed;
  lab.world.faults = {std::move(rule)};
  expect_deterministic(lab, end);
  Moments out;
  const World world = run_lab(lab, end);
  for (const StruckFault& s : world.struck()) out.push_back(s.time.ns / 1'000'000);
  return out;
}

TEST(Trigger, StrikesAtItsTime) {
  EXPECT_EQ(strikes(rule_at(milliseconds(150), action_on(ActionKind::pause, {n1}))), Moments{150});
  EXPECT_EQ(strikes(rule_at({}, action_on(ActionKind::pause, {n1}))), Moments{0});
  EXPECT_EQ(strikes(rule_at(seconds(9), action_on(ActionKind::pause, {n1}))), Moments{});
}

TEST(Trigger, StrikesADelayLater) {
  FaultRule rule = rule_at(milliseconds(150), action_on(ActionKind::pause, {n1}));
  rule.trigger.after_low = milliseconds(10);
  rule.trigger.after_high = milliseconds(40);
  const Moments first = strikes(rule);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_GE(first[0], 160);
  EXPECT_LE(first[0], 190);
  EXPECT_NE(strikes(rule, milliseconds(1'050), 2), first);
}

TEST(Trigger, StrikesAtAFactAndItsLeader) {
  LabSpec lab = terms();
  lab.world.faults = {when_elected()};
  const World world = run_lab(lab, milliseconds(450));
  ASSERT_EQ(world.struck().size(), 1u);
  EXPECT_EQ(world.struck()[0].time, test::at(milliseconds(100)));
  EXPECT_EQ(world.struck()[0].nodes, std::vector<NodeId>{n1});
}

TEST(Trigger, StrikesWhereEveryConditionHolds) {
  FaultRule rule = when_elected({{0, Comparison::greater_equal, 3}, {0, Comparison::not_equal, 4}});
  rule.trigger.times = 0;
  EXPECT_EQ(strikes(rule), (Moments{300, 500, 600, 700, 800, 900, 1'000}));
  EXPECT_EQ(strikes(when_elected({{0, Comparison::equal, 4}})), Moments{400});
  EXPECT_EQ(strikes(when_elected({{0, Comparison::less, 1}})), Moments{});
  EXPECT_EQ(strikes(when_elected({{0, Comparison::less_equal, 1}})), Moments{100});
  EXPECT_EQ(strikes(when_elected({{0, Comparison::greater, 9}})), Moments{1'000});
}

TEST(Trigger, StrikesAtAFactOfOneNode) {
  FaultRule rule = when_elected();
  rule.trigger.fact.node = n2;
  rule.trigger.times = 0;
  EXPECT_EQ(strikes(rule), (Moments{200, 700}));
}

TEST(Trigger, StrikesAtTheNthMatchAndNoMoreThanItsTimes) {
  FaultRule rule = when_elected();
  rule.trigger.nth = 3;
  EXPECT_EQ(strikes(rule), Moments{300});
  rule.trigger.times = 2;
  EXPECT_EQ(strikes(rule), (Moments{300, 400}));
  rule.trigger.times = 0;
  EXPECT_EQ(strikes(rule).size(), 8u);
}

TEST(Trigger, StrikesADelayAfterAFact) {
  FaultRule rule = when_elected();
  rule.trigger.after_low = rule.trigger.after_high = milliseconds(30);
  rule.trigger.times = 2;
  EXPECT_EQ(strikes(rule), (Moments{130, 230}));
}

TEST(Trigger, RecursAtDrawnIntervals) {
  FaultRule rule = rule_at(milliseconds(100), action_on(ActionKind::pause, {n1}), milliseconds(1));
  rule.trigger.kind = TriggerKind::every;
  rule.trigger.every_low = milliseconds(50);
  rule.trigger.every_high = milliseconds(80);
  rule.trigger.times = 0;
  const Moments moments = strikes(rule);
  ASSERT_GE(moments.size(), 10u);
  EXPECT_GE(moments[0], 150);
  std::set<int64_t> gaps;
  for (size_t i = 1; i < moments.size(); ++i) {
    const int64_t gap = moments[i] - moments[i - 1];
    EXPECT_GE(gap, 49);
    EXPECT_LE(gap, 81);
    gaps.insert(gap);
  }
  EXPECT_GT(gaps.size(), 3u);
  rule.trigger.times = 3;
  EXPECT_EQ(strikes(rule), (Moments{moments[0], moments[1], moments[2]}));
}

TEST(Trigger, LastsADrawnTime) {
  LabSpec lab = terms();
  FaultRule rule = rule_at(milliseconds(150), action_on(ActionKind::pause, {n1}));
  rule.for_low = milliseconds(10);
  rule.for_high = milliseconds(60);
  lab.world.faults = {rule};
  std::set<int64_t> lengths;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    lab.seed = seed;
    const World world = run_lab(lab, milliseconds(300));
    const auto resumed = events_of(world, EventKind::resume);
    ASSERT_EQ(resumed.size(), 1u);
    const Duration length = resumed[0].time - test::at(milliseconds(150));
    EXPECT_EQ(length, world.struck()[0].lasts);
    EXPECT_GE(length, milliseconds(10));
    EXPECT_LE(length, milliseconds(60));
    lengths.insert(length.ns);
  }
  EXPECT_GT(lengths.size(), 8u);
}

TEST(Trigger, OneRulesChoicesAreItsOwn) {
  FaultRule first = rule_at(milliseconds(150), action_on(ActionKind::pause, {n1}));
  first.for_low = milliseconds(10);
  first.for_high = milliseconds(60);
  FaultRule second = first;
  second.trigger.at = test::at(milliseconds(500));
  LabSpec lab = terms();
  lab.world.faults = {first, second};
  const Duration lasts = run_lab(lab, seconds(1)).struck()[1].lasts;
  lab.world.faults[0].for_high = Duration{};  // no longer undone, nor drawn
  lab.world.faults[0].action.target.nodes = {n2};
  EXPECT_EQ(run_lab(lab, seconds(1)).struck()[1].lasts, lasts);
}

// What shrinking lives on: a rule that has gone takes nobody else's choices with it.
TEST(Trigger, ARuleWithAnIdKeepsItsChoicesWhenAnotherGoes) {
  FaultRule first = rule_at(milliseconds(150), action_on(ActionKind::pause, {n1}));
  FaultRule second = first;
  second.id = 1;
  second.trigger.at = test::at(milliseconds(500));
  second.action.target = {TargetKind::any, {}};
  second.for_low = milliseconds(10);
  second.for_high = milliseconds(60);
  LabSpec lab = terms();
  lab.world.faults = {first, second};
  const StruckFault both = run_lab(lab, seconds(1)).struck().at(1);
  lab.world.faults = {second};
  const StruckFault alone = run_lab(lab, seconds(1)).struck().at(0);
  EXPECT_EQ(alone.nodes, both.nodes);
  EXPECT_EQ(alone.lasts, both.lasts);
  EXPECT_EQ(alone.action.target.nodes, both.nodes);
}

TEST(Trigger, FindsNobodyWithoutALeader) {
  LabSpec lab = quiet_lab(3);
  FaultRule rule = rule_at(milliseconds(5), {});
  rule.action.target.kind = TargetKind::leader;
  lab.world.faults = {rule};
  const World world = run_lab(lab, milliseconds(10));
  EXPECT_TRUE(world.struck().empty());
  EXPECT_TRUE(world.fault_counts().empty());
}

TEST(Leader, IsTheLatestElectedThatIsUp) {
  LabSpec lab = terms();
  FaultRule crash = rule_at(milliseconds(350), {}, milliseconds(20));
  crash.action.target.kind = TargetKind::leader;  // n3, of term 3
  FaultRule none = rule_at(milliseconds(360), {});
  none.action.target.kind = TargetKind::leader;
  lab.world.faults = {crash, none};
  const World world = run_lab(lab, milliseconds(450));
  ASSERT_EQ(world.struck().size(), 1u);
  EXPECT_EQ(world.struck()[0].nodes, std::vector<NodeId>{NodeId(3)});
}

// --- disks that change, wipes and the safety budget

LabSpec writers() {
  LabSpec lab = quiet_lab(5);
  lab.script.start = [](Puppet& self, Ctx& ctx) {
    if (!self.recovered) ctx.append(Puppet::Area::log, 1, test::Poke{1});
  };
  return lab;
}

TEST(Disks, AWipedNodeHasForgottenAndSpendsTheBudget) {
  LabSpec lab = writers();
  for (uint32_t i = 0; i < 4; ++i) {
    const NodeId node(i);
    lab.world.faults.push_back(
        rule_at(milliseconds(10), action_on(ActionKind::crash, {node}), milliseconds(20)));
    lab.world.faults.push_back(rule_at(milliseconds(15), action_on(ActionKind::wipe, {node})));
  }
  expect_deterministic(lab, milliseconds(50));
  const World world = run_lab(lab, milliseconds(50));
  std::vector<size_t> kept;
  for (uint32_t i = 0; i < 5; ++i) kept.push_back(test::puppet(world, i).kept.size());
  EXPECT_EQ(kept, (std::vector<size_t>{0, 0, 1, 1, 0}));  // a minority of five; the last never fell
  EXPECT_TRUE(world.is_damaged(n0));
  EXPECT_FALSE(world.is_damaged(n2));
}

TEST(Disks, RotSpendsTheBudgetToo) {
  LabSpec lab = writers();
  lab.world.disk.bit_rot = {1, 1};
  lab.world.disk.budget = 1;
  for (uint32_t i = 0; i < 3; ++i) {
    lab.world.faults.push_back(
        rule_at(milliseconds(10), action_on(ActionKind::crash, {NodeId(i)}), milliseconds(20)));
  }
  expect_deterministic(lab, milliseconds(50));
  const World world = run_lab(lab, milliseconds(50));
  EXPECT_EQ(test::puppet(world, 0).kept, std::vector<uint64_t>{Puppet::kRotten});
  EXPECT_EQ(test::puppet(world, 1).kept, std::vector<uint64_t>{1});
  EXPECT_EQ(test::puppet(world, 2).kept, std::vector<uint64_t>{1});
  EXPECT_EQ(world.fault_counts().at("bit_rot"), 1u);
}

TEST(Disks, ALyingDiskSpendsItWhenItLosesSomething) {
  LabSpec lab = writers();
  lab.world.disk.lying = {1, 1};
  for (uint32_t i = 0; i < 5; ++i) {
    lab.world.faults.push_back(
        rule_at(milliseconds(10), action_on(ActionKind::crash, {NodeId(i)}), milliseconds(20)));
  }
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    lab.seed = seed;
    const World world = run_lab(lab, milliseconds(50));
    uint32_t damaged = 0, forgot = 0;
    for (uint32_t i = 0; i < 5; ++i) {
      damaged += world.is_damaged(NodeId(i)) ? 1 : 0;
      forgot += test::puppet(world, i).kept.empty() ? 1 : 0;
    }
    EXPECT_EQ(damaged, forgot);
    EXPECT_LE(damaged, 2u);
  }
  expect_deterministic(lab, milliseconds(50));
}

TEST(Disks, ChangeForAWhileAndBack) {
  LabSpec lab = quiet_lab(2);
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, milliseconds(10)); };
  lab.script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    ctx.append(Puppet::Area::log, ++self.number, test::Poke{self.number});
    ctx.set_timer(Timer::first, milliseconds(10));
  };
  lab.world.disk.latency = Distribution::constant(milliseconds(1));
  Action slow = action_on(ActionKind::disk, {n0});
  slow.disk.latency = Distribution::constant(milliseconds(4));
  lab.world.faults = {rule_at(milliseconds(45), slow, milliseconds(50))};
  expect_deterministic(lab, milliseconds(200));
  const World world = run_lab(lab, milliseconds(158));
  std::map<uint32_t, std::vector<int64_t>> after;  // the moments of durable writes, modulo 10 ms
  for (const TraceEvent& e : events_of(world, EventKind::durable)) {
    after[e.node.value].push_back(e.time.ns / 1'000'000 % 10);
  }
  EXPECT_EQ(after[0], (std::vector<int64_t>{1, 1, 1, 1, 4, 4, 4, 4, 4, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(after[1], std::vector<int64_t>(15, 1));
}

TEST(Disks, AFullDiskStopsItsNode) {
  LabSpec lab = quiet_lab(2);
  lab.world.disk.capacity = 3;
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, milliseconds(10)); };
  lab.script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    if (ctx.self() == n0) ctx.append(Puppet::Area::log, ++self.number, test::Poke{self.number});
    ctx.set_timer(Timer::first, milliseconds(10));
  };
  expect_deterministic(lab, milliseconds(100));
  const World world = run_lab(lab, milliseconds(100));
  EXPECT_FALSE(world.is_up(n0));
  EXPECT_TRUE(world.is_up(n1));
  EXPECT_EQ(world.fault_counts().at("full"), 1u);
  EXPECT_EQ(world.disk_contents(n0)->area(1).log.size(), 3u);
}

}  // namespace
}  // namespace ordain
