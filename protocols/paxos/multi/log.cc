#include "protocols/paxos/multi/log.h"

#include <algorithm>

namespace ordain::multi_paxos {

const Payload Log::kNothing;

uint64_t Log::first() const {
  const auto found =
      std::find_if(slots_.begin(), slots_.end(), [](const Slot& s) { return bool(s.pvalue); });
  return found == slots_.end() ? 0 : base_ + 1 + static_cast<uint64_t>(found - slots_.begin());
}

Log::Slot& Log::slot(uint64_t number) {
  SIM_ASSERT(number > base_);
  if (number == last() + 1) {
    slots_.emplace_back();
  } else if (number > last()) {
    slots_.resize(number - base_);
  }
  return slots_[number - base_ - 1];
}

void Log::accept(Payload pvalue, uint64_t record) {
  Slot& at = slot(pvalue.as<PValue>().slot);
  at.pvalue = std::move(pvalue);
  at.record = record;
  at.journalled = true;
}

void Log::learn(Payload pvalue) {
  Slot& at = slot(pvalue.as<PValue>().slot);
  if (at.pvalue && at.pvalue.as<PValue>().ballot == pvalue.as<PValue>().ballot) return;
  at.pvalue = std::move(pvalue);
  at.journalled = false;
}

void Log::forget_to(uint64_t slot) {
  if (slot <= base_) return;
  const uint64_t gone = std::min<uint64_t>(slot - base_, slots_.size());
  slots_.erase(slots_.begin(), slots_.begin() + static_cast<int64_t>(gone));
  base_ = slot;
}

uint64_t Log::first_record(uint64_t next) const {
  uint64_t lowest = next;
  for (const Slot& slot : slots_) {
    if (slot.record != 0) lowest = std::min(lowest, slot.record);
  }
  return lowest;
}

void Log::encode(Encoder& out) const {
  out.word(base_);
  out.word(slots_.size());
  for (const Slot& slot : slots_) {
    out.word(slot.pvalue.hash());
    out.word((slot.record << 1) | (slot.journalled ? 1 : 0));
  }
}

void Log::write_json(JsonWriter& out) const {
  out.begin_array();
  for (const Slot& slot : slots_) slot.pvalue.write_json(out);
  out.end_array();
}

}  // namespace ordain::multi_paxos
