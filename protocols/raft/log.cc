#include "protocols/raft/log.h"

#include <algorithm>

namespace ordain::raft {

uint64_t Log::first_index_of_term_at(uint64_t index) const {
  const auto first =
      std::lower_bound(slots_.begin(), slots_.begin() + static_cast<int64_t>(index), term_at(index),
                       [](const Slot& s, uint64_t term) { return s.term < term; });
  return static_cast<uint64_t>(first - slots_.begin()) + 1;
}

uint64_t Log::last_index_of_term(uint64_t term) const {
  const auto after = std::upper_bound(slots_.begin(), slots_.end(), term,
                                      [](uint64_t t, const Slot& s) { return t < s.term; });
  if (after == slots_.begin() || std::prev(after)->term != term) return 0;
  return static_cast<uint64_t>(after - slots_.begin());
}

// The last prefix hash stands for every entry.
void Log::encode(Encoder& out) const {
  out.word(last_index());
  out.word(prefix_hash(last_index()));
}

void Log::write_json(JsonWriter& out) const {
  out.begin_array();
  for (const Slot& slot : slots_) slot.entry.write_json(out);
  out.end_array();
}

}  // namespace ordain::raft
