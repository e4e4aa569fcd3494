#include "sim/core/distribution.h"

#include <algorithm>

namespace ordain {

uint64_t negative_log_q32(uint64_t bits) {
  if (bits == ~uint64_t{0}) return 0;
  const uint64_t u = bits + 1;
  const int lead = __builtin_clzll(u);
  uint64_t mantissa = u << lead;  // in [2^63, 2^64): the number 1.x in Q63
  uint64_t fraction = 0;          // log2(mantissa) in Q32
  for (int i = 0; i < 32; ++i) {
    const uint128 square = static_cast<uint128>(mantissa) * mantissa;  // Q126, in [1, 4)
    const bool carry = (square >> 127) != 0;
    fraction = (fraction << 1) | (carry ? 1 : 0);
    mantissa = static_cast<uint64_t>(square >> (carry ? 64 : 63));
  }
  // log2(u / 2^64) = (63 - lead) + fraction - 64
  const uint64_t negative_log2 = (static_cast<uint64_t>(lead + 1) << 32) - fraction;
  constexpr uint64_t kLn2Q32 = 2977044472;  // ln 2 * 2^32, rounded
  return static_cast<uint64_t>((static_cast<uint128>(negative_log2) * kLn2Q32) >> 32);
}

Duration Distribution::shortest() const {
  return kind == Kind::table && !rows.empty() ? rows.front().value : low;
}

uint64_t Distribution::uncommon_excess(uint64_t bits) const {
  switch (kind) {
    case Kind::exponential: {
      const uint128 scaled = static_cast<uint128>(mean.ns) * negative_log_q32(bits);
      return std::min(static_cast<uint64_t>(scaled >> 32), static_cast<uint64_t>((high - low).ns));
    }
    case Kind::bimodal: {
      // The low half of the bits says where in the mode; the high half, which mode.
      const bool is_slow = slow.hit(bits);
      const Duration from = is_slow ? slow_low : low;
      const Duration to = is_slow ? slow_high : high;
      const auto span = static_cast<uint64_t>((to - from).ns) + 1;
      return static_cast<uint64_t>((from - low).ns) + mul_high(bits << 32, span);
    }
    case Kind::table: {
      uint64_t total = 0;
      for (const Row& row : rows) total += row.weight;
      uint64_t at = mul_high(bits, total);
      for (const Row& row : rows) {
        if (at < row.weight) return static_cast<uint64_t>((row.value - rows.front().value).ns);
        at -= row.weight;
      }
      return 0;
    }
    default:
      return 0;
  }
}

}  // namespace ordain
