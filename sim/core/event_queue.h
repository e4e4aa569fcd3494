// The pending-event queue: a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, 1990) with a sorted
// bottom. Virtual time never goes back, so an entry needs to know only by which power of two it
// lies ahead; few are ever compared, and the cost stays flat from ten events in flight to a
// million.
//
// Order is (time, order); `order` is unique and given by increasing numbers, so ties are first
// come, first served and two runs pop alike.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/base/assert.h"
#include "sim/base/int128.h"

namespace ordain {

class EventQueue {
 public:
  struct Entry {
    uint64_t time = 0;   // ns, below 2^62
    uint64_t order = 0;  // sequence number and slot, see World
    // As one 128-bit number, so that comparing does not branch.
    friend bool operator<(const Entry& a, const Entry& b) { return a.number() < b.number(); }
    uint128 number() const { return static_cast<uint128>(time) << 64 | order; }
  };

  bool empty() const { return size_ == 0; }
  uint64_t size() const { return size_; }

  // requires entry.time >= the time of the last popped entry, unless the queue is empty
  void push(Entry entry) {
    ++size_;
    if (entry.time >= limit_ && entry.time != last_) {
      const int index = bucket_of(entry.time);
      buckets_[static_cast<size_t>(index)].push_back(entry);
      occupied_ |= uint64_t{1} << index;
    } else {
      push_near(entry);
    }
  }

  // The earliest entry if its time is at most `end`, else null. Looking further than what is popped
  // then would forbid pushes of nearer moments: give the moment up to which the clock may go.
  const Entry* due(uint64_t end) {
    if (fifo_head_ == fifo_.size() && bottom_.empty()) refill(end);
    const Entry* first = fifo_head_ < fifo_.size() ? &fifo_[fifo_head_]
                         : bottom_.empty()         ? nullptr
                                                   : &bottom_.back();
    return first != nullptr && first->time <= end ? first : nullptr;
  }

  // requires !empty()
  const Entry& top() { return *due(~uint64_t{0}); }

  Entry pop() {
    const Entry entry = top();
    drop();
    return entry;
  }

  // Takes the earliest entry if its time is at most `end`: due() and pop() in one.
  bool take(uint64_t end, Entry& out) {
    const Entry* first = due(end);
    if (first == nullptr) return false;
    out = *first;
    drop();
    return true;
  }
  // The entry that will come `ahead` pops later, if it is already in order: for prefetching.
  const Entry* peek(size_t ahead) const {
    return ahead < bottom_.size() ? &bottom_[bottom_.size() - 1 - ahead] : nullptr;
  }

  void clear();

 private:
  static constexpr size_t kSortAtMost = 64;
  static constexpr size_t kSpillAbove = 256;

  // requires time > last_: the index of the highest bit in which they differ
  int bucket_of(uint64_t time) const { return 63 - __builtin_clzll(time ^ last_); }
  // The first moment after bucket `index`.
  uint64_t end_of(int index) const { return ((last_ >> (index + 1)) + 1) << (index + 1); }

  // What due() has just shown.
  void drop() {
    --size_;
    if (fifo_head_ == fifo_.size()) {
      popped_ = bottom_.back().time;
      bottom_.pop_back();
      return;
    }
    popped_ = fifo_[fifo_head_].time;
    if (++fifo_head_ == fifo_.size()) {
      fifo_.clear();
      fifo_head_ = 0;
    }
  }

  void push_near(Entry entry);
  void refill(uint64_t end);
  void redistribute(int index, uint64_t earliest);
  void spill();

  uint64_t size_ = 0;
  uint64_t popped_ = 0;      // the time of the last popped entry
  uint64_t last_ = 0;        // buckets are relative to this moment; at most popped_
  uint64_t limit_ = 0;       // entries in (last_, limit_) belong to bottom_
  uint64_t occupied_ = 0;    // which buckets are not empty
  std::vector<Entry> fifo_;  // entries at exactly last_, in order
  size_t fifo_head_ = 0;
  std::vector<Entry> bottom_;  // the next entries, latest first
  std::array<std::vector<Entry>, 64> buckets_;
};

}  // namespace ordain
