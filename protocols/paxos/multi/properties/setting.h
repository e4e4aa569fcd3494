// What the properties need to know of a cluster.
#pragma once

#include <cstdint>
#include <vector>

namespace ordain::multi_paxos {

struct Setting {
  uint32_t servers = 0;
  uint64_t alpha = 0;             // slots from a configuration's decision to its coming into force
  uint64_t members = 0;           // of the first configuration, a bit a server
  std::vector<uint64_t> changes;  // members of those that are scheduled, in their order
};

}  // namespace ordain::multi_paxos
