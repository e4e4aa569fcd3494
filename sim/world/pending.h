// What waits to happen: messages under way, armed timers, disk writes, faults. Slots are pooled and
// reused; the queue holds (time, order) and finds the slot by the order's low bits.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/core/payload.h"

namespace ordain {

BOOST_DEFINE_FIXED_ENUM_CLASS(PendingKind, uint8_t, none, message, timer, disk_write, strike, undo,
                              restart)

struct Pending {
  Payload payload;
  uint64_t order = 0;   // identifies this use of the slot
  uint64_t number = 0;  // message: n on its link; timer: its place; strike: strike; write: batch
  Time time;
  NodeId node;  // where it will happen
  NodeId from;  // message: the sender; strike, undo: the rule
  uint32_t incarnation = 0;
  PendingKind kind = PendingKind::none;
  uint8_t flags = 0;  // kCopy, kServed, kArrived
  uint16_t channel = 0;
};

inline constexpr uint8_t kCopy = 1;    // the second copy of a duplicated message
inline constexpr uint8_t kServed = 2;  // a slow node has spent its service time on it
// It waits in the memory of its receiver, paused or slow, whose incarnation is noted.
inline constexpr uint8_t kArrived = 4;

// An order is a sequence number above the slot it uses.
inline constexpr int kSlotBits = 24;  // 16 million events at once, 2^40 events a run
inline constexpr uint64_t kSlotMask = (uint64_t{1} << kSlotBits) - 1;

class PendingPool {
 public:
  uint32_t allocate() {
    if (free_.empty()) {
      slots_.emplace_back();
      return static_cast<uint32_t>(slots_.size() - 1);
    }
    const uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void release(uint32_t slot) {
    slots_[slot].payload = Payload();
    recycle(slot);
  }
  // requires that the slot's payload was moved out
  void recycle(uint32_t slot) {
    slots_[slot].kind = PendingKind::none;
    free_.push_back(slot);
  }
  Pending& operator[](uint32_t slot) { return slots_[slot]; }
  const Pending& operator[](uint32_t slot) const { return slots_[slot]; }
  uint32_t size() const { return static_cast<uint32_t>(slots_.size()); }

 private:
  std::vector<Pending> slots_;
  std::vector<uint32_t> free_;
};

}  // namespace ordain
