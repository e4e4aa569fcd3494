// The world as a value: copies, tracing, healing, and what happens when a node's code breaks.
#include "sim/world/world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/support/lab.h"

namespace ordain {
namespace {

using test::action_on;
using test::events_of;
using test::LabSpec;
using test::Noted;
using test::Poke;
using test::Puppet;
using test::puppet;
using test::quiet_lab;
using test::rule_at;
using test::run_lab;
using test::run_until;
using Timer = Puppet::Timer;
using Area = Puppet::Area;

constexpr NodeId n0(0), n1(1), n2(2);

// Random gossip with writes, picks, facts and every kind of message fault.
LabSpec gossip() {
  LabSpec lab = quiet_lab(4);
  LinkConfig& link = lab.world.network.all;
  link.delay = Distribution::uniform(milliseconds(1), milliseconds(10));
  link.loss = link.duplicate = link.corrupt = {1, 20};
  link.corruption = Corruption::delivered;
  lab.world.disk.latency = Distribution::uniform({}, milliseconds(3));
  lab.world.clocks.skew_high = milliseconds(50);
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, milliseconds(5)); };
  lab.script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    ctx.send(NodeId(static_cast<uint32_t>(ctx.pick(Puppet::Pick::one, 4))), Poke{++self.number});
    ctx.set_timer(Timer::first, ctx.pick(Puppet::Pick::two, milliseconds(1), milliseconds(9)));
  };
  lab.script.poke = [](Puppet& self, const Poke& poke, NodeId from, Ctx& ctx) {
    self.number = std::max(self.number, poke.number);
    ctx.append(Area::log, self.kept.size() + self.heard.size(), Poke{poke.number});
    ctx.fact(Noted{poke.number});
    if (poke.number % 3 == 0) ctx.send(from, Poke{poke.number + 1});
  };
  FaultRule crashes;
  crashes.trigger.kind = TriggerKind::every;
  crashes.trigger.every_low = milliseconds(50);
  crashes.trigger.every_high = milliseconds(150);
  crashes.trigger.times = 0;
  crashes.action.target.kind = TargetKind::any;
  crashes.for_low = milliseconds(10);
  crashes.for_high = milliseconds(40);
  lab.world.faults = {crashes};
  return lab;
}

TEST(World, ACopyAtAnyMomentGoesOnToTheSameEnd) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    LabSpec lab = gossip();
    lab.seed = seed;
    const Digest128 uncut = run_lab(lab, seconds(1)).final_digest();
    for (int64_t cut = 0; cut <= 1'000; cut += 111) {
      World half = run_lab(lab, milliseconds(cut));
      World copy = half;
      World assigned = build(quiet_lab(2));
      assigned = half;
      run_until(copy, seconds(1));
      EXPECT_EQ(copy.final_digest(), uncut) << cut;
      run_until(half, seconds(1));
      EXPECT_EQ(half.final_digest(), uncut) << cut;
      run_until(assigned, seconds(1));
      EXPECT_EQ(assigned.final_digest(), uncut) << cut;
    }
  }
}

TEST(World, ACopyThatIsDisturbedDisturbsNobody) {
  World world = run_lab(gossip(), milliseconds(300));
  World fork = world;
  fork.crash(n0);
  fork.pause(n1);
  run_until(fork, seconds(1));
  run_until(world, seconds(1));
  EXPECT_EQ(world.final_digest(), run_lab(gossip(), seconds(1)).final_digest());
  EXPECT_NE(world.final_digest(), fork.final_digest());
}

TEST(World, TracingChangesNothing) {
  World traced = run_lab(gossip(), seconds(1));
  World untraced = run_lab(gossip(), Duration{});
  untraced.trace().set_recording(false);
  run_until(untraced, seconds(1));
  EXPECT_EQ(traced.final_digest(), untraced.final_digest());
  EXPECT_LT(untraced.trace().events().size(), 20u);
  EXPECT_EQ(traced.trace().events().size(), traced.trace().count());
  EXPECT_EQ(traced.trace().count(), untraced.trace().count());
}

TEST(World, TheDigestSeesSeedConfigurationAndFinalState) {
  const Digest128 usual = run_lab(gossip(), seconds(1)).final_digest();
  LabSpec lab = gossip();
  lab.seed = 2;
  EXPECT_NE(run_lab(lab, seconds(1)).final_digest(), usual);
  lab = gossip();
  lab.world.network.all.delay = Distribution::uniform(milliseconds(1), milliseconds(11));
  EXPECT_NE(run_lab(lab, seconds(1)).final_digest(), usual);
  lab = gossip();
  lab.script.start = [start = lab.script.start](Puppet& self, Ctx& ctx) {
    self.kept_single = 1;  // shown by no event
    start(self, ctx);
  };
  EXPECT_NE(run_lab(lab, seconds(1)).final_digest(), usual);
}

