// The exploration driver: any enabled event may happen next, and equal states are recognised.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/base/hash.h"
#include "tests/support/draws.h"
#include "tests/support/lab.h"

namespace ordain {
namespace {

using test::LabSpec;
using test::Poke;
using test::Puppet;
using test::puppet;
using test::quiet_lab;
using test::run_out;
using Timer = Puppet::Timer;
using Area = Puppet::Area;

constexpr NodeId n0(0), n1(1), n2(2);

uint64_t state_of(const World& world) {
  Encoder out;
  world.encode_state(out);
  return hash_bytes(out.data(), out.size());
}

// Every node pokes every other, sets a timer, writes, and answers pokes below 100.
LabSpec busy() {
  LabSpec lab = quiet_lab(3);
  lab.world.network.all.delay = Distribution::uniform(milliseconds(1), milliseconds(9));
  lab.world.disk.latency = Distribution::constant(milliseconds(2));
  lab.script.start = [](Puppet& self, Ctx& ctx) {
    if (self.recovered) return;
    ctx.broadcast(Poke{ctx.self().value});
    ctx.set_timer(Timer::first, milliseconds(5), ctx.self().value);
  };
  lab.script.poke = [](Puppet&, const Poke& poke, NodeId from, Ctx& ctx) {
    if (poke.number >= 100) return;
    ctx.put(Area::single, Poke{poke.number});
    ctx.send(from, Poke{poke.number + 100});
  };
  return lab;
}

std::vector<uint64_t> ids(const World& world) {
  std::vector<uint64_t> out;
  for (const World::Enabled& event : world.enabled()) out.push_back(event.id);
  return out;
}

uint64_t message_id(const World& world, NodeId from, NodeId to) {
  for (const World::Enabled& event : world.enabled()) {
    if (event.message != nullptr && event.from == from && event.node == to) return event.id;
  }
  ADD_FAILURE() << "no message from " << from.value << " to " << to.value;
  return 0;
}

TEST(Enabled, ListsMessagesTimersAndWrites) {
  World world = build(busy());
  const std::vector<World::Enabled> events = world.enabled();
  EXPECT_EQ(events.size(), 6u + 3u);
  EXPECT_TRUE(std::is_sorted(events.begin(), events.end(),
                             [](const auto& a, const auto& b) { return a.id < b.id; }));
  EXPECT_TRUE(world.apply(message_id(world, n0, n1)));
  EXPECT_EQ(ids(world).size(), 9u);  // one message less, and the write it caused
  bool write = false;
  for (const World::Enabled& event : world.enabled()) {
    write = write || event.kind == PendingKind::disk_write;
  }
  EXPECT_TRUE(write);
}

TEST(Apply, TakesEventsInAnyOrderAndTimeNeverGoesBack) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    test::Draws draws(seed);
    World world = build(busy());
    Time last = world.now();
    for (std::vector<uint64_t> open = ids(world); !open.empty(); open = ids(world)) {
      ASSERT_TRUE(world.apply(open[draws.below(open.size())]));
      ASSERT_GE(world.now(), last);
      last = world.now();
    }
    for (uint32_t i = 0; i < 3; ++i) {
      EXPECT_EQ(puppet(world, i).heard.size(), 4u);  // two pokes and two answers
      EXPECT_EQ(puppet(world, i).fired.size(), 1u);
    }
  }
}

TEST(Apply, RefusesWhatHasHappenedOrNeverWas) {
  World world = build(busy());
  const uint64_t id = message_id(world, n0, n1);
  EXPECT_TRUE(world.apply(id));
  EXPECT_FALSE(world.apply(id));
  EXPECT_FALSE(world.apply(id + 1));
  EXPECT_FALSE(world.apply(~uint64_t{0}));
  EXPECT_FALSE(world.apply(0));
}

TEST(Apply, RefusesACancelledTimerAndACrashedNodesTimers) {
  LabSpec lab = busy();
  lab.script.poke = [](Puppet&, const Poke&, NodeId, Ctx& ctx) {
    ctx.cancel_timer(Timer::first, ctx.self().value);
  };
  World world = build(lab);
  std::vector<uint64_t> timers(3);
  for (const World::Enabled& event : world.enabled()) {
    if (event.kind == PendingKind::timer) timers[event.node.value] = event.id;
  }
  world.apply(message_id(world, n0, n1));
  EXPECT_FALSE(world.apply(timers[1]));
  world.crash(n2);
  EXPECT_FALSE(world.apply(timers[2]));
  EXPECT_TRUE(world.apply(timers[0]));
}

TEST(Apply, LeavesAPausedNodeAlone) {
  World world = build(busy());
  const uint64_t id = message_id(world, n0, n1);
  world.pause(n1);
  const std::vector<uint64_t> open = ids(world);
  EXPECT_EQ(std::count(open.begin(), open.end(), id), 0);
  EXPECT_FALSE(world.apply(id));
  world.resume(n1);
  EXPECT_TRUE(world.apply(message_id(world, n0, n1)));
}

