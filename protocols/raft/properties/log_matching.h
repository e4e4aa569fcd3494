// Log Matching (Figure 3): "if two logs contain an entry with the same index and term, then the
// logs are identical in all entries up through the given index."
//
// Checked at each append by the hash of the whole prefix, against the first log that held an entry
// of that index and term.
#pragma once

#include <map>
#include <vector>

#include "protocols/raft/facts.h"
#include "sim/check/property.h"

namespace ordain::raft {

class LogMatching : public PropertyOf<LogMatching> {
 public:
  std::string_view name() const override { return "log_matching"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Appended>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override;

 private:
  struct Seen {
    uint64_t term = 0;
    uint64_t prefix_hash = 0;
    NodeId node;
  };
  void compare(const Seen& seen, const Appended& entry, const FactEvent& event, Report& report);

  std::vector<Seen> first_;                                // by index: the first term seen there
  std::map<std::pair<uint64_t, uint64_t>, Seen> further_;  // by index and term: the rare others
};

}  // namespace ordain::raft