TEST(World, TheTracesNumbersAreItsPlacesAndItsTimesNeverFall) {
  const World world = run_lab(gossip(), seconds(1));
  Time last;
  for (size_t i = 0; i < world.trace().events().size(); ++i) {
    const TraceEvent& event = world.trace().events()[i];
    ASSERT_EQ(event.number, i);
    ASSERT_GE(event.time, last);
    last = event.time;
  }
}

TEST(World, StandsAtTheEndItWasAskedFor) {
  World world = build(quiet_lab(1));
  EXPECT_FALSE(world.step(test::at(seconds(5))));
  EXPECT_EQ(world.now(), test::at(seconds(5)));
  EXPECT_FALSE(world.step());
  EXPECT_EQ(world.now(), test::at(seconds(5)));
}

// --- healing

LabSpec healing() {
  LabSpec lab = quiet_lab(5);
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, milliseconds(10)); };
  lab.script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    ctx.append(Area::log, self.kept.size() + ++self.number, Poke{self.number});
    ctx.broadcast(Poke{self.number});
    ctx.set_timer(Timer::first, milliseconds(10));
  };
  return lab;
}

std::vector<uint32_t> heard_from(const World& world, uint32_t node, Time since) {
  std::set<uint32_t> from;
  for (const test::Heard& heard : puppet(world, node).heard) {
    if (heard.at.ns > since.ns) from.insert(heard.from.value);
  }
  return {from.begin(), from.end()};
}

