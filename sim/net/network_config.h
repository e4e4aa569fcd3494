// What the links between nodes do to messages. The fault model stands in sim/net/network.h.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/base/id.h"
#include "sim/core/distribution.h"

namespace ordain {

// A corrupted message either fails its checksum and is dropped (detected) or arrives with a field
// changed (delivered).
BOOST_DEFINE_ENUM_CLASS(Corruption, detected, delivered)

// In each window of `every`, for `length` from a drawn moment on, messages are lost at `loss`.
struct Bursts {
  Duration every;  // 0: none
  Duration length;
  Ratio loss;
};

struct LinkConfig {
  Distribution delay = Distribution::uniform(milliseconds(1), milliseconds(10));
  Ratio loss;
  Ratio duplicate;
  Ratio corrupt;
  Corruption corruption = Corruption::detected;
  Bursts bursts;
  bool fifo = false;       // a message never overtakes an earlier one of its link
  uint64_t bandwidth = 0;  // bytes a second, by the canonical encoding; 0: unlimited
  uint32_t queue = 0;      // messages waiting for bandwidth before more are dropped; 0: unlimited
};

// Overrides the configuration of the links from any of `from` to any of `to` (empty: any node).
struct LinkRule {
  std::vector<NodeId> from;
  std::vector<NodeId> to;
  LinkConfig config;
  uint64_t id = 0;  // of the fault that added it; 0: configured
};

struct NetworkConfig {
  LinkConfig all;
  std::vector<LinkRule> links;  // the last one that matches wins
};

}  // namespace ordain
