// The configurations as replicas tell of them: a command decided in slot s names those who decide
// from slot s + alpha on ("Reconfiguring a State Machine", 3).
#pragma once

#include <bit>
#include <vector>

#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/setting.h"

namespace ordain::multi_paxos {

// Both a bit a server.
inline bool has_majority(uint64_t voters, uint64_t members) {
  return 2 * std::popcount(voters & members) > std::popcount(members);
}

class Configurations {
 public:
  explicit Configurations(const Setting& setting) : alpha_(setting.alpha) {
    all_.push_back({1, setting.members});
  }

  void reconfigure(const Reconfigured& change) {
    if (change.number != all_.size()) return;  // reported by another server before
    all_.push_back({change.slot + alpha_, change.members});
  }

  // How many there have been, the first included.
  size_t count() const { return all_.size(); }
  uint64_t members(size_t number) const { return all_[number].members; }
  // The number, from 0 on, of the one that decides on the slot.
  size_t in_force(uint64_t slot) const {
    size_t at = all_.size() - 1;
    while (at > 0 && all_[at].from > slot) --at;
    return at;
  }

 private:
  struct Configuration {
    uint64_t from = 0;
    uint64_t members = 0;
  };
  uint64_t alpha_;
  std::vector<Configuration> all_;
};

}  // namespace ordain::multi_paxos
