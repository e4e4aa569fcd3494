// The distinct global states of a search, each a short list of 32-bit words, compared exactly.
//
// Memory a state: its words, a word for their number, and 20 bytes or so of index: where the words
// lie, the state that it was first reached from, and a slot of the hash table (8 bytes, at most two
// thirds full).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace ordain {

class StateStore {
 public:
  static constexpr uint32_t kNone = ~uint32_t{0};

  struct Words {
    const uint32_t* data = nullptr;
    uint32_t size = 0;
  };

  StateStore() : slots_(1024) {}

  static uint32_t hash(Words words);

  // The state's number, or kNone.
  uint32_t find(Words words, uint32_t hash) const;
  // Adds it unless it is there; `fresh` says which.
  uint32_t add(Words words, uint32_t hash, uint32_t parent, bool& fresh);
  // Adds it although an equal one may be there: it will not be found.
  uint32_t append(Words words, uint32_t parent);
  // What find() and add() will look at first.
  void prefetch(uint32_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }

  Words words(uint32_t state) const {
    const uint32_t* at = record(offsets_[state]);
    return {at + 1, at[0]};
  }
  uint32_t parent(uint32_t state) const { return parents_[state]; }
  uint64_t size() const { return offsets_.size(); }
  uint64_t bytes() const;

 private:
  struct Slot {
    uint32_t state = kNone;
    uint32_t hash = 0;
  };
  static constexpr uint32_t kChunkBits = 18;
  static constexpr uint32_t kChunk = uint32_t{1} << kChunkBits;  // words

  const uint32_t* record(uint64_t offset) const {
    return chunks_[offset >> kChunkBits].get() + (offset & (kChunk - 1));
  }
  bool same(uint32_t state, Words words) const;
  void write(Words words);
  void grow();

  std::vector<Slot> slots_;
  std::vector<uint32_t> offsets_;
  std::vector<uint32_t> parents_;
  std::vector<std::unique_ptr<uint32_t[]>> chunks_;
  uint64_t used_ = 0;  // words, of all chunks
};

}  // namespace ordain
