// How far a strategy may go: the longest delay that a link's configuration allows, and random
// numbers of its own that no seeded choice shares.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/base/rng.h"
#include "sim/core/choice.h"
#include "sim/net/network_config.h"

namespace ordain {

// The longest excess over the shortest delay that a message of this link may have. An exponential
// one is cut at eight times its mean, which one message in three thousand exceeds.
inline uint64_t longest_excess(const Distribution& delay) {
  Duration longest = delay.shortest();
  switch (delay.kind) {
    case Distribution::Kind::constant:
      break;
    case Distribution::Kind::uniform:
      longest = delay.high;
      break;
    case Distribution::Kind::exponential:
      longest = std::min(delay.high, delay.low + delay.mean * 8);
      break;
    case Distribution::Kind::bimodal:
      longest = std::max(delay.high, delay.slow_high);
      break;
    case Distribution::Kind::table:
      for (const Distribution::Row& row : delay.rows) longest = std::max(longest, row.value);
      break;
  }
  const int64_t excess = (longest - delay.shortest()).ns;
  return excess > 0 ? static_cast<uint64_t>(excess) : 0;
}

inline uint64_t longest_excess(const NetworkConfig& network, const Site& site) {
  const auto within = [](const std::vector<NodeId>& nodes, uint32_t node) {
    return nodes.empty() || std::find(nodes.begin(), nodes.end(), NodeId(node)) != nodes.end();
  };
  for (auto rule = network.links.rbegin(); rule != network.links.rend(); ++rule) {
    if (within(rule->from, site.a) && within(rule->to, site.b)) {
      return longest_excess(rule->config.delay);
    }
  }
  return longest_excess(network.all.delay);
}

// A part of `whole`: `share` of 2^64.
inline uint64_t part_of(uint64_t whole, uint64_t share) { return below(share, whole + 1); }

inline bool is_delay(const Site& site) {
  return site.stream == Stream::link && site.aspect == static_cast<uint8_t>(LinkAspect::delay);
}

// A server's own pick, such as an election timeout.
inline bool is_timing(const Site& site, uint32_t servers) {
  return site.stream == Stream::node && site.a < servers;
}

inline uint64_t site_hash(const Site& site, uint64_t key) {
  const uint64_t place = (static_cast<uint64_t>(site.stream) << 8) | site.aspect;
  const uint64_t pair = (static_cast<uint64_t>(site.a) << 32) | site.b;
  return draw(derive_key(key, place), draw(pair, site.ordinal));
}

}  // namespace ordain
