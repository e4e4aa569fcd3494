// A map with few entries at a time, as one sorted array: what is looked up, added and removed for
// each operation of a run costs no allocation once the array has grown to its usual size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/base/assert.h"

namespace ordain::check::lin {

template <class Key, class Mapped>
class SmallMap {
 public:
  using Entry = std::pair<Key, Mapped>;

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

  // References to what the map holds end with the next insertion or removal.
  Mapped& operator[](const Key& key) {
    auto at = place(key);
    if (at == entries_.end() || key < at->first) at = entries_.insert(at, Entry(key, Mapped()));
    return at->second;
  }
  Mapped& at(const Key& key) {
    const auto found = place(key);
    SIM_ASSERT(found != entries_.end() && !(key < found->first));
    return found->second;
  }
  const Mapped& at(const Key& key) const { return const_cast<SmallMap*>(this)->at(key); }

  void erase(const Key& key) {
    const auto found = place(key);
    if (found != entries_.end() && !(key < found->first)) entries_.erase(found);
  }

 private:
  auto place(const Key& key) {
    return std::lower_bound(entries_.begin(), entries_.end(), key,
                            [](const Entry& entry, const Key& k) { return entry.first < k; });
  }

  std::vector<Entry> entries_;
};

}  // namespace ordain::check::lin
