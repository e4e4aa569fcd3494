// The counter-based generator: draw(key, ordinal) is a pure function, so a choice has no hidden
// state, and removing one draw leaves every other as it was.
//
// The family is that of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2,
// 3" (SC'11): a keyed bijection of a counter. The rounds are multiply-xorshift rounds (the
// constants are Stafford's variant 13, as in SplitMix64) with the key injected before each: about 3
// ns. Golden vectors in tests/unit/base/rng_test.cc pin the output for good: changing a constant
// here changes every run that anybody has saved.
#pragma once

#include <cstdint>

#include "sim/base/int128.h"

namespace ordain {

constexpr uint64_t mix64(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// One key a stream; derive a stream's key from its parent's, never by adding small numbers.
constexpr uint64_t derive_key(uint64_t parent, uint64_t child) {
  return mix64(mix64(child + 0x9E3779B97F4A7C15ULL) ^ parent) + 0xD1B54A32D192ED03ULL;
}

// The `ordinal`-th number of the stream `key`, uniform over 64 bits.
constexpr uint64_t draw(uint64_t key, uint64_t ordinal) {
  return mix64(mix64(ordinal * 0x9E3779B97F4A7C15ULL + key) ^ key);
}

// Scales a uniform 64-bit number to [0, bound); 0 for an empty range. The bias is below bound/2^64.
constexpr uint64_t below(uint64_t uniform, uint64_t bound) { return mul_high(uniform, bound); }

}  // namespace ordain
