#include "sim/clock/clock.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/draws.h"

namespace ordain {
namespace {

constexpr Time at(int64_t ms) { return {milliseconds(ms).ns}; }
constexpr LocalTime local(int64_t ms) { return {milliseconds(ms).ns}; }

TEST(Clock, IsPerfectUnlessToldOtherwise) {
  const Clock clock;
  EXPECT_EQ(clock.read(at(1'234)), local(1'234));
  EXPECT_EQ(clock.to_virtual(milliseconds(7)), milliseconds(7));
}

TEST(Clock, SkewIsAConstantOffset) {
  const Clock clock(milliseconds(-40), 0);
  EXPECT_EQ(clock.read(at(0)), local(-40));
  EXPECT_EQ(clock.read(at(1'000)), local(960));
  EXPECT_EQ(clock.offset(at(1'000)), milliseconds(-40));
}

TEST(Clock, DriftGrowsByPartsPerMillion) {
  const Clock fast({}, 200);
  EXPECT_EQ(fast.read(at(10'000)), local(10'002));
  const Clock slow({}, -200);
  EXPECT_EQ(slow.read(at(10'000)), local(9'998));
}

TEST(Clock, DriftStretchesTimersToo) {
  EXPECT_EQ(Clock({}, -500'000).to_virtual(seconds(1)), seconds(2));
  EXPECT_EQ(Clock({}, 1'000'000).to_virtual(seconds(1)), milliseconds(500));
  EXPECT_EQ(Clock({}, 200).to_virtual({}), Duration{});
}

// A timer of one second, armed and fired on the same clock, has seen its second pass on it.
TEST(Clock, ATimerNeverFiresBeforeItsTimeOnItsOwnClock) {
  test::Draws draws(1);
  for (int i = 0; i < 2'000; ++i) {
    const int64_t ppm = static_cast<int64_t>(draws.below(1'900'000)) - 900'000;
    const Clock clock({}, ppm);
    const Duration wait{static_cast<int64_t>(draws.below(10'000'000'000)) + 1};
    const LocalTime fired = clock.read(Time{} + clock.to_virtual(wait));
    ASSERT_GE(fired, LocalTime{} + wait) << ppm << " ppm, " << wait.ns << " ns";
  }
}

TEST(Clock, JumpsForwardAndBackward) {
  Clock clock;
  clock.jump(at(100), milliseconds(50));
  EXPECT_EQ(clock.read(at(100)), local(150));
  EXPECT_EQ(clock.read(at(200)), local(250));
  clock.jump(at(200), milliseconds(-90));
  EXPECT_EQ(clock.read(at(200)), local(160));
  EXPECT_EQ(clock.to_virtual(milliseconds(5)), milliseconds(5));
}

TEST(Clock, ChangingTheDriftKeepsTheReading) {
  Clock clock({}, 1'000);
  clock.set_drift(at(1'000), -1'000);
  EXPECT_EQ(clock.read(at(1'000)), local(1'001));
  EXPECT_EQ(clock.read(at(2'000)), local(2'000));
}

TEST(Clock, ADriftThatEndsLeavesTheUsualOne) {
  Clock clock({}, 100);
  clock.set_drift(at(1'000), 5'000);
  clock.restore_drift(at(2'000));
  EXPECT_EQ(clock.drift_ppm(), 100);
}

TEST(Clock, FrozenStandsStillAndGoesOnFromThere) {
  Clock clock;
  clock.freeze(at(100));
  EXPECT_TRUE(clock.frozen());
  EXPECT_EQ(clock.read(at(500)), local(100));
  EXPECT_EQ(clock.to_virtual(milliseconds(5)), milliseconds(5));  // timers go on
  clock.freeze(at(200));
  clock.thaw(at(1'000));
  EXPECT_EQ(clock.read(at(1'000)), local(100));
  EXPECT_EQ(clock.read(at(1'200)), local(300));
}

TEST(Clock, ThawingARunningClockIsNothing) {
  Clock clock(milliseconds(5), 0);
  clock.thaw(at(1'000));
  EXPECT_EQ(clock.read(at(1'000)), local(1'005));
}

TEST(Clock, JumpsWhileFrozen) {
  Clock clock;
  clock.freeze(at(100));
  clock.jump(at(300), milliseconds(7));
  EXPECT_EQ(clock.read(at(400)), local(107));
}

TEST(Clock, ALongTimerOnASlowClockIsFarAwayNotInThePast) {
  const Clock slow({}, -999'999);
  EXPECT_GT(slow.to_virtual(seconds(1'000'000)), seconds(1'000'000));
  EXPECT_GT(slow.to_virtual(Duration{std::numeric_limits<int64_t>::max()}), seconds(1'000'000));
}

}  // namespace
}  // namespace ordain
