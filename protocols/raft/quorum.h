// What a quorum is: the one place that knows. Elections, commits and whatever else asks whether
// enough servers agree come here, so that another rule (a configuration that changes, a joint one)
// is another body of these two functions.
#pragma once

#include <algorithm>
#include <array>

#include "protocols/raft/server.h"

namespace ordain::raft {

// The count-th highest of these servers' values: what so many of them have reached. At most
// kMaxServers are sorted by hand, without allocation: commits come here.
template <class Value>
auto reached_by(uint32_t count, const ServerSet& servers, Value value) {
  std::array<decltype(value(NodeId(0))), kMaxServers> highest_first;
  uint32_t seen = 0;
  servers.for_each([&](NodeId server) {
    const auto mine = value(server);
    uint32_t at = seen++;
    for (; at > 0 && highest_first[at - 1] < mine; --at) highest_first[at] = highest_first[at - 1];
    highest_first[at] = mine;
  });
  SIM_ASSERT(0 < count && count <= seen);
  return highest_first[count - 1];
}

// What a decision needs under the configuration in use: a majority of the voters, and in a joint
// configuration one of the outgoing voters too (section 6: "agreement ... requires separate
// majorities from both the old and new configurations"). Learners have no say.
inline std::array<Quorum, 2> Server::quorums(const Config& config) const {
  const auto of = [](const ServerSet& servers) {
    return Quorum{servers, majority(servers.size())};
  };
  const Configuration& now = configuration;
  if (config.broken(Mutant::learner_votes)) {
    return {Quorum{now.voters | now.learners, majority(now.voters.size())}, Quorum{}};
  }
  if (!now.joint()) return {of(now.voters), Quorum{}};
  if (config.broken(Mutant::joint_union_majority)) return {of(now.voters | now.outgoing), Quorum{}};
  return {of(now.voters), of(now.outgoing)};
}

// Whether the servers for which has(server) holds are a quorum.
template <class Has>
bool Server::quorum_of(const Ctx& ctx, Has has) const {
  for (const Quorum& quorum : quorums(ctx.config<Config>())) {
    uint32_t count = 0;
    quorum.of.for_each([&](NodeId server) { count += has(server) ? 1 : 0; });
    if (count < quorum.enough) return false;
  }
  return true;
}

// The highest value that a quorum has reached, each server of it this one or a higher one: an
// index, a round, a moment.
template <class Value>
auto Server::reached_by_quorum(const Ctx& ctx, Value value) const {
  const auto [first, second] = quorums(ctx.config<Config>());
  const auto reached = reached_by(first.enough, first.of, value);
  if (second.enough == 0) return reached;
  return std::min(reached, reached_by(second.enough, second.of, value));
}

}  // namespace ordain::raft