void expect_core_works(World& world) {
  const Time healed = world.now();
  world.heal({n0, n1, n2});
  run_until(world, Duration{healed.ns} + milliseconds(300));
  EXPECT_EQ(heard_from(world, 0, healed + milliseconds(200)), (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(heard_from(world, 1, healed + milliseconds(200)), (std::vector<uint32_t>{0, 2}));
  EXPECT_EQ(heard_from(world, 2, healed + milliseconds(200)), (std::vector<uint32_t>{0, 1}));
  EXPECT_FALSE(world.is_up(NodeId(3)));
  EXPECT_FALSE(world.is_up(NodeId(4)));
}

TEST(Heal, RepairsTheCoreAndStopsTheRest) {
  LabSpec lab = healing();
  Action slow = action_on(ActionKind::slow, {n2});
  slow.service_time = milliseconds(50);
  Action link = action_on(ActionKind::link, {n0});
  link.other.kind = TargetKind::all;
  link.link.loss = {1, 1};
  FaultRule again;
  again.trigger.kind = TriggerKind::every;
  again.trigger.every_low = again.trigger.every_high = milliseconds(20);
  again.trigger.times = 0;
  again.action = action_on(ActionKind::crash, {n1});
  lab.world.network.all.loss = {1, 10};
  lab.world.faults = {rule_at(milliseconds(50), action_on(ActionKind::crash, {n0})),
                      rule_at(milliseconds(50), action_on(ActionKind::pause, {n1})),
                      rule_at(milliseconds(50), slow),
                      rule_at(milliseconds(50), link),
                      rule_at(milliseconds(60), action_on(ActionKind::partition, {n2})),
                      rule_at(milliseconds(60), action_on(ActionKind::hold, {n2})),
                      again};
  World world = run_lab(lab, milliseconds(200));
  expect_core_works(world);
}

// Not even what had arrived before, and waits for a paused or slow node.
TEST(Heal, NothingOfThoseOutsideIsHandledAnyMore) {
  LabSpec lab = healing();
  Action slow = action_on(ActionKind::slow, {n1});
  slow.service_time = milliseconds(5);
  lab.world.faults = {rule_at(milliseconds(50), action_on(ActionKind::pause, {n2})),
                      rule_at(milliseconds(50), slow)};
  World world = run_lab(lab, milliseconds(200));
  const Time healed = world.now();
  world.heal({n0, n1, n2});
  run_until(world, milliseconds(400));
  for (uint32_t node : {0u, 1u, 2u}) {
    const std::vector<uint32_t> from = heard_from(world, node, healed);
    EXPECT_EQ(from.size(), 2u) << node;
    EXPECT_LT(from.back(), 3u) << node;
  }
}

TEST(Heal, StopsDiskFaultsThatHadBegun) {
  LabSpec lab = healing();
  lab.world.disk.latency = Distribution::constant(milliseconds(5));
  lab.world.disk.write_error = {1, 1};
  World world = run_lab(lab, milliseconds(12));  // amid the first write, which will fail
  expect_core_works(world);
}

TEST(Heal, ANodeOutsideNeverReturns) {
  LabSpec lab = healing();
  lab.world.disk.read_error = {1, 1};
  lab.world.faults = {
      rule_at(milliseconds(50), action_on(ActionKind::crash, {NodeId(3)}), milliseconds(20))};
  World world = run_lab(lab, milliseconds(100));  // it tries to read its disk again and again
  expect_core_works(world);
}

TEST(Heal, ThawsClocksWithoutMovingThem) {
  LabSpec lab = healing();
  lab.world.clocks.nodes = {{n0, milliseconds(500), 0}};
  World world = run_lab(lab, milliseconds(100));
  world.heal({n0, n1, n2, NodeId(3), NodeId(4)});
  EXPECT_EQ(world.local_time(n0).ns, milliseconds(600).ns);
  EXPECT_EQ(world.local_time(n1).ns, milliseconds(100).ns);
}

TEST(Heal, KeepsWhatLinksAreConfiguredToBe) {
  LabSpec lab = healing();
  lab.world.network.all.fifo = true;
  lab.world.network.all.loss = {1, 2};
  LinkConfig far = lab.world.network.all;
  far.delay = Distribution::constant(milliseconds(70));
  lab.world.network.links = {{{n0}, {n1}, far, 0}};
  World world = run_lab(lab, milliseconds(100));
  world.heal({n0, n1, n2, NodeId(3), NodeId(4)});
  EXPECT_TRUE(world.network().link(n1, n2).fifo);
  EXPECT_TRUE(world.network().link(n1, n2).loss.zero());
  EXPECT_EQ(world.network().link(n0, n1).delay.low, milliseconds(70));
  EXPECT_TRUE(world.network().link(n0, n1).loss.zero());
}

TEST(Heal, WorksAfterADriverHasLookedFarAhead) {
  LabSpec lab = quiet_lab(3);
  lab.script.start = [](Puppet& self, Ctx& ctx) {
    if (self.recovered) return ctx.broadcast(Poke{1});
    for (uint64_t i = 0; i < 100; ++i) ctx.set_timer(Timer::first, seconds(100), i);
  };
  lab.world.faults = {rule_at(milliseconds(1), action_on(ActionKind::crash, {n0}))};
  World world = run_lab(lab, seconds(1));
  world.heal({n0, n1, n2});
  run_until(world, seconds(2));
  EXPECT_EQ(test::numbers_heard(world, 1), std::vector<uint64_t>{1});
}

// --- a node whose code breaks

TEST(BrokenNode, StopsAndIsReportedWithWhatItSaid) {
  LabSpec lab = quiet_lab(3);
  lab.script.start = [](Puppet& self, Ctx& ctx) {
    if (ctx.self() == n0 && !self.recovered) ctx.set_timer(Timer::first, milliseconds(5));
  };
  lab.script.timer = [](Puppet&, Timer, uint64_t, Ctx& ctx) {
    ctx.send(n1, Poke{1});
    ctx.fact(Noted{1});
    throw std::runtime_error("no such entry");
  };
  World world = run_lab(lab, milliseconds(100));
  EXPECT_FALSE(world.is_up(n0));
  EXPECT_TRUE(world.is_up(n1));
  EXPECT_TRUE(test::numbers_heard(world, 1).empty());  // half a handler has no effects
  ASSERT_EQ(world.observations().failures.size(), 1u);
  EXPECT_EQ(world.observations().failures[0].node, n0);
  EXPECT_EQ(world.observations().failures[0].what, "no such entry");
  EXPECT_EQ(world.observations().failures[0].time, test::at(milliseconds(5)));
  test::expect_deterministic(lab, milliseconds(100));
}

TEST(BrokenNode, EffectsOfAnotherNodeAreNotMixedWithIts) {
  LabSpec lab = quiet_lab(3);
  lab.script.start = [](Puppet&, Ctx& ctx) {
    ctx.send(NodeId((ctx.self().value + 1) % 3), Poke{ctx.self().value});
    if (ctx.self() == n0) throw std::runtime_error("broken at its start");
  };
  const World world = run_lab(lab, milliseconds(100));
  EXPECT_TRUE(test::numbers_heard(world, 1).empty());
  EXPECT_EQ(test::numbers_heard(world, 2), std::vector<uint64_t>{1});
}

TEST(BrokenNode, ASendToNobodyIsItsFault) {
  LabSpec lab = quiet_lab(2);
  lab.script.start = [](Puppet&, Ctx& ctx) {
    if (ctx.self() == n0) ctx.send(NodeId(77), Poke{1});
  };
  World world = run_lab(lab, milliseconds(1));
  ASSERT_EQ(world.observations().failures.size(), 1u);
  EXPECT_EQ(world.observations().failures[0].node, n0);
}

TEST(BrokenNode, AHoleInItsLogIsItsFaultWheneverTheDiskFindsIt) {
  for (Duration latency : {Duration{}, milliseconds(5)}) {
    LabSpec lab = quiet_lab(2);
    lab.world.disk.latency = Distribution::constant(latency);
    lab.script.start = [](Puppet& self, Ctx& ctx) {
      if (ctx.self() != n0 || self.recovered) return;
      ctx.append(Area::log, 1, Poke{1});
      ctx.append(Area::log, 3, Poke{3});
    };
    World world = run_lab(lab, milliseconds(10));
    ASSERT_EQ(world.observations().failures.size(), 1u);
    EXPECT_EQ(world.observations().failures[0].node, n0);
    EXPECT_FALSE(world.is_up(n0));
    world.restart(n0);
    EXPECT_TRUE(world.is_up(n0));
    EXPECT_EQ(puppet(world, 0).kept, std::vector<uint64_t>{1});
  }
}

}  // namespace
}  // namespace ordain
