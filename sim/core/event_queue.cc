#include "sim/core/event_queue.h"

#include <algorithm>

namespace ordain {

namespace {

constexpr size_t kNearTheEnd = 16;

// Latest first. The newest entry has the highest order, so among those of its moment it comes last:
// comparing moments is enough. With few messages under way it belongs near the end, behind all
// timers, and is brought there from the end; else its place is searched for.
void insert_in_order(EventQueue::Entry entry, std::vector<EventQueue::Entry>& entries) {
  size_t at = entries.size();
  if (at > kNearTheEnd && entries[at - kNearTheEnd].time <= entry.time) {
    const auto later = [](const EventQueue::Entry& other, uint64_t time) {
      return other.time > time;
    };
    entries.insert(std::lower_bound(entries.begin(), entries.end(), entry.time, later), entry);
    return;
  }
  entries.push_back(entry);
  EventQueue::Entry* const base = entries.data();
  for (; at > 0 && base[at - 1].time <= entry.time; --at) base[at] = base[at - 1];
  base[at] = entry;
}

}  // namespace

void EventQueue::push_near(Entry entry) {
  if (entry.time == last_) {
    fifo_.push_back(entry);
    return;
  }
  if (entry.time < last_) {  // allowed when there is nothing else
    SIM_ASSERT(size_ == 1);
    clear();
    return push(entry);
  }
  insert_in_order(entry, bottom_);
  if (bottom_.size() > kSpillAbove && fifo_head_ == fifo_.size()) spill();
}

// Moves the lowest buckets to the bottom, as many as are worth sorting; a large one is first spread
// over the buckets below it.
void EventQueue::refill(uint64_t end) {
  while (fifo_head_ == fifo_.size()) {
    if (occupied_ == 0) break;
    const int index = __builtin_ctzll(occupied_);
    std::vector<Entry>& bucket = buckets_[static_cast<size_t>(index)];
    if (bottom_.size() + bucket.size() > kSortAtMost) {
      if (!bottom_.empty()) break;
      const uint64_t earliest = std::min_element(bucket.begin(), bucket.end())->time;
      if (earliest > end) break;
      redistribute(index, earliest);
      continue;
    }
    bottom_.insert(bottom_.end(), bucket.begin(), bucket.end());
    bucket.clear();
    occupied_ &= occupied_ - 1;
    limit_ = end_of(index);
  }
  std::sort(bottom_.begin(), bottom_.end(), [](const Entry& a, const Entry& b) { return b < a; });
}

// Makes the bucket's earliest moment the new reference: it must be popped next, for nothing earlier
// can be pushed any more. Entries of one moment keep their order,
// here and in every push, so that fifo_ is sorted.
void EventQueue::redistribute(int index, uint64_t earliest) {
  std::vector<Entry>& bucket = buckets_[static_cast<size_t>(index)];
  last_ = earliest;
  limit_ = last_;
  occupied_ &= ~(uint64_t{1} << index);
  for (const Entry& entry : bucket) {
    if (entry.time == last_) {
      fifo_.push_back(entry);
      continue;
    }
    const int lower = bucket_of(entry.time);
    buckets_[static_cast<size_t>(lower)].push_back(entry);
    occupied_ |= uint64_t{1} << lower;
  }
  bucket.clear();
}

// A bottom that has grown too long to insert into goes back to the buckets. The reference is the
// moment that was popped last, not the next one: something nearer may still be pushed.
void EventQueue::spill() {
  last_ = popped_;
  limit_ = last_;
  for (auto entry = bottom_.rbegin(); entry != bottom_.rend(); ++entry) {
    if (entry->time == last_) {
      fifo_.push_back(*entry);
      continue;
    }
    const int index = bucket_of(entry->time);
    buckets_[static_cast<size_t>(index)].push_back(*entry);
    occupied_ |= uint64_t{1} << index;
  }
  bottom_.clear();
}

void EventQueue::clear() {
  for (std::vector<Entry>& bucket : buckets_) bucket.clear();
  fifo_.clear();
  bottom_.clear();
  size_ = popped_ = last_ = limit_ = occupied_ = 0;
  fifo_head_ = 0;
}

}  // namespace ordain
