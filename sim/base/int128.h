// 128-bit integers, spelled once: the exact arithmetic of ratios, clocks and generators needs them,
// and -Wpedantic objects to the compilers' own names.
#pragma once

#include <cstdint>

namespace ordain {

__extension__ using uint128 = unsigned __int128;
__extension__ using int128 = __int128;

// The high 64 bits of a * b: scales a full-range random `a` to [0, b).
constexpr uint64_t mul_high(uint64_t a, uint64_t b) {
  return static_cast<uint64_t>((static_cast<uint128>(a) * b) >> 64);
}

}  // namespace ordain
