// A hash map from nonzero-or-zero 64-bit keys to 32-bit values: open addressing, no iteration, so
// no order of its entries can leak into a result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/rng.h"

namespace ordain::check::lin {

class FlatMap {
 public:
  static constexpr uint32_t kAbsent = 0xFFFFFFFF;

  // The value at `key`, inserted as kAbsent when new. Valid until the next call.
  uint32_t& at(uint64_t key) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = probe(key);
    if (!slot.used) {
      slot = Slot{key, kAbsent, true};
      ++size_;
    }
    return slot.value;
  }

  uint64_t bytes() const { return slots_.size() * sizeof(Slot); }

 private:
  struct Slot {
    uint64_t key = 0;
    uint32_t value = kAbsent;
    bool used = false;
  };

  Slot& probe(uint64_t key) {
    const size_t mask = slots_.size() - 1;
    size_t i = mix64(key + 0x9E3779B97F4A7C15ULL) & mask;
    while (slots_[i].used && slots_[i].key != key) i = (i + 1) & mask;
    return slots_[i];
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 32 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.used) probe(slot.key) = slot;
  }

  std::vector<Slot> slots_;
  size_t size_ = 0;
};

}  // namespace ordain::check::lin
