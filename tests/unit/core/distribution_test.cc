#include "sim/core/distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>

#include "tests/support/draws.h"

namespace ordain {
namespace {

using Kind = Distribution::Kind;

Distribution exponential(Duration low, Duration mean, Duration high) {
  Distribution out;
  out.kind = Kind::exponential;
  out.low = low;
  out.mean = mean;
  out.high = high;
  return out;
}

Distribution bimodal() {
  Distribution out;
  out.kind = Kind::bimodal;
  out.low = milliseconds(1);
  out.high = milliseconds(2);
  out.slow_low = milliseconds(50);
  out.slow_high = milliseconds(80);
  out.slow = {1, 10};
  return out;
}

Distribution table() {
  Distribution out;
  out.kind = Kind::table;
  out.rows = {{milliseconds(5), 6}, {milliseconds(1), 3}, {milliseconds(100), 1}};
  return out;
}

Duration drawn(const Distribution& distribution, uint64_t bits) {
  return distribution.shortest() + Duration{static_cast<int64_t>(distribution.excess(bits))};
}

struct Seen {
  Duration least{std::numeric_limits<int64_t>::max()};
  Duration most;
  int64_t mean = 0;
};

Seen draw_many(const Distribution& distribution, int count = 20'000) {
  test::Draws draws(11);
  Seen seen;
  int64_t sum = 0;
  for (int i = 0; i < count; ++i) {
    const Duration d = drawn(distribution, draws.bits());
    seen.least = std::min(seen.least, d);
    seen.most = std::max(seen.most, d);
    sum += d.ns;
  }
  seen.mean = sum / count;
  return seen;
}

TEST(Distribution, ConstantIsOneValue) {
  const Seen seen = draw_many(Distribution::constant(milliseconds(3)));
  EXPECT_EQ(seen.least, milliseconds(3));
  EXPECT_EQ(seen.most, milliseconds(3));
  EXPECT_TRUE(Distribution::constant({}).instant());
  EXPECT_FALSE(Distribution::constant(nanoseconds(1)).instant());
}

TEST(Distribution, UniformReachesBothEndsAndNoFurther) {
  const Distribution few = Distribution::uniform(nanoseconds(10), nanoseconds(13));
  std::map<int64_t, int> counts;
  test::Draws draws(2);
  for (int i = 0; i < 4'000; ++i) ++counts[drawn(few, draws.bits()).ns];
  ASSERT_EQ(counts.size(), 4u);
  EXPECT_EQ(counts.begin()->first, 10);
  EXPECT_EQ(counts.rbegin()->first, 13);
  for (const auto& [value, count] : counts) {
    EXPECT_GT(count, 880) << value;
    EXPECT_LT(count, 1'120) << value;
  }
  EXPECT_EQ(drawn(few, 0).ns, 10);
  EXPECT_EQ(drawn(few, ~uint64_t{0}).ns, 13);
}

TEST(Distribution, UniformHasItsMeanInTheMiddle) {
  const Seen seen = draw_many(Distribution::uniform(milliseconds(1), milliseconds(10)));
  EXPECT_GE(seen.least, milliseconds(1));
  EXPECT_LE(seen.most, milliseconds(10));
  EXPECT_NEAR(seen.mean, 5'500'000, 60'000);
}

TEST(Distribution, ExponentialHasItsMeanAndItsCap) {
  const Seen seen = draw_many(exponential(milliseconds(2), milliseconds(10), seconds(10)));
  EXPECT_GE(seen.least, milliseconds(2));
  EXPECT_NEAR(seen.mean, 12'000'000, 250'000);
  EXPECT_GT(seen.most, milliseconds(80));  // ln 20,000 is 9.9
  const Seen capped = draw_many(exponential(milliseconds(2), milliseconds(10), milliseconds(15)));
  EXPECT_EQ(capped.most, milliseconds(15));
}

TEST(Distribution, ExponentialHalvesWithEachHalfOfTheDraws) {
  const Distribution one =
      exponential({}, nanoseconds(int64_t{1} << 32), Duration{int64_t{1} << 40});
  EXPECT_EQ(one.excess((uint64_t{1} << 63) - 1), 2'977'044'472u);      // ln 2
  EXPECT_EQ(one.excess((uint64_t{1} << 62) - 1), 2u * 2'977'044'472);  // ln 4
  EXPECT_EQ(one.excess(~uint64_t{0}), 0u);
}

TEST(Distribution, BimodalIsFastOrSlowAndNothingBetween) {
  const Distribution both = bimodal();
  test::Draws draws(4);
  int slow = 0;
  int64_t slow_sum = 0, fast_sum = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Duration d = drawn(both, draws.bits());
    const bool is_slow = d >= milliseconds(50);
    ASSERT_TRUE(is_slow ? d <= milliseconds(80) : d >= milliseconds(1) && d <= milliseconds(2));
    slow += is_slow ? 1 : 0;
    (is_slow ? slow_sum : fast_sum) += d.ns;
  }
  EXPECT_NEAR(slow, 2'000, 150);
  EXPECT_NEAR(slow_sum / slow, 65'000'000, 1'000'000);
  EXPECT_NEAR(fast_sum / (20'000 - slow), 1'500'000, 20'000);
}

TEST(Distribution, TableDrawsRowsByWeight) {
  const Distribution rows = table();
  EXPECT_EQ(rows.shortest(), milliseconds(5));  // the first row is the usual one
  std::map<int64_t, int> counts;
  test::Draws draws(5);
  for (int i = 0; i < 10'000; ++i) ++counts[drawn(rows, draws.bits()).ns / 1'000'000];
  ASSERT_EQ(counts.size(), 3u);
  EXPECT_NEAR(counts[5], 6'000, 250);
  EXPECT_NEAR(counts[1], 3'000, 250);
  EXPECT_NEAR(counts[100], 1'000, 150);
}

TEST(Distribution, ATableWithoutRowsOrWeightsIsItsShortest) {
  Distribution empty;
  empty.kind = Kind::table;
  EXPECT_EQ(drawn(empty, 12345), Duration{});
  empty.rows = {{milliseconds(4), 0}};
  EXPECT_EQ(drawn(empty, ~uint64_t{0}), milliseconds(4));
}

TEST(Distribution, KeepsItsGoldenValues) {
  const uint64_t bits = 0x9E3779B97F4A7C15;
  EXPECT_EQ(drawn(Distribution::uniform(milliseconds(1), milliseconds(10)), bits).ns, 6562306);
  EXPECT_EQ(drawn(exponential(milliseconds(1), milliseconds(10), seconds(1)), bits).ns, 5812118);
  EXPECT_EQ(drawn(bimodal(), bits).ns, 1497230);
  EXPECT_EQ(drawn(bimodal(), bits >> 5).ns, 73903654);
  EXPECT_EQ(drawn(table(), bits).ns, 1000000);
}

// -ln(u / 2^64) * 2^32, computed with sixty decimal digits.
TEST(NegativeLog, IsExactToItsLastBits) {
  const std::map<uint64_t, int64_t> known{
      {1u, 190530846196},
      {2u, 187553801725},
      {3u, 185812342346},
      {1000000u, 131193680172},
      {4294967296u, 95265423098},
      {12345678901234567u, 31393363566},
      {4611686018427387904u, 5954088944},
      {13835058055282163712u, 1235585093},
      {18446742974197923840u, 256},
      {11400714819323198485u, 2066789051},
  };
  for (const auto& [u, expected] : known) {
    EXPECT_NEAR(static_cast<int64_t>(negative_log_q32(u - 1)), expected, 16) << u;
  }
  EXPECT_EQ(negative_log_q32((uint64_t{1} << 63) - 1), 2'977'044'472u);
  EXPECT_EQ(negative_log_q32(~uint64_t{0}), 0u);
}

TEST(NegativeLog, FallsAsItsArgumentGrows) {
  uint64_t last = negative_log_q32(0);
  for (uint64_t i = 1; i <= 4'096; ++i) {
    const uint64_t value = negative_log_q32((i << 52) - 1);
    ASSERT_LE(value, last) << i;
    last = value;
  }
}

}  // namespace
}  // namespace ordain
