#include "sim/explore/exhaustive/state_store.h"

#include <cstring>

#include "sim/base/assert.h"
#include "sim/base/hash.h"

namespace ordain {

uint32_t StateStore::hash(Words words) {
  const uint64_t all =
      hash_bytes(reinterpret_cast<const char*>(words.data), words.size * sizeof(uint32_t));
  return static_cast<uint32_t>(all ^ (all >> 32));
}

bool StateStore::same(uint32_t state, Words words) const {
  const Words known = this->words(state);
  return known.size == words.size &&
         std::memcmp(known.data, words.data, words.size * sizeof(uint32_t)) == 0;
}

uint32_t StateStore::find(Words words, uint32_t hash) const {
  for (uint64_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.state == kNone) return kNone;
    if (slot.hash == hash && same(slot.state, words)) return slot.state;
  }
}

uint32_t StateStore::add(Words words, uint32_t hash, uint32_t parent, bool& fresh) {
  uint64_t at = hash & (slots_.size() - 1);
  for (;; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.state == kNone) break;
    if (slot.hash == hash && same(slot.state, words)) {
      fresh = false;
      return slot.state;
    }
  }
  fresh = true;
  const uint32_t state = append(words, parent);
  slots_[at] = {state, hash};
  if (offsets_.size() * 3 > slots_.size() * 2) grow();
  return state;
}

uint32_t StateStore::append(Words words, uint32_t parent) {
  write(words);
  parents_.push_back(parent);
  return static_cast<uint32_t>(offsets_.size() - 1);
}

// A record never crosses the end of a chunk.
void StateStore::write(Words words) {
  const uint32_t need = words.size + 1;
  SIM_ASSERT(need <= kChunk);
  if (used_ / kChunk != (used_ + need - 1) / kChunk) used_ = (used_ / kChunk + 1) * kChunk;
  if ((used_ + need - 1) / kChunk >= chunks_.size()) {
    chunks_.push_back(std::make_unique<uint32_t[]>(kChunk));
  }
  SIM_ASSERT(used_ < kNone && offsets_.size() < kNone);
  uint32_t* at = chunks_[used_ >> kChunkBits].get() + (used_ & (kChunk - 1));
  at[0] = words.size;
  std::memcpy(at + 1, words.data, words.size * sizeof(uint32_t));
  offsets_.push_back(static_cast<uint32_t>(used_));
  used_ += need;
}

void StateStore::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.state == kNone) continue;
    uint64_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].state != kNone) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

uint64_t StateStore::bytes() const {
  return slots_.capacity() * sizeof(Slot) + offsets_.capacity() * sizeof(uint32_t) +
         parents_.capacity() * sizeof(uint32_t) + chunks_.size() * kChunk * sizeof(uint32_t);
}

}  // namespace ordain
