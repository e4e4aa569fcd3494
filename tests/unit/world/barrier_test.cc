// The effect barrier: what is recorded after a write waits until it is durable.
#include <gtest/gtest.h>

#include <limits>

#include "tests/support/lab.h"

namespace ordain {
namespace {

using test::action_on;
using test::events_of;
using test::LabSpec;
using test::Noted;
using test::numbers_heard;
using test::Poke;
using test::Puppet;
using test::puppet;
using test::quiet_lab;
using test::rule_at;
using test::run_lab;
using test::run_until;
using Area = Puppet::Area;
using Numbers = std::vector<uint64_t>;

constexpr NodeId n0(0), n1(1);

// Two nodes; n0 starts with `begin`; messages take 1 ms and writes 10 ms.
LabSpec writer(std::function<void(Puppet&, Ctx&)> begin) {
  LabSpec lab = quiet_lab(2);
  lab.world.disk.latency = Distribution::constant(milliseconds(10));
  lab.script.start = [begin](Puppet& self, Ctx& ctx) {
    if (ctx.self() == n0 && !self.recovered) begin(self, ctx);
  };
  return lab;
}

Numbers heard_by(const LabSpec& lab, Duration end) { return numbers_heard(run_lab(lab, end), 1); }

TEST(Barrier, ASendAfterAWriteWaitsAndOneBeforeDoesNot) {
  const LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.send(n1, Poke{1});
    ctx.put(Area::single, Poke{7});
    ctx.send(n1, Poke{2});
  });
  EXPECT_EQ(heard_by(lab, milliseconds(5)), Numbers{1});
  EXPECT_EQ(heard_by(lab, milliseconds(10)), Numbers{1});
  EXPECT_EQ(heard_by(lab, milliseconds(11)), (Numbers{1, 2}));
  test::expect_deterministic(lab, milliseconds(20));
}

TEST(Barrier, AnUrgentSendOvertakes) {
  const LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.put(Area::single, Poke{7});
    ctx.send(n1, Poke{1});
    ctx.send_urgent(n1, Poke{2});
    ctx.send_payload_urgent(n1, Payload::make(Poke{3}));
  });
  EXPECT_EQ(heard_by(lab, milliseconds(5)), (Numbers{2, 3}));
  EXPECT_EQ(heard_by(lab, milliseconds(20)), (Numbers{2, 3, 1}));
}

TEST(Barrier, EachSendWaitsForTheWritesBeforeItAndNoOthers) {
  const LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.append(Area::log, 1, Poke{1});
    ctx.send(n1, Poke{1});
    ctx.append(Area::log, 2, Poke{2});
    ctx.send(n1, Poke{2});
  });
  EXPECT_EQ(heard_by(lab, milliseconds(11)), Numbers{1});
  EXPECT_EQ(heard_by(lab, milliseconds(20)), Numbers{1});
  EXPECT_EQ(heard_by(lab, milliseconds(21)), (Numbers{1, 2}));
}

TEST(Barrier, FactsAndOperationsWaitToo) {
  const LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.put(Area::single, Poke{7});
    ctx.fact(Noted{5});
    ctx.operation({OpPhase::ok, Function::write, 1, 2, 3, 0, false, {}});
  });
  World world = run_lab(lab, milliseconds(9));
  EXPECT_TRUE(world.observations().facts.empty());
  EXPECT_TRUE(world.observations().operations.empty());
  run_until(world, milliseconds(10));
  ASSERT_EQ(world.observations().facts.size(), 1u);
  EXPECT_EQ(world.observations().facts[0].fact.as<Noted>().number, 5u);
  EXPECT_EQ(world.observations().facts[0].time, test::at(milliseconds(10)));
  ASSERT_EQ(world.observations().operations.size(), 1u);
  EXPECT_EQ(world.observations().operations[0].op.value, 3);
}

// Disks without latency and faults have a way of their own, unless somebody watches the choices.
TEST(Barrier, WritingThroughIsLikeQueueing) {
  LabSpec lab = quiet_lab(2);
  const auto write = [](Ctx& ctx) {
    ctx.flush();  // of nothing
    ctx.append(Area::log, 1, Poke{1});
    ctx.append(Area::log, 2, Poke{2});
    ctx.flush();
    ctx.set_timer(Puppet::Timer::second, milliseconds(2));
    ctx.append(Area::log, 3, Poke{3});
    ctx.flush();
    ctx.flush();
    ctx.truncate_from(Area::log, 3);
    ctx.put(Area::single, Poke{7});
    ctx.set_timer(Puppet::Timer::first, milliseconds(1));
    ctx.send(n1, Poke{1});
    ctx.fact(Noted{5});
    ctx.truncate_before(Area::log, 2);
  };
  lab.script.start = [write](Puppet&, Ctx& ctx) {
    if (ctx.self() == n0) write(ctx);
  };
  lab.script.timer = [](Puppet&, Puppet::Timer, uint64_t, Ctx& ctx) {
    ctx.put(Area::single, Poke{8});
    ctx.send(n1, Poke{2});
  };
  const World through = run_lab(lab, milliseconds(20));
  const Site elsewhere{Stream::disk, static_cast<uint8_t>(DiskAspect::stall), 1, 0, 99};
  lab.world.overrides = std::make_shared<Overrides>(Overrides{{elsewhere, 1}});
  const World queued = run_lab(lab, milliseconds(20));
  ASSERT_FALSE(through.choices().watched());
  ASSERT_TRUE(queued.choices().watched());

  std::vector<uint64_t> records;
  for (const TraceEvent& event : events_of(through, EventKind::write)) records.push_back(event.b);
  EXPECT_EQ(records, (Numbers{2, 1, 2, 1, 1, 1}));
  EXPECT_EQ(through.final_digest(), queued.final_digest());
}

