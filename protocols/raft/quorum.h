// What a quorum is: the one place that knows. Elections, commits and whatever else asks whether
// enough servers agree come here, so that another rule (a configuration that changes, a joint one)
// is another body of these two functions.
#pragma once

#include <array>

#include "protocols/raft/server.h"

namespace ordain::raft {

inline uint32_t majority(uint32_t servers) { return servers / 2 + 1; }

// The count-th highest of the servers' values: what so many of them have reached. At most
// kMaxServers are sorted by hand, without allocation: commits come here.
template <class Value>
auto reached_by(uint32_t count, uint32_t servers, Value value) {
  std::array<decltype(value(NodeId(0))), kMaxServers> highest_first;
  SIM_ASSERT(servers <= highest_first.size());
  for (uint32_t i = 0; i < servers; ++i) {
    const auto mine = value(NodeId(i));
    uint32_t at = i;
    for (; at > 0 && highest_first[at - 1] < mine; --at) highest_first[at] = highest_first[at - 1];
    highest_first[at] = mine;
  }
  return highest_first[count - 1];
}

// Whether the servers for which has(server) holds are a quorum.
template <class Has>
bool Server::quorum_of(const Ctx& ctx, Has has) const {
  uint32_t count = 0;
  for (uint32_t i = 0; i < ctx.servers(); ++i) count += has(NodeId(i)) ? 1 : 0;
  return count >= majority(ctx.servers());
}

// The highest value that a quorum has reached, each server of it this one or a higher one: an
// index, a round, a moment.
template <class Value>
auto Server::reached_by_quorum(const Ctx& ctx, Value value) const {
  return reached_by(majority(ctx.servers()), ctx.servers(), value);
}

}  // namespace ordain::raft
