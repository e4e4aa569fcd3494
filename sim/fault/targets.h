// Who a fault strikes: targets and partition shapes, resolved against the cluster as it is when the
// rule strikes. Every random part is a named choice of (rule, strike).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/choice.h"
#include "sim/fault/fault_spec.h"
#include "sim/net/cuts.h"

namespace ordain {

// What targets may depend on.
struct ClusterView {
  uint32_t nodes = 0;  // servers and clients
  uint32_t servers = 0;
  NodeId leader;                 // of the latest fact `elected`, if that node is up
  std::vector<uint8_t> up;       // by node
  std::vector<uint8_t> paused;   // by node
  std::vector<uint8_t> writing;  // by node: its disk is at a write
};

// One strike of a rule: names its choices.
struct StrikeId {
  uint32_t rule = 0;
  uint32_t strike = 0;
};

// A strike may choose several sets of nodes: each counts its choices from an ordinal of its own.
inline constexpr uint64_t kFirstSet = 0;
inline constexpr uint64_t kOtherSet = 2'000;

// The nodes, in increasing order; empty when there is none of the kind (no leader, nobody crashed).
std::vector<NodeId> resolve_target(const Target& target, const ClusterView& view, StrikeId id,
                                   const Choices& choices, uint64_t set = kFirstSet);

// The partition with everything drawn: a ring, or sides that are lists of nodes. A bridge becomes
// two groups that leave out the node in its middle. Partitions separate servers; clients reach
// everybody unless the action names them.
Action drawn_partition(const Action& action, const ClusterView& view, StrikeId id,
                       const Choices& choices);

// The directed cuts of a drawn partition, all of one id.
std::vector<Cut> partition_cuts(const Action& drawn, const ClusterView& view, uint64_t cut_id);

// A choice of (rule, strike): `amount` in [low, high] nanoseconds (or parts per million).
int64_t choose_between(FaultAspect aspect, int64_t low, int64_t high, StrikeId id,
                       const Choices& choices, uint64_t ordinal = 0);

// `count` of `nodes`, chosen without order; the result is sorted.
std::vector<NodeId> choose_some(std::vector<NodeId> nodes, size_t count, FaultAspect aspect,
                                StrikeId id, const Choices& choices, uint64_t set = kFirstSet);

}  // namespace ordain
