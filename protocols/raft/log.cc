#include "protocols/raft/log.h"

#include <algorithm>

namespace ordain::raft {

void Log::compact_to(uint64_t index) {
  const auto gone = static_cast<int64_t>(index - base_.index);
  base_ = {index, term_at(index), prefix_hash(index)};
  slots_.erase(slots_.begin(), slots_.begin() + gone);
}

void Log::restart_behind(uint64_t index, uint64_t term, uint64_t prefix_hash) {
  slots_.clear();
  base_ = {index, term, prefix_hash};
}

uint64_t Log::first_index_of_term_at(uint64_t index) const {
  const auto first =
      std::lower_bound(slots_.begin(), slots_.begin() + static_cast<int64_t>(index - base_.index),
                       term_at(index), [](const Slot& s, uint64_t term) { return s.term < term; });
  return base_.index + static_cast<uint64_t>(first - slots_.begin()) + 1;
}

uint64_t Log::last_index_of_term(uint64_t term) const {
  const auto after = std::upper_bound(slots_.begin(), slots_.end(), term,
                                      [](uint64_t t, const Slot& s) { return t < s.term; });
  if (after == slots_.begin()) return term == base_.term ? base_.index : 0;
  if (std::prev(after)->term != term) return 0;
  return base_.index + static_cast<uint64_t>(after - slots_.begin());
}

uint64_t Log::last_configuration(uint64_t up_to) const {
  uint64_t index = std::min(up_to, last_index());
  while (index > base_.index && !holds_configuration(index)) --index;
  return index > base_.index ? index : 0;
}

// The last prefix hash stands for every entry.
void Log::encode(Encoder& out) const {
  out.word(base_.index);
  out.word(last_index());
  out.word(prefix_hash(last_index()));
}

void Log::write_json(JsonWriter& out) const {
  out.begin_array();
  for (const Slot& slot : slots_) slot.entry.write_json(out);
  out.end_array();
}

}  // namespace ordain::raft
