// One number for each thing that the machine holds: its hash is their sum, whatever their order.
#pragma once

#include <cstdint>

#include "sim/base/rng.h"

namespace ordain::kv {

enum class Cell : uint8_t { value, lock, fence, queue, session };

inline uint64_t cell_hash(Cell what, uint64_t key, uint64_t value) {
  const uint64_t of_key = mix64(key + 1) + (uint64_t{static_cast<uint8_t>(what)} << 56);
  return mix64(of_key + value);
}

}  // namespace ordain::kv
