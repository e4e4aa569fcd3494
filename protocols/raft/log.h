// The replicated log. Entries are immutable and shared with messages and disks; beside each the log
// keeps its term and a rolling hash of the prefix that it ends, so that comparing two logs, or
// hashing one, takes no walk over them.
//
// The first entry has the index 1; index 0 stands for the empty prefix, with term 0. A compacted
// log begins behind base_index(), for which a snapshot stands (section 7): of that entry it still
// knows the term, which AppendEntries compares, and the hash, and of those before it nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "protocols/kv/command.h"
#include "protocols/raft/configuration.h"
#include "sim/base/rng.h"
#include "sim/core/payload.h"

namespace ordain::raft {

struct Entry {
  uint64_t term = 0;
  kv::Command command;
  BOOST_DESCRIBE_CLASS(Entry, (), (term, command), (), ())
};

// An entry that carries a configuration instead of a command (section 6; thesis, 4.1).
struct ConfigEntry {
  uint64_t term = 0;
  Configuration configuration;
  BOOST_DESCRIBE_CLASS(ConfigEntry, (), (term, configuration), (), ())
};

inline bool is_entry(const Payload& payload) {
  return payload.is<Entry>() || payload.is<ConfigEntry>();
}
inline uint64_t term_of(const Payload& entry) {
  return entry.is<Entry>() ? entry.as<Entry>().term : entry.as<ConfigEntry>().term;
}

class Log {
 public:
  uint64_t base_index() const { return base_.index; }
  uint64_t last_index() const { return base_.index + slots_.size(); }
  uint64_t last_term() const { return slots_.empty() ? base_.term : slots_.back().term; }

  // 0 for the index 0, before the base and beyond the end.
  uint64_t term_at(uint64_t index) const {
    return holds(index) ? slot(index).term : index == base_.index ? base_.term : 0;
  }
  uint64_t prefix_hash(uint64_t index) const {
    return holds(index) ? slot(index).prefix_hash : index == base_.index ? base_.prefix_hash : 0;
  }

  // Requires base_index() < index <= last_index().
  const Payload& payload(uint64_t index) const { return slot(index).entry; }
  bool holds_configuration(uint64_t index) const { return payload(index).is<ConfigEntry>(); }
  const Entry& entry(uint64_t index) const { return payload(index).as<Entry>(); }

  void append(Payload entry) {
    const uint64_t hash = mix64(prefix_hash(last_index()) + entry.hash());
    const uint64_t term = term_of(entry);
    slots_.push_back({std::move(entry), term, hash});
  }
  void truncate_from(uint64_t index) { slots_.resize(index - 1 - base_.index); }

  // Forgets the entries up to `index`: requires base_index() <= index <= last_index().
  void compact_to(uint64_t index);
  // Forgets every entry: the log goes on behind one that it never held.
  void restart_behind(uint64_t index, uint64_t term, uint64_t prefix_hash);

  // Terms never fall along a log (each leader appends its own, highest one), so these are searches.
  uint64_t first_index_of_term_at(uint64_t index) const;  // of the entries that it holds
  uint64_t last_index_of_term(uint64_t term) const;       // 0: the log holds none of that term
  uint64_t last_configuration(uint64_t up_to) const;      // its index; 0: the log holds none

  void encode(Encoder& out) const;
  void write_json(JsonWriter& out) const;

 private:
  struct Slot {
    Payload entry;
    uint64_t term = 0;
    uint64_t prefix_hash = 0;
  };
  struct Base {
    uint64_t index = 0;
    uint64_t term = 0;
    uint64_t prefix_hash = 0;
  };
  bool holds(uint64_t index) const { return index - 1 - base_.index < slots_.size(); }
  const Slot& slot(uint64_t index) const { return slots_[index - 1 - base_.index]; }

  Base base_;
  std::vector<Slot> slots_;
};

}  // namespace ordain::raft
