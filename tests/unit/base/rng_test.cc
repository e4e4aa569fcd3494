#include "sim/base/rng.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace ordain {
namespace {

// Pearson's statistic of `counts` against equal shares, times one share, in integers.
uint64_t chi_squared_times_share(const std::vector<uint64_t>& counts, uint64_t share) {
  uint64_t sum = 0;
  for (const uint64_t count : counts) {
    const uint64_t distance = count > share ? count - share : share - count;
    sum += distance * distance;
  }
  return sum;
}

// For 255 degrees of freedom, 99.98 % of true random samples lie between 180 and 344.
void expect_like_255_degrees_of_freedom(const std::vector<uint64_t>& counts, uint64_t share) {
  ASSERT_EQ(counts.size(), 256u);
  EXPECT_GT(chi_squared_times_share(counts, share), 180 * share);
  EXPECT_LT(chi_squared_times_share(counts, share), 344 * share);
}

// Golden values: a change of any of them changes every run that anybody has saved.
TEST(Rng, MixKeepsItsGoldenValues) {
  EXPECT_EQ(mix64(0), 0x0000000000000000ULL);
  EXPECT_EQ(mix64(1), 0x5692161D100B05E5ULL);
  EXPECT_EQ(mix64(2), 0xDBD238973A2B148AULL);
  EXPECT_EQ(mix64(~0ULL), 0xB4D055FCF2CBBD7BULL);
}

TEST(Rng, MixIsTheFinaliserOfSplitMix64) {
  EXPECT_EQ(mix64(0x9E3779B97F4A7C15ULL), 0xE220A8397B1DCDAFULL);  // its first output for seed 0
}

TEST(Rng, DerivedKeysKeepTheirGoldenValues) {
  EXPECT_EQ(derive_key(0, 0), 0x19D6CC59D0CFC1C2ULL);
  EXPECT_EQ(derive_key(0, 1), 0xAE996E2F5453C2BBULL);
  EXPECT_EQ(derive_key(1, 0), 0x6FB6AA5C0BC697FAULL);
  EXPECT_EQ(derive_key(7, 3), 0x2BA5F3C374F7C100ULL);
  EXPECT_EQ(derive_key(~0ULL, ~0ULL), 0x1806064184C41B26ULL);
}

TEST(Rng, DrawsKeepTheirGoldenValues) {
  EXPECT_EQ(draw(0, 0), 0xFA303ABC2B1D7630ULL);
  EXPECT_EQ(draw(0, 1), 0x08C4D7A3914ADA0DULL);
  EXPECT_EQ(draw(1, 0), 0x8FD90E7337AB042DULL);
  EXPECT_EQ(draw(7, 3), 0xA7BB0136A87FA238ULL);
  EXPECT_EQ(draw(~0ULL, ~0ULL), 0xE506A4902FFF4BC4ULL);
}

TEST(Rng, AMillionDrawsFoldToTheirGoldenValue) {
  uint64_t fold = 0;
  for (uint64_t child = 0; child < 1000; ++child) {
    const uint64_t key = derive_key(7, child);
    for (uint64_t ordinal = 0; ordinal < 1000; ++ordinal) fold = mix64(fold ^ draw(key, ordinal));
  }
  EXPECT_EQ(fold, 0xA2A8146CD87B3C6FULL);
}

TEST(Rng, DrawIsAPureFunctionOfKeyAndOrdinal) {
  static_assert(draw(7, 1) == draw(7, 1));
  std::vector<uint64_t> forward, backward(100);
  for (uint64_t i = 0; i < 100; ++i) forward.push_back(draw(7, i));
  for (uint64_t i = 100; i-- > 0;) backward[i] = draw(7, i);
  EXPECT_EQ(forward, backward);
}

TEST(Rng, EveryByteOfADrawIsUniform) {
  const uint64_t key = derive_key(7, 42);
  for (int byte = 0; byte < 8; ++byte) {
    std::vector<uint64_t> counts(256);
    for (uint64_t i = 0; i < 256 * 200; ++i) ++counts[(draw(key, i) >> (8 * byte)) & 255];
    expect_like_255_degrees_of_freedom(counts, 200);
  }
}

// The n-th draws of neighbouring streams (all nodes' first election timeout) must not go together.
TEST(Rng, TheFirstDrawsOfNeighbouringStreamsAreUniform) {
  for (uint64_t ordinal : {0, 1, 2}) {
    std::vector<uint64_t> counts(256);
    for (uint64_t child = 0; child < 256 * 200; ++child) {
      ++counts[draw(derive_key(7, child), ordinal) >> 56];
    }
    expect_like_255_degrees_of_freedom(counts, 200);
  }
}

TEST(Rng, TheSameChoiceOfNeighbouringSeedsIsUniform) {
  std::vector<uint64_t> counts(256);
  for (uint64_t seed = 0; seed < 256 * 200; ++seed) {
    ++counts[draw(derive_key(seed, 3), 0) >> 56];
  }
  expect_like_255_degrees_of_freedom(counts, 200);
}

TEST(Rng, SuccessiveDrawsAreUniformAsPairs) {
  const uint64_t key = derive_key(1, 1);
  std::vector<uint64_t> counts(256);
  for (uint64_t i = 0; i < 256 * 200; ++i) {
    ++counts[((draw(key, i) >> 60) << 4) | (draw(key, i + 1) >> 60)];
  }
  expect_like_255_degrees_of_freedom(counts, 200);
}

// Avalanche: one flipped bit of the key or the ordinal flips about half of the 64 bits.
TEST(Rng, AFlippedBitOfKeyOrOrdinalFlipsHalfOfTheDraw) {
  for (int bit = 0; bit < 64; ++bit) {
    uint64_t by_key = 0, by_ordinal = 0;
    for (uint64_t i = 0; i < 1000; ++i) {
      const uint64_t key = derive_key(i, 5), one = uint64_t{1} << bit;
      by_key += static_cast<uint64_t>(__builtin_popcountll(draw(key, i) ^ draw(key ^ one, i)));
      by_ordinal += static_cast<uint64_t>(__builtin_popcountll(draw(key, i) ^ draw(key, i ^ one)));
    }
    EXPECT_GT(by_key, 31'300u) << bit;
    EXPECT_LT(by_key, 32'700u) << bit;
    EXPECT_GT(by_ordinal, 31'300u) << bit;
    EXPECT_LT(by_ordinal, 32'700u) << bit;
  }
}

TEST(Rng, BelowStaysBelowItsBound) {
  EXPECT_EQ(below(0, 10), 0u);
  EXPECT_EQ(below(~0ULL, 10), 9u);
  EXPECT_EQ(below(~0ULL, 1), 0u);
  EXPECT_EQ(below(~0ULL, ~0ULL), ~0ULL - 1);
  EXPECT_EQ(below(12345, 0), 0u);
}

TEST(Rng, BelowGivesEachValueTheSameShareOfTheRange) {
  // The first and the last input that map to each of ten values.
  const uint128 whole = uint128{1} << 64;
  for (uint64_t value = 0; value < 10; ++value) {
    const auto first = static_cast<uint64_t>((whole * value + 9) / 10);
    const auto last = static_cast<uint64_t>((whole * (value + 1) + 9) / 10 - 1);
    EXPECT_EQ(below(first, 10), value);
    EXPECT_EQ(below(last, 10), value);
  }
}

TEST(Rng, BelowIsUniformForABoundThatIsNoPowerOfTwo) {
  const uint64_t key = derive_key(3, 3);
  std::vector<uint64_t> counts(7);
  for (uint64_t i = 0; i < 70'000; ++i) ++counts[below(draw(key, i), 7)];
  EXPECT_LT(chi_squared_times_share(counts, 10'000), 28 * 10'000u);  // 6 degrees: 99.99 %
}

TEST(Int128, MulHighIsTheUpperHalfOfTheProduct) {
  EXPECT_EQ(mul_high(~0ULL, ~0ULL), ~0ULL - 1);
  EXPECT_EQ(mul_high(1ULL << 63, 2), 1u);
  EXPECT_EQ(mul_high(~0ULL, 1), 0u);
}

}  // namespace
}  // namespace ordain
