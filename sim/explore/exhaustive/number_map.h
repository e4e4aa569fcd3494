// From two 32-bit numbers to one: open addressing with linear probing, grown at two thirds full.
// What the explorer looks up once or twice a transition.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/rng.h"

namespace ordain {

class NumberMap {
 public:
  static constexpr uint32_t kNone = ~uint32_t{0};

  NumberMap() : slots_(16) {}

  // The number of the pair, or kNone.
  uint32_t find(uint32_t a, uint32_t b) const {
    const uint64_t key = pair(a, b);
    for (uint64_t at = place(key);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.value == kNone) return kNone;
      if (slot.key == key) return slot.value;
    }
  }

  // Requires that the pair has no number yet.
  void add(uint32_t a, uint32_t b, uint32_t value) {
    if (++size_ * 3 > slots_.size() * 2) grow();
    put({pair(a, b), value});
  }

  uint64_t bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    uint64_t key = 0;
    uint32_t value = kNone;
  };
  static uint64_t pair(uint32_t a, uint32_t b) { return (uint64_t{a} << 32) | b; }
  uint64_t place(uint64_t key) const { return mix64(key) & (slots_.size() - 1); }
  void put(Slot added) {
    uint64_t at = place(added.key);
    while (slots_[at].value != kNone) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = added;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.value != kNone) put(slot);
    }
  }

  std::vector<Slot> slots_;
  uint64_t size_ = 0;
};

}  // namespace ordain
