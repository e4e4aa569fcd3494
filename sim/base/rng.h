// The counter-based generator: draw(key, ordinal) is a pure function, so a choice has no hidden
// state, and removing one draw leaves every other as it was.
//
// The family is that of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2,
// 3" (SC'11): a keyed function of a counter. The rounds are two full 64 x 64 -> 128 bit products,
// as in Wang's wyhash (final version 4), with its constants: about 1 ns. Golden vectors in
// tests/unit/base/rng_test.cc pin the output for good: changing a constant here changes every run
// that anybody has saved.
#pragma once

#include <cstdint>

#include "sim/base/int128.h"

namespace ordain {

// Stafford's variant 13 finaliser, as in SplitMix64: a bijection of 64 bits.
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
  constexpr uint64_t kA = 0x2D358DCCAA6C78A5ULL;
  constexpr uint64_t kB = 0x8BB84B93962EACC9ULL;
  const uint128 first = static_cast<uint128>(key ^ kA) * (ordinal ^ kB);
  const uint128 second = static_cast<uint128>(static_cast<uint64_t>(first) ^ kA) *
                         (static_cast<uint64_t>(first >> 64) ^ kB);
  return static_cast<uint64_t>(second) ^ static_cast<uint64_t>(second >> 64);
}

// Scales a uniform 64-bit number to [0, bound); 0 for an empty range. The bias is below bound/2^64.
constexpr uint64_t below(uint64_t uniform, uint64_t bound) { return mul_high(uniform, bound); }

}  // namespace ordain
