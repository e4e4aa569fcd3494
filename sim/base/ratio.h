// Probabilities as exact integer ratios; no floating point takes part in a decision.
#pragma once

#include <compare>
#include <cstdint>

#include "sim/base/int128.h"

namespace ordain {

// num / den, 0 <= num <= den, 0 < den.
struct Ratio {
  uint32_t num = 0;
  uint32_t den = 1;

  constexpr bool zero() const { return num == 0; }
  constexpr bool certain() const { return num == 0 || num == den; }  // never, or always

  // Whether a uniformly drawn 64-bit number falls below the ratio; exact to 2^-64.
  constexpr bool hit(uint64_t uniform) const {
    return static_cast<uint128>(uniform) * den < (static_cast<uint128>(num) << 64);
  }
  friend constexpr bool operator==(const Ratio&, const Ratio&) = default;
};

}  // namespace ordain