TEST(Apply, MixesWithTheTimedDriver) {
  World world = build(busy());
  test::Draws draws(5);
  for (int i = 0; i < 10; ++i) {
    const std::vector<uint64_t> open = ids(world);
    if (!open.empty()) world.apply(open[draws.below(open.size())]);
    world.step();
  }
  run_out(world);
  EXPECT_TRUE(world.enabled().empty());
  for (uint32_t i = 0; i < 3; ++i) EXPECT_EQ(puppet(world, i).heard.size(), 4u);
}

// Puppets remember when they heard what; a node that forgets makes deliveries commute.
LabSpec forgetful() {
  LabSpec lab = busy();
  lab.script.poke = [](Puppet& self, const Poke& poke, NodeId from, Ctx& ctx) {
    self.heard.clear();
    self.number += poke.number;
    if (poke.number < 100) ctx.send(from, Poke{poke.number + 100});
  };
  return lab;
}

TEST(State, IsTheSameAfterDeliveriesThatCommute) {
  const World start = build(forgetful());
  World a = start, b = start;
  const uint64_t first = message_id(start, n0, n1), second = message_id(start, n1, n2);
  EXPECT_EQ(state_of(a), state_of(b));
  a.apply(first);
  EXPECT_NE(state_of(a), state_of(start));
  a.apply(second);
  b.apply(second);
  b.apply(first);
  EXPECT_EQ(state_of(a), state_of(b));
}

// However slots were reused on the way, one multiset of messages is one state.
TEST(State, DependsOnNoHistory) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    test::Draws draws(seed);
    World world = build(forgetful());
    World other = build(forgetful());
    // Deliver all first pokes in two orders; what is then under way is the same.
    const auto deliver_all = [&](World& w) {
      std::vector<uint64_t> open;
      for (const World::Enabled& e : w.enabled()) {
        if (e.message != nullptr) open.push_back(e.id);
      }
      for (size_t i = open.size(); i > 0; --i) {
        std::swap(open[i - 1], open[draws.below(i)]);
        w.apply(open[i - 1]);
      }
    };
    deliver_all(world);
    deliver_all(other);
    ASSERT_EQ(state_of(world), state_of(other)) << seed;
  }
}

TEST(State, TellsApartWhatHasADifferentFuture) {
  const World start = build(busy());
  std::set<uint64_t> states{state_of(start)};
  const auto differs = [&](auto change) {
    World world = start;
    change(world);
    EXPECT_TRUE(states.insert(state_of(world)).second) << states.size();
  };
  differs([](World& w) { w.pause(n1); });
  differs([](World& w) { w.crash(n1); });
  differs([](World& w) { w.apply(message_id(w, n0, n1)); });
  differs([](World& w) {
    w.pause(n1);
    w.step();  // something is parked at n1, or not
    while (w.now() < test::at(milliseconds(9))) w.step(test::at(milliseconds(9)));
  });
}

TEST(State, SeesWhatWaitsForTheDiskAndWhatIsHeld) {
  // The same write; what waits for it differs.
  const auto with = [](uint64_t number, bool hold) {
    LabSpec lab = quiet_lab(2);
    lab.world.disk.latency = Distribution::constant(milliseconds(2));
    if (hold) {
      Action action = test::action_on(ActionKind::hold, {n0});
      lab.world.faults = {test::rule_at({}, action)};
    }
    lab.script.start = [number, hold](Puppet&, Ctx& ctx) {
      if (ctx.self() != n0) return;
      if (hold) return ctx.set_timer(Timer::first, milliseconds(1));
      ctx.put(Area::single, Poke{1});
      ctx.send(n1, Poke{number});
    };
    lab.script.timer = [number](Puppet&, Timer, uint64_t, Ctx& ctx) { ctx.send(n1, Poke{number}); };
    return state_of(run_lab(lab, milliseconds(1)));
  };
  EXPECT_NE(with(1, false), with(2, false));
  EXPECT_EQ(with(1, false), with(1, false));
  EXPECT_NE(with(1, true), with(2, true));
}

TEST(State, SeesChannelsAndPartitions) {
  const auto on_channel = [](uint16_t channel) {
    LabSpec lab = quiet_lab(2);
    lab.script.start = [channel](Puppet&, Ctx& ctx) {
      if (ctx.self() == n0) ctx.scoped(channel).send(n1, Poke{1});
    };
    return state_of(build(lab));
  };
  EXPECT_NE(on_channel(1), on_channel(2));
  LabSpec lab = quiet_lab(3);
  const uint64_t whole = state_of(run_lab(lab, milliseconds(1)));
  lab.world.faults = {test::rule_at({}, test::action_on(ActionKind::partition, {n0}))};
  EXPECT_NE(state_of(run_lab(lab, milliseconds(1))), whole);
}

}  // namespace
}  // namespace ordain
