#include "sim/base/time.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "sim/base/id.h"

namespace ordain {
namespace {

template <class A, class B>
concept Subtractable = requires(A a, B b) {
  a - b;
};
template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};

TEST(Time, UnitsAreNanoseconds) {
  EXPECT_EQ(nanoseconds(7).ns, 7);
  EXPECT_EQ(microseconds(7).ns, 7'000);
  EXPECT_EQ(milliseconds(7).ns, 7'000'000);
  EXPECT_EQ(seconds(7).ns, 7'000'000'000);
}

TEST(Time, DurationsAddScaleAndCompare) {
  EXPECT_EQ(seconds(1) + milliseconds(500), milliseconds(1500));
  EXPECT_EQ(seconds(1) - milliseconds(1500), -milliseconds(500));
  EXPECT_EQ(milliseconds(5) * 3, milliseconds(15));
  EXPECT_EQ(milliseconds(15) / 4, nanoseconds(3'750'000));
  EXPECT_LT(milliseconds(999), seconds(1));
  Duration d = seconds(1);
  d += seconds(2);
  EXPECT_EQ(d, seconds(3));
}

TEST(Time, MomentsDifferByDurations) {
  const Time start{100};
  EXPECT_EQ(start + nanoseconds(5), Time{105});
  EXPECT_EQ(start - nanoseconds(5), Time{95});
  EXPECT_EQ(Time{105} - start, nanoseconds(5));
  EXPECT_LT(start, Time::max());
}

TEST(Time, MomentsOfTwoClocksDoNotMix) {
  static_assert(Subtractable<Time, Time> && Comparable<LocalTime, LocalTime>);
  static_assert(!Subtractable<Time, LocalTime> && !Subtractable<LocalTime, Time>);
  static_assert(!Comparable<Time, LocalTime>);
  static_assert(!Addable<Time, Time>);
  static_assert(!std::is_convertible_v<Time, LocalTime> && !std::is_convertible_v<int64_t, Time>);
}

TEST(Id, KindsOfIdsDoNotMixWithEachOtherOrWithNumbers) {
  using Other = Id<struct OtherTag>;
  static_assert(!std::is_convertible_v<uint32_t, NodeId> && !std::is_convertible_v<Other, NodeId>);
  static_assert(!std::is_convertible_v<NodeId, uint32_t> && !Comparable<NodeId, Other>);
  EXPECT_LT(NodeId{1}, NodeId{2});
}

TEST(Id, ADefaultIdIsNoOnesId) {
  EXPECT_FALSE(NodeId{}.valid());
  EXPECT_EQ(kNoNode, NodeId{});
  EXPECT_TRUE(NodeId{0}.valid());
}

}  // namespace
}  // namespace ordain
