// Whom to take for the distinguished proposer (Paxos Made Simple, 2.4): the lowest candidate that
// has not been silent for too long. Different servers may take different ones for it at the same
// time, or a dead one: safety does not depend on it, only progress does. (Named after the weakest
// failure detector that consensus can do with, Chandra, Hadzilacos and Toueg, 1996.)
#pragma once

#include "protocols/paxos/quorums.h"

namespace ordain::paxos {

struct Omega {
  Voters suspected;
  uint64_t shown = 0;  // how often this server has shown that it is there
  BOOST_DESCRIBE_CLASS(Omega, (), (suspected, shown), (), ())

  // Of the first so many servers; one's own silence is never suspicious.
  NodeId trusted(NodeId self, uint32_t candidates) const {
    for (NodeId node(0); node.value < candidates; ++node.value) {
      if (node == self || !suspected.has(node)) return node;
    }
    return self;
  }
};

}  // namespace ordain::paxos
