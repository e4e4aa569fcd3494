// Words for tests that step servers of single-decree Paxos by hand: three servers with all roles,
// this one is n1 (id 0).
#pragma once

#include "protocols/paxos/synod/server.h"
#include "tests/support/node_harness.h"

namespace ordain::paxos {

inline constexpr NodeId kSelf{0};
inline constexpr NodeId kOther{1};
inline constexpr NodeId kThird{2};
inline constexpr NodeId kClient{3};
inline constexpr NodeId kSecondClient{4};

using Harness = NodeHarness<Server>;

inline Harness server(Config config = {}, uint32_t servers = 3) {
  config.servers = servers;
  Harness out(config, kSelf, servers);
  out.start();
  return out;
}

// A server that has begun a ballot for a client's value, and has its own promise.
inline Harness proposer(Value value, Config config = {}, uint32_t servers = 3) {
  Harness out = server(config, servers);
  out.deliver(Propose{value, kClient}, kClient);
  out.settle();
  return out;
}

// An acceptor that has accepted the value in the ballot of another.
inline Harness voter(const Ballot& ballot, Value value) {
  Harness out = server();
  out.deliver(Accept{ballot, value, false}, ballot.node);
  return out;
}

}  // namespace ordain::paxos
