// A timer may be told to fire late, by the number of its setting: nothing draws it.
#include <gtest/gtest.h>

#include "tests/support/lab.h"

namespace ordain {
namespace {

using test::LabSpec;
using test::Puppet;
using test::puppet;
using test::quiet_lab;
using test::run_lab;
using Timer = Puppet::Timer;

constexpr NodeId n0(0);

Site late(uint64_t nth) {
  return {Stream::clock, static_cast<uint8_t>(ClockAspect::late), 0, 0, nth};
}

// Two timers, set again when the first fires.
LabSpec two_timers() {
  LabSpec lab = quiet_lab(1);
  lab.script.start = [](Puppet&, Ctx& ctx) {
    ctx.set_timer(Timer::first, milliseconds(5), 1);
    ctx.set_timer(Timer::second, milliseconds(6), 2);
  };
  lab.script.timer = [](Puppet&, Timer timer, uint64_t key, Ctx& ctx) {
    if (timer == Timer::first && key == 1) ctx.set_timer(Timer::first, milliseconds(5), 3);
  };
  return lab;
}

std::vector<std::pair<uint64_t, int64_t>> fired(LabSpec lab, Overrides overrides) {
  lab.world.overrides = std::make_shared<const Overrides>(std::move(overrides));
  const World world = run_lab(lab, milliseconds(100));
  std::vector<std::pair<uint64_t, int64_t>> out;
  for (const test::Heard& timer : puppet(world, 0).fired) {
    out.emplace_back(timer.number, timer.at.ns / 1'000'000);
  }
  return out;
}

using Fired = std::vector<std::pair<uint64_t, int64_t>>;

TEST(Lateness, DelaysTheNthTimerThatWasSetAndNoOther) {
  EXPECT_EQ(fired(two_timers(), {}), (Fired{{1, 5}, {2, 6}, {3, 10}}));
  EXPECT_EQ(fired(two_timers(), {{late(2), 7'000'000}}), (Fired{{1, 5}, {3, 10}, {2, 13}}));
  EXPECT_EQ(fired(two_timers(), {{late(1), 2'000'000}}), (Fired{{2, 6}, {1, 7}, {3, 12}}));
}

TEST(Lateness, MayBeForEver) {
  EXPECT_EQ(fired(two_timers(), {{late(1), ~uint64_t{0}}}), (Fired{{2, 6}}));
}

// A timer that is re-armed has a new number, also after a crash.
TEST(Lateness, IsCountedAcrossCrashes) {
  LabSpec lab = two_timers();
  lab.world.faults = {
      test::rule_at(milliseconds(1), test::action_on(ActionKind::crash, {n0}), milliseconds(1))};
  EXPECT_EQ(fired(lab, {{late(4), 1'000'000}}), (Fired{{1, 7}, {2, 9}, {3, 12}}));
}

}  // namespace
}  // namespace ordain
