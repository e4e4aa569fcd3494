// Integer distributions over durations: how long a message, a write or a pause takes. No floating
// point; 64 uniform bits in, nanoseconds out, the same on every machine.
//
// Each is given as a shortest duration plus an excess; the choice's value is the excess, so that
// the benign value 0 is the distribution's shortest (for bimodal and table: its first) duration.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/int128.h"
#include "sim/base/ratio.h"
#include "sim/base/time.h"

namespace ordain {

struct Distribution {
  enum class Kind : uint8_t { constant, uniform, exponential, bimodal, table };
  struct Row {
    Duration value;
    uint32_t weight = 1;
  };

  Kind kind = Kind::constant;
  Duration low;   // constant: the value; uniform: lowest; exponential: shortest; bimodal: fast low
  Duration high;  // uniform: highest; exponential: longest (a cap); bimodal: fast high
  Duration mean;  // exponential: mean of the excess over `low`
  Duration slow_low, slow_high;  // bimodal: the slow mode
  Ratio slow;                    // bimodal: how often it is slow
  std::vector<Row> rows;         // table: values with weights, each drawn whole

  static Distribution constant(Duration value) {
    return {Kind::constant, value, value, {}, {}, {}, {}, {}};
  }
  static Distribution uniform(Duration low, Duration high) {
    return {Kind::uniform, low, high, {}, {}, {}, {}, {}};
  }

  Duration shortest() const;
  bool instant() const { return kind == Kind::constant && low.ns == 0; }

  // shortest() and `excess` more, which may have been answered by anything: at most kForever.
  Duration with_excess(uint64_t excess) const {
    const uint64_t total = static_cast<uint64_t>(shortest().ns) + excess;
    return total > static_cast<uint64_t>(kForever.ns) ? kForever
                                                      : Duration{static_cast<int64_t>(total)};
  }

  // The excess over shortest() for 64 uniform bits (two's complement: a table's may be negative).
  uint64_t excess(uint64_t bits) const {
    if (kind == Kind::uniform) return mul_high(bits, static_cast<uint64_t>((high - low).ns) + 1);
    return kind == Kind::constant ? 0 : uncommon_excess(bits);
  }

 private:
  uint64_t uncommon_excess(uint64_t bits) const;
};

// -ln(u) for u = (bits + 1) / 2^64, as a fixed-point number with 32 fractional bits, by integers
// alone: bit-by-bit binary logarithm (Knuth, TAOCP 1.2.2, exercise 25), scaled by ln 2.
uint64_t negative_log_q32(uint64_t bits);

}  // namespace ordain
