// A map with few entries at a time, as one sorted array: what is looked up, added and removed for
// each operation of a run costs no allocation once the array has grown to its usual size, and a
// copy costs one.
//
// References to what it holds end with the next insertion or removal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/base/assert.h"
#include "sim/base/encode.h"

namespace ordain {

template <class Key, class Mapped>
class SmallMap {
 public:
  using Entry = std::pair<Key, Mapped>;
  using iterator = typename std::vector<Entry>::iterator;
  using const_iterator = typename std::vector<Entry>::const_iterator;

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  iterator begin() { return entries_.begin(); }
  iterator end() { return entries_.end(); }
  const_iterator begin() const { return entries_.begin(); }
  const_iterator end() const { return entries_.end(); }
  void clear() { entries_.clear(); }

  // The first entry whose key is not below this one.
  iterator lower_bound(const Key& key) {
    return std::lower_bound(entries_.begin(), entries_.end(), key,
                            [](const Entry& entry, const Key& k) { return entry.first < k; });
  }
  iterator find(const Key& key) {
    const auto found = lower_bound(key);
    return found == entries_.end() || key < found->first ? entries_.end() : found;
  }
  const_iterator find(const Key& key) const { return const_cast<SmallMap*>(this)->find(key); }

  Mapped& operator[](const Key& key) {
    auto at = lower_bound(key);
    if (at == entries_.end() || key < at->first) at = insert_at(at, Entry(key, Mapped()));
    return at->second;
  }
  Mapped& at(const Key& key) {
    const auto found = find(key);
    SIM_ASSERT(found != entries_.end());
    return found->second;
  }
  const Mapped& at(const Key& key) const { return const_cast<SmallMap*>(this)->at(key); }

  // Where lower_bound(entry.first) points; requires that the key is not there.
  iterator insert_at(iterator place, Entry entry) {
    return entries_.insert(place, std::move(entry));
  }
  // Those whose keys are not there yet.
  void insert(const Entry& entry) {
    const auto place = lower_bound(entry.first);
    if (place == entries_.end() || entry.first < place->first) insert_at(place, entry);
  }
  template <class Iterator>
  void insert(Iterator first, Iterator last) {
    for (; first != last; ++first) insert(*first);
  }

  void erase(const Key& key) {
    const auto found = find(key);
    if (found != entries_.end()) entries_.erase(found);
  }

  friend bool operator==(const SmallMap&, const SmallMap&) = default;
  void encode(Encoder& out) const { detail::encode_sorted(out, entries_); }

 private:
  std::vector<Entry> entries_;
};

}  // namespace ordain
