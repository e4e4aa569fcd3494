// Small numbers for Values, in order of first appearance. Holds pointers: the Values must outlive
// it, as those of a History do.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/value.h"

namespace ordain::check::lin {

class ValueIds {
 public:
  uint32_t size() const { return static_cast<uint32_t>(values_.size()); }
  const Value& operator[](uint32_t id) const { return *values_[id]; }

  uint32_t intern(const Value& value) {
    if (2 * (values_.size() + 1) > slots_.size()) grow();
    const size_t at = probe(value);
    if (slots_[at] == kFree) {
      slots_[at] = size();
      values_.push_back(&value);
    }
    return slots_[at];
  }

  // The id, or `absent` for a value never interned.
  uint32_t find(const Value& value, uint32_t absent) const {
    if (slots_.empty()) return absent;
    const uint32_t id = slots_[probe(value)];
    return id == kFree ? absent : id;
  }

 private:
  static constexpr uint32_t kFree = 0xFFFFFFFF;

  size_t probe(const Value& value) const {
    const size_t mask = slots_.size() - 1;
    size_t i = value.hash() & mask;
    while (slots_[i] != kFree && !(*values_[slots_[i]] == value)) i = (i + 1) & mask;
    return i;
  }

  void grow() {
    slots_.assign(slots_.empty() ? 32 : 2 * slots_.size(), kFree);
    for (uint32_t id = 0; id < values_.size(); ++id) slots_[probe(*values_[id])] = id;
  }

  std::vector<uint32_t> slots_;
  std::vector<const Value*> values_;
};

}  // namespace ordain::check::lin
