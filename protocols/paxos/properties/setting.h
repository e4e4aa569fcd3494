// What the properties need to know of a cluster.
#pragma once

#include "protocols/paxos/quorums.h"

namespace ordain::paxos {

struct Setting {
  uint32_t servers = 0;
  uint32_t clients = 0;
  uint64_t operations = 0;
  uint32_t learners = 0;  // the first so many servers
  Quorums quorums;
};

}  // namespace ordain::paxos
