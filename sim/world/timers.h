// A node's timers. Each has at most one entry in the queue: re-arming to a later deadline only
// moves the deadline, and the entry, when it comes up early, is put back (so that a heartbeat that
// re-arms an election timer at every message leaves no cancelled entries behind).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/time.h"

namespace ordain {

struct TimerSlot {
  uint64_t key = 0;
  Time deadline;
  Time queued_for;           // the moment of its queue entry
  uint32_t pending = kNone;  // the entry's slot
  uint16_t channel = 0;
  uint8_t name = 0;
  bool armed = false;

  static constexpr uint32_t kNone = ~uint32_t{0};
};

class NodeTimers {
 public:
  // The timer's place, adding it when it is new.
  uint32_t place(uint8_t name, uint64_t key, uint16_t channel) {
    const uint32_t found = find(name, key, channel);
    if (found != TimerSlot::kNone) return found;
    for (uint32_t i = 0; i < slots_.size(); ++i) {  // reuse the place of a forgotten one
      if (!slots_[i].armed && slots_[i].pending == TimerSlot::kNone)
        return claim(i, name, key, channel);
    }
    slots_.emplace_back();
    return claim(static_cast<uint32_t>(slots_.size() - 1), name, key, channel);
  }
  uint32_t find(uint8_t name, uint64_t key, uint16_t channel) const {
    for (uint32_t i = 0; i < slots_.size(); ++i) {
      const TimerSlot& slot = slots_[i];
      if (slot.name == name && slot.key == key && slot.channel == channel &&
          (slot.armed || slot.pending != TimerSlot::kNone)) {
        return i;
      }
    }
    return TimerSlot::kNone;
  }
  TimerSlot& operator[](uint32_t place) { return slots_[place]; }
  std::vector<TimerSlot>& slots() { return slots_; }
  const std::vector<TimerSlot>& slots() const { return slots_; }
  void clear() { slots_.clear(); }
  // How often a timer of this node was set, this time included: what its lateness is named by.
  uint64_t count_set() { return ++set_; }

 private:
  uint32_t claim(uint32_t place, uint8_t name, uint64_t key, uint16_t channel) {
    TimerSlot& slot = slots_[place];
    slot.key = key;
    slot.name = name;
    slot.channel = channel;
    return place;
  }
  std::vector<TimerSlot> slots_;
  uint64_t set_ = 0;
};

}  // namespace ordain