TEST(Barrier, WhatALaterHandlerSaysWaitsForEarlierWrites) {
  LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.put(Area::single, Poke{7});
    ctx.set_timer(Puppet::Timer::first, milliseconds(3));
  });
  lab.script.timer = [](Puppet&, Puppet::Timer, uint64_t, Ctx& ctx) { ctx.send(n1, Poke{9}); };
  EXPECT_EQ(heard_by(lab, milliseconds(10)), Numbers{});
  EXPECT_EQ(heard_by(lab, milliseconds(11)), Numbers{9});
}

TEST(Barrier, TimersAreSetAtOnce) {
  const LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.put(Area::single, Poke{7});
    ctx.set_timer(Puppet::Timer::first, milliseconds(2), 42);
  });
  const World world = run_lab(lab, milliseconds(5));
  ASSERT_EQ(puppet(world, 0).fired.size(), 1u);
  EXPECT_EQ(puppet(world, 0).fired[0].at.ns, milliseconds(2).ns);
}

TEST(Barrier, WritesThatGatherMeanwhileGoTogether) {
  LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.append(Area::log, 1, Poke{1});
    for (uint64_t i = 1; i <= 3; ++i)
      ctx.set_timer(Puppet::Timer::first, milliseconds(2) * static_cast<int64_t>(i), i);
  });
  lab.script.timer = [](Puppet&, Puppet::Timer, uint64_t key, Ctx& ctx) {
    ctx.append(Area::log, key + 1, Poke{key + 1});
    ctx.send(n1, Poke{key});
  };
  const World world = run_lab(lab, milliseconds(30));
  const auto writes = events_of(world, EventKind::write);
  ASSERT_EQ(writes.size(), 2u);
  EXPECT_EQ(writes[0].b, 1u);
  EXPECT_EQ(writes[1].b, 3u);  // one write for all three
  EXPECT_EQ(numbers_heard(world, 1), (Numbers{1, 2, 3}));
  EXPECT_EQ(puppet(world, 1).heard[0].at.ns, milliseconds(21).ns);
}

TEST(Barrier, AFlushSeparatesWrites) {
  const LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.append(Area::log, 1, Poke{1});
    ctx.flush();
    ctx.append(Area::log, 2, Poke{2});
    ctx.flush();
    ctx.flush();
    ctx.send(n1, Poke{1});
  });
  const World world = run_lab(lab, milliseconds(50));
  EXPECT_EQ(events_of(world, EventKind::write).size(), 2u);
  ASSERT_EQ(numbers_heard(world, 1), Numbers{1});
  EXPECT_EQ(puppet(world, 1).heard[0].at.ns, milliseconds(21).ns);
}

TEST(Barrier, AFlushOfNothingIsNothing) {
  const LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.flush();
    ctx.send(n1, Poke{1});
  });
  EXPECT_EQ(heard_by(lab, milliseconds(1)), Numbers{1});
}

TEST(Barrier, AnInstantDiskHoldsNothingUp) {
  LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    for (uint64_t i = 1; i <= 100'000; ++i) {
      ctx.append(Area::log, i, Poke{i});
      ctx.flush();
    }
    ctx.send(n1, Poke{1});
  });
  lab.world.disk.latency = Distribution::constant({});
  const World world = run_lab(lab, milliseconds(1));
  EXPECT_EQ(numbers_heard(world, 1), Numbers{1});
  EXPECT_EQ(world.disk_contents(n0)->area(1).log.size(), 100'000u);
}

TEST(Barrier, ACrashDropsWhatWaited) {
  LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.append(Area::log, 1, Poke{1});
    ctx.send(n1, Poke{1});
    ctx.fact(Noted{1});
  });
  lab.world.faults = {
      rule_at(milliseconds(5), action_on(ActionKind::crash, {n0}), milliseconds(20))};
  World world = run_lab(lab, milliseconds(100));
  EXPECT_EQ(numbers_heard(world, 1), Numbers{});
  EXPECT_TRUE(world.observations().facts.empty());
  EXPECT_TRUE(puppet(world, 0).recovered);
  test::expect_deterministic(lab, milliseconds(100));
}

