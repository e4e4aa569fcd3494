// The vocabulary of faults: when something strikes, what it does, and to whom. Scenario files,
// swarm draws and repros all become lists of these rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/describe.h"
#include "sim/base/id.h"
#include "sim/core/fact.h"
#include "sim/disk/disk_config.h"
#include "sim/net/network_config.h"

namespace ordain {

// --- to whom

// Resolved when the rule strikes. "leader" is the node of the latest fact `elected` (highest first
// field, its term) that is up. `writing` is one server whose disk is at a write: a rule that aims
// at it strikes more often the more is written, and never between writes. `majority` and `minority`
// are random sets of that size.
BOOST_DEFINE_ENUM_CLASS(TargetKind, nodes, leader, follower, followers, any, majority, minority,
                        crashed, paused, writing, all)

struct Target {
  TargetKind kind = TargetKind::all;
  std::vector<NodeId> nodes;  // of kind nodes
};

// --- when

BOOST_DEFINE_ENUM_CLASS(Comparison, equal, not_equal, less, less_equal, greater, greater_equal)

struct FactCondition {
  uint32_t field = 0;
  Comparison comparison = Comparison::equal;
  uint64_t value = 0;
};

struct FactPattern {
  const FactType* type = nullptr;
  NodeId node;  // reported by this node; invalid: by any
  std::vector<FactCondition> where;
};

BOOST_DEFINE_ENUM_CLASS(TriggerKind, at, every, fact)

struct Trigger {
  TriggerKind kind = TriggerKind::at;
  Time at;                         // at: the moment; every: the first interval starts here
  Duration every_low, every_high;  // every: an interval is drawn from this range
  FactPattern fact;                // fact: what must be reported
  uint32_t nth = 1;                // fact: strikes first at the nth match
  uint32_t times = 1;              // strikes at most so often; 0: without limit
  Duration after_low, after_high;  // strikes so much later
};

// --- what

BOOST_DEFINE_ENUM_CLASS(ActionKind, crash, restart, pause, resume, slow, partition, heal, hold,
                        release, link, disk, clock, wipe)

// symmetric  the groups cannot reach each other
// one_way    nothing from `target` to `other`
// isolate    `target` on one side, everybody else on the other
// bridge     two halves that meet only in `target` (one node)
// ring       each node reaches only its two neighbours
// random     a shape drawn from the above each time
BOOST_DEFINE_ENUM_CLASS(PartitionShape, symmetric, one_way, isolate, bridge, ring, random)

BOOST_DEFINE_ENUM_CLASS(ClockChange, jump, drift, freeze, thaw)

struct Action {
  ActionKind kind = ActionKind::crash;
  Target target;  // whom; partition: the side that is cut off
  Target other;   // partition one_way, hold: the other end

  PartitionShape shape = PartitionShape::isolate;  // partition
  std::vector<std::vector<NodeId>> groups;         // partition symmetric: who stands together
  Duration service_time;                           // slow: each message takes so long
  LinkConfig link;  // link: the new configuration (from target to other)
  DiskConfig disk;  // disk: the new configuration
  ClockChange clock_change = ClockChange::jump;   // clock
  Duration jump_low, jump_high;                   // clock jump: drawn from, may be negative
  int64_t drift_low_ppm = 0, drift_high_ppm = 0;  // clock drift: drawn from
};

// A rule's choices are named by its id, so that taking a rule away leaves those of the others as
// they were. Rules of a scenario stand at their place in the list unless they say otherwise; those
// of a swarm come after all of these.
inline constexpr uint32_t kByPlace = 0xFFFF'FFFF;
inline constexpr uint32_t kFirstSwarmRule = 10'000;

struct FaultRule {
  uint32_t id = kByPlace;
  std::string name;  // for stories and heal; "" is fine
  Trigger trigger;
  Action action;
  // Undone again after a time drawn from this range (crash: restarted, partition: healed, ...);
  // 0: not by itself.
  Duration for_low, for_high;
};

}  // namespace ordain
