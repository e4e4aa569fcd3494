// What becomes of many messages of one link, without a world around it.
#pragma once

#include <vector>

#include "sim/net/network.h"

namespace ordain::test {

struct Fates {
  std::vector<Fate> all;

  template <class Is>
  uint64_t count(Is is) const {
    uint64_t out = 0;
    for (const Fate& fate : all) out += is(fate) ? 1 : 0;
    return out;
  }
  uint64_t dropped(DropCause cause) const {
    return count([&](const Fate& f) { return f.dropped && f.cause == cause; });
  }
  Duration least_delay() const;
  Duration most_delay() const;
  Duration mean_delay() const;
  // Pairs of neighbours of which some copy of the later arrives before one of the earlier. Messages
  // were sent a millisecond apart.
  uint64_t overtakings() const;
};
bool operator==(const Fates& a, const Fates& b);

// 1 to 10 ms, nothing lost.
LinkConfig plain_link();
NetworkConfig config_of(LinkConfig link);

// One message of 8 bytes each millisecond.
Fates send_many(const NetworkConfig& config, NodeId from, NodeId to, int count,
                const Choices& choices);
Fates send_many(const NetworkConfig& config, NodeId from, NodeId to, int count, uint64_t seed = 1);

}  // namespace ordain::test