TEST(Barrier, ANodeWhoseWriteFailsStops) {
  LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.append(Area::log, 1, Poke{1});
    ctx.send(n1, Poke{1});
    ctx.set_timer(Puppet::Timer::first, milliseconds(50));
  });
  lab.world.disk.write_error = {1, 1};
  for (Duration latency : {milliseconds(10), Duration{}}) {
    lab.world.disk.latency = Distribution::constant(latency);
    const World world = run_lab(lab, milliseconds(100));
    EXPECT_FALSE(world.is_up(n0));
    EXPECT_EQ(numbers_heard(world, 1), Numbers{});
    EXPECT_TRUE(puppet(world, 0).fired.empty());
    EXPECT_EQ(world.fault_counts().at("write_error"), 1u);
  }
}

TEST(Barrier, APausedNodeLearnsOfItsWriteWhenItResumes) {
  LabSpec lab = writer([](Puppet&, Ctx& ctx) {
    ctx.put(Area::single, Poke{7});
    ctx.send(n1, Poke{1});
  });
  lab.world.faults = {
      rule_at(milliseconds(5), action_on(ActionKind::pause, {n0}), milliseconds(100))};
  const World world = run_lab(lab, milliseconds(200));
  ASSERT_EQ(numbers_heard(world, 1), Numbers{1});
  EXPECT_EQ(puppet(world, 1).heard[0].at.ns, milliseconds(106).ns);
}

TEST(Embedded, MessagesTimersAndFactsCarryTheirChannel) {
  LabSpec lab = quiet_lab(2);
  lab.script.start = [](Puppet&, Ctx& ctx) {
    if (ctx.self() != n0) return;
    Ctx inner = ctx.scoped(5);
    inner.send(n1, Poke{1});
    inner.set_timer(Puppet::Timer::first, milliseconds(2), 9);
    ctx.set_timer(Puppet::Timer::first, milliseconds(3), 9);  // another timer
    inner.fact(Noted{1});
    ctx.send(n1, Poke{2});
  };
  lab.script.poke = [](Puppet&, const Poke&, NodeId from, Ctx& ctx) {
    if (ctx.self() == n1) ctx.send(from, Poke{10});  // answers on the same channel
  };
  const World world = run_lab(lab, milliseconds(10));
  ASSERT_EQ(puppet(world, 1).heard.size(), 2u);
  EXPECT_EQ(puppet(world, 1).heard[0].channel, 5);
  EXPECT_EQ(puppet(world, 1).heard[1].channel, 0);
  ASSERT_EQ(puppet(world, 0).heard.size(), 2u);
  EXPECT_EQ(puppet(world, 0).heard[0].channel, 5);
  ASSERT_EQ(puppet(world, 0).fired.size(), 2u);
  EXPECT_EQ(puppet(world, 0).fired[0].channel, 5);
  EXPECT_EQ(puppet(world, 0).fired[1].channel, 0);
  ASSERT_EQ(events_of(world, EventKind::fact).size(), 1u);
  EXPECT_EQ(events_of(world, EventKind::fact)[0].channel, 5);
}

TEST(Timers, SettingReArmsCancellingForgetsAndZeroIsNow) {
  LabSpec lab = quiet_lab(1);
  lab.script.start = [](Puppet&, Ctx& ctx) {
    using Timer = Puppet::Timer;
    ctx.set_timer(Timer::first, milliseconds(10), 1);
    ctx.set_timer(Timer::first, milliseconds(20), 1);  // later
    ctx.set_timer(Timer::first, milliseconds(30), 2);
    ctx.set_timer(Timer::first, milliseconds(5), 2);  // earlier
    ctx.set_timer(Timer::first, milliseconds(7), 3);
    ctx.cancel_timer(Timer::first, 3);
    ctx.set_timer(Timer::second, milliseconds(8), 1);  // not the first one
    ctx.set_timer(Timer::first, Duration{}, 4);
    ctx.set_timer(Timer::first, milliseconds(-3), 5);
    ctx.set_timer(Timer::first, milliseconds(9), 6);
    ctx.cancel_timer(Timer::first, 6);
    ctx.set_timer(Timer::first, milliseconds(12), 6);                                // armed again
    ctx.cancel_timer(Timer::second, 99);                                             // never was
    ctx.set_timer(Timer::second, Duration{std::numeric_limits<int64_t>::max()}, 7);  // never
  };
  const World world = run_lab(lab, seconds(3'000));
  std::vector<std::pair<uint64_t, int64_t>> fired;
  for (const test::Heard& f : puppet(world, 0).fired)
    fired.emplace_back(f.number, f.at.ns / 1'000'000);
  EXPECT_EQ(fired, (std::vector<std::pair<uint64_t, int64_t>>{
                       {4, 0}, {5, 0}, {2, 5}, {1, 8}, {6, 12}, {1, 20}}));
}

}  // namespace
}  // namespace ordain
