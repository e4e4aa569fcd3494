// The replicated log. Entries are immutable and shared with messages and disks; beside each the log
// keeps its term and a rolling hash of the prefix that it ends, so that comparing two logs, or
// hashing one, takes no walk over them.
//
// The first entry has the index 1; index 0 stands for the empty prefix, with term 0.
#pragma once

#include <cstdint>
#include <vector>

#include "protocols/kv/command.h"
#include "sim/base/rng.h"
#include "sim/core/payload.h"

namespace ordain::raft {

struct Entry {
  uint64_t term = 0;
  kv::Command command;
  BOOST_DESCRIBE_CLASS(Entry, (), (term, command), (), ())
};

class Log {
 public:
  uint64_t last_index() const { return slots_.size(); }
  uint64_t last_term() const { return slots_.empty() ? 0 : slots_.back().term; }

  // 0 for the index 0 and beyond the end.
  uint64_t term_at(uint64_t index) const { return holds(index) ? slots_[index - 1].term : 0; }
  uint64_t prefix_hash(uint64_t index) const {
    return holds(index) ? slots_[index - 1].prefix_hash : 0;
  }

  // Requires 1 <= index <= last_index().
  const Payload& payload(uint64_t index) const { return slots_[index - 1].entry; }
  const Entry& entry(uint64_t index) const { return payload(index).as<Entry>(); }

  void append(Payload entry) {
    const uint64_t hash = mix64(prefix_hash(last_index()) + entry.hash());
    const uint64_t term = entry.as<Entry>().term;
    slots_.push_back({std::move(entry), term, hash});
  }
  void truncate_from(uint64_t index) { slots_.resize(index - 1); }

  // Terms never fall along a log (each leader appends its own, highest one), so these are searches.
  uint64_t first_index_of_term_at(uint64_t index) const;
  uint64_t last_index_of_term(uint64_t term) const;  // 0: the log holds none of that term

  void encode(Encoder& out) const;
  void write_json(JsonWriter& out) const;

 private:
  struct Slot {
    Payload entry;
    uint64_t term = 0;
    uint64_t prefix_hash = 0;
  };
  bool holds(uint64_t index) const { return index - 1 < slots_.size(); }

  std::vector<Slot> slots_;
};

}  // namespace ordain::raft
