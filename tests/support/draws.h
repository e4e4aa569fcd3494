// A stream of random numbers for tests: integers alone, from the simulator's own generator, so that
// a failing test fails alike everywhere.
#pragma once

#include <cstdint>

#include "sim/base/rng.h"

namespace ordain::test {

class Draws {
 public:
  explicit Draws(uint64_t seed) : key_(derive_key(seed, 0x7E57)) {}

  uint64_t bits() { return draw(key_, ++ordinal_); }
  uint64_t below(uint64_t bound) { return ordain::below(bits(), bound); }
  bool one_in(uint64_t n) { return below(n) == 0; }

 private:
  uint64_t key_;
  uint64_t ordinal_ = 0;
};

}  // namespace ordain::test
