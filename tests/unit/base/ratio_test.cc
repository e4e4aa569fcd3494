#include "sim/base/ratio.h"

#include <gtest/gtest.h>

#include "sim/base/rng.h"

namespace ordain {
namespace {

constexpr uint64_t kMost = ~uint64_t{0};

TEST(Ratio, ZeroNeverHitsAndOneAlwaysHits) {
  for (uint64_t bits : {uint64_t{0}, uint64_t{1}, kMost / 2, kMost}) {
    EXPECT_FALSE((Ratio{0, 1}.hit(bits)));
    EXPECT_FALSE((Ratio{0, 4'294'967'295}.hit(bits)));
    EXPECT_TRUE((Ratio{1, 1}.hit(bits)));
    EXPECT_TRUE((Ratio{4'294'967'295, 4'294'967'295}.hit(bits)));
  }
}

TEST(Ratio, HalfHitsExactlyTheLowerHalf) {
  EXPECT_TRUE((Ratio{1, 2}.hit((uint64_t{1} << 63) - 1)));
  EXPECT_FALSE((Ratio{1, 2}.hit(uint64_t{1} << 63)));
}

TEST(Ratio, HitsExactlyItsShareOfAllDraws) {
  // num/den of 2^64, rounded up, is the first draw that no longer hits.
  for (const Ratio r : {Ratio{1, 3}, Ratio{2, 3}, Ratio{1, 20}, Ratio{999'999, 1'000'000},
                        Ratio{1, 4'294'967'295}, Ratio{4'294'967'294, 4'294'967'295}}) {
    const uint128 scaled = static_cast<uint128>(r.num) << 64;
    const auto first_miss = static_cast<uint64_t>((scaled + r.den - 1) / r.den);
    EXPECT_TRUE(r.hit(first_miss - 1)) << r.num << '/' << r.den;
    EXPECT_FALSE(r.hit(first_miss)) << r.num << '/' << r.den;
  }
}

TEST(Ratio, SpellingsOfTheSameNumberHitTheSameDraws) {
  for (uint64_t i = 0; i < 1000; ++i) {
    EXPECT_EQ((Ratio{1, 20}.hit(draw(9, i))), (Ratio{5, 100}.hit(draw(9, i))));
  }
}

TEST(Ratio, ADefaultRatioIsZero) {
  EXPECT_TRUE(Ratio{}.zero());
  EXPECT_FALSE((Ratio{1, 1'000'000}.zero()));
}

}  // namespace
}  // namespace ordain
