#include "sim/check/livelock.h"

#include <gtest/gtest.h>

namespace ordain {
namespace {

struct Asked {
  uint64_t round = 0;
};
struct Refused {
  uint64_t round = 0;
};
struct Served {
  uint64_t round = 0;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (round))
BOOST_DESCRIBE_STRUCT(Refused, (), (round))
BOOST_DESCRIBE_STRUCT(Served, (), (round))

template <class F>
FactEvent event(const F& fact, uint32_t node, int64_t ms) {
  return {Fact::of(fact), NodeId(node), Time{milliseconds(ms).ns}, 0};
}

TEST(Livelock, IsAStateThatComesBackWhileNumbersGrow) {
  LivelockDetector detector;
  for (uint64_t round = 0; round < 20; ++round) {
    detector.on_fact(event(Asked{round}, 0, static_cast<int64_t>(round) * 100));
    detector.on_fact(event(Refused{round}, 0, static_cast<int64_t>(round) * 100 + 50));
  }
  EXPECT_EQ(detector.describe(),
            "livelock: the same state (n1 asked) came back 19 times in 1.900s");
}

TEST(Livelock, IsNoneWhereOneFactIsRepeated) {
  LivelockDetector detector;
  for (uint64_t round = 0; round < 100; ++round) detector.on_fact(event(Served{round}, 0, 1));
  EXPECT_EQ(detector.describe(), "");
}

TEST(Livelock, IsNoneAfterAFewRounds) {
  LivelockDetector detector;
  for (uint64_t round = 0; round < LivelockDetector::kOften; ++round) {
    detector.on_fact(event(Asked{round}, 0, 1));
    detector.on_fact(event(Refused{round}, 1, 2));
    detector.on_fact(event(Served{round}, 0, 3));
  }
  EXPECT_EQ(detector.describe(), "");
}

}  // namespace
}  // namespace ordain
