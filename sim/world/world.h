// The simulated cluster: nodes, messages under way, timers, disks, clocks and faults, and the one
// virtual clock that orders them. A value: copying a world forks its future.
//
// Two drivers use the same world. The timed driver takes the earliest (time, order) with step();
// exploration lists enabled() events and applies any of them.
#pragma once

#include <array>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/clock/clock.h"
#include "sim/clock/clock_config.h"
#include "sim/core/context.h"
#include "sim/core/event_queue.h"
#include "sim/core/trace.h"
#include "sim/disk/disk.h"
#include "sim/fault/fault_engine.h"
#include "sim/net/network.h"
#include "sim/world/pending.h"
#include "sim/world/population.h"
#include "sim/world/timers.h"

namespace ordain {

struct WorldSpec {
  uint32_t servers = 0;
  NetworkConfig network;
  DiskConfig disk;
  ClockConfig clocks;
  std::vector<FaultRule> faults;
  std::shared_ptr<const Overrides> overrides;
};

struct LifecycleEvent {
  NodeId node;
  bool up = false;
  Time time;
  uint64_t event = 0;
  uint32_t incarnation = 0;
};

// A node whose code threw: it has stopped, as a process would.
struct NodeFailure {
  NodeId node;
  std::string what;
  Time time;
  uint64_t event = 0;
};

// What observers see of the steps since the last take: in each list, in the order of the trace.
struct Observations {
  std::vector<FactEvent> facts;
  std::vector<OpRecord> operations;
  std::vector<LifecycleEvent> lifecycle;
  std::vector<NodeFailure> failures;
  bool empty() const {
    return facts.empty() && operations.empty() && lifecycle.empty() && failures.empty();
  }
  void clear() {
    facts.clear();
    operations.clear();
    lifecycle.clear();
    failures.clear();
  }
};

// Of those dropped, `lost` are the network's own doing: loss, bursts, checksums, full queues.
struct MessageCounts {
  uint64_t sent = 0, delivered = 0, dropped = 0, duplicated = 0, lost = 0;
};

// A fault as it struck, with everything drawn: what a repro lists instead of rules.
struct StruckFault {
  Time time;
  StrikeId id;
  ActionKind kind = ActionKind::crash;
  std::vector<NodeId> nodes;
  Duration lasts;  // 0: for good
  std::string name;
  // With its targets named and its partition drawn. A clock that jumps or drifts: by these amounts,
  // in the order of `nodes`.
  Action action;
  std::vector<int64_t> amounts;
};

class World {
 public:
  World(std::vector<std::unique_ptr<NodeTable>> tables, WorldSpec spec, uint64_t seed);

  // Starts every node and the faults known beforehand. Call once, before the first step.
  void start();

  // --- the timed driver
  // Handles the earliest event not later than `end`; false, with the clock at `end`, if there is
  // none.
  bool step(Time end = Time::max());

  // --- exploration
  struct Enabled {
    uint64_t id = 0;
    PendingKind kind = PendingKind::none;
    NodeId node;
    NodeId from;
    Time time;
    const Payload* message = nullptr;  // of kind message
    uint8_t timer = 0;                 // of kind timer
    uint16_t channel = 0;
    uint64_t number = 0;  // message: n on its link; timer: its key
  };
  // Everything that may happen next, in the order in which it was caused.
  std::vector<Enabled> enabled() const;
  // Lets it happen now, whatever else was due before; false if it is not enabled (any more).
  bool apply(uint64_t id);
  // Everything that decides what can happen next, for state hashes: nodes, disks, cuts, and what is
  // under way. Not the trace, nor what exploration decides itself: moments, and the numbers by
  // which choices are named.
  void encode_state(Encoder& out) const;

  // --- faults from outside (an explorer's hand, the liveness phase)
  void crash(NodeId node);
  void restart(NodeId node);
  void pause(NodeId node);
  void resume(NodeId node);
  // Repairs `core` for good and cuts everybody else off for good; no fault strikes any more.
  void heal(const std::vector<NodeId>& core);

  // --- what there is to see
  Time now() const { return now_; }
  uint32_t size() const { return population_.size(); }
  uint32_t servers() const { return servers_; }
  bool is_up(NodeId node) const { return population_.status(node).up; }
  bool is_paused(NodeId node) const { return population_.status(node).paused; }
  // A server whose disk has lost what it had acknowledged, or that failed its checksums.
  bool is_damaged(NodeId node) const { return damaged_[node.value] != 0; }
  const NodeTable& table(NodeId node) const { return population_.table(node); }
  uint32_t slot(NodeId node) const { return population_.slot(node); }
  const Durable* disk_contents(NodeId node) const;
  LocalTime local_time(NodeId node) const;
  const Network& network() const { return network_; }
  const Trace& trace() const { return trace_; }
  Trace& trace() { return trace_; }
  Choices& choices() { return choices_; }
  const Choices& choices() const { return choices_; }
  const MessageCounts& messages() const { return messages_; }
  const std::map<std::string, uint64_t>& fault_counts() const { return fault_counts_; }
  const std::vector<StruckFault>& struck() const { return struck_; }
  uint64_t pending() const { return queue_.size(); }
  bool copyable() const { return population_.copyable(); }

  Observations& observations() { return observations_; }

  // The digest of the trace followed by every node's final state and disk.
  Digest128 final_digest() const;

 private:
  struct DiskUnit {
    Disk disk;
    DiskConfig config;
    bool plain = true;  // the configuration has neither latency nor faults of writes
    Disk::Batch batch;
    EffectList held;                   // effects that wait for the disk,
    std::vector<uint64_t> held_after;  // and for which record operation each waits

    void configure(const DiskConfig& now) {
      config = now;
      plain = now.writes_plainly();
    }
  };

  // world_step.cc
  void dispatch(uint32_t slot);
  void prefetch() const;
  bool timer_is_due(uint32_t slot);
  bool keep_back(uint32_t slot);
  void deliver(uint32_t slot);
  void fire_timer(uint32_t slot);
  bool defer(Pending& pending, uint32_t slot);
  uint32_t schedule(Time at, PendingKind kind, NodeId node);
  void requeue(uint32_t slot, Time at);
  Ctx context(NodeId node, uint16_t channel);
  template <class Handle>
  void handle(NodeId node, Handle&& handler);
  void fail(NodeId node, const char* what);

  // world_exploration.cc
  std::vector<Enabled> waiting() const;  // what is under way, of paused nodes too, in no order
  void encode_disk(const DiskUnit& unit, Encoder& out) const;

  // world_effects.cc
  void apply_effects(NodeId node);
  void apply_through_disk(NodeId node, DiskUnit& unit);
  void apply_behind_disk(NodeId node, DiskUnit& unit);
  void release(NodeId node, Effect& effect, const EffectList& list);
  void carry_out(NodeId node, Effect& effect, const EffectList& list);
  void send(NodeId node, Effect& effect);
  void send_unusual(NodeId node, Effect& effect);
  void transmit(NodeId from, NodeId to, uint16_t channel, Payload payload, uint32_t number,
                Duration delay, uint8_t flags = 0);
  void set_timer(NodeId node, const Effect& effect);
  void cancel_timer(NodeId node, const Effect& effect);
  void report(NodeId node, uint16_t channel, const Fact& fact);
  void record(NodeId node, const OpEvent& op);

  // world_disk.cc
  DiskUnit* disk_of(NodeId node);
  const DiskUnit* disk_of(NodeId node) const;
  void submit_write(NodeId node, DiskUnit& unit);
  void finish_write(NodeId node, DiskUnit& unit);
  void complete_write(NodeId node, DiskUnit& unit);
  void hold(DiskUnit& unit, Effect&& effect);
  bool read_disk(NodeId node, DiskUnit& unit);
  uint32_t budget(const DiskConfig& config) const;
  bool may_damage(NodeId node, const DiskConfig& config) const;

  // world_lifecycle.cc
  void boot(NodeId node);
  void stop_timers(NodeId node);

  // world_faults.cc
  void strike(uint32_t slot);
  void undo(uint32_t slot);
  Action drawn(const Action& action, StrikeId id, const std::vector<NodeId>& nodes) const;
  void act(StruckFault& struck);
  void cut(const StruckFault& struck);
  void change_clock(StruckFault& struck, NodeId node);
  void change_links(const StruckFault& struck);
  void schedule_strikes(const std::vector<Strike>& strikes);
  void release_held();
  ClusterView view() const;
  Clock& clock(NodeId node);
  void note(std::string kind) { ++fault_counts_[std::move(kind)]; }

  uint32_t servers_ = 0;
  Population population_;
  Choices choices_;
  Network network_;
  ClockConfig clock_config_;
  DiskConfig disk_config_;
  FaultEngine faults_;

  Time now_;
  EventQueue queue_;
  PendingPool pool_;
  uint64_t sequence_ = 0;
  std::vector<NodeTimers> timers_;
  std::vector<Clock> clocks_;  // empty: all perfect
  std::vector<DiskUnit> disks_;
  std::vector<uint32_t> disk_index_;  // empty: no node has a disk
  std::vector<Duration> service_;     // of slow nodes; empty: none was ever slow
  std::vector<Time> busy_until_;
  std::map<uint32_t, std::vector<uint32_t>> parked_;  // a paused node's events, by node
  struct HeldMessage {
    NodeId from, to;
    uint16_t channel = 0;
    uint8_t flags = 0;
    Payload payload;
    uint32_t number = 0;
    Duration delay;
  };
  std::vector<HeldMessage> held_messages_;
  std::vector<uint8_t> damaged_;

  NodeId leader_;  // of the latest fact `elected`
  uint64_t leader_term_ = 0;

  EffectList effects_;  // of the handler at work
  Trace trace_;
  Observations observations_;
  MessageCounts messages_;
  std::map<std::string, uint64_t> fault_counts_;
  std::vector<StruckFault> struck_;
  std::vector<Strike> strikes_;  // scratch
};

inline uint32_t World::schedule(Time at, PendingKind kind, NodeId node) {
  const uint32_t slot = pool_.allocate();
  SIM_ASSERT(slot <= kSlotMask);
  Pending& pending = pool_[slot];
  pending.kind = kind;
  pending.node = node;
  pending.from = kNoNode;
  pending.number = 0;
  pending.incarnation = 0;
  pending.flags = 0;
  pending.channel = 0;
  requeue(slot, at);
  return slot;
}

inline void World::requeue(uint32_t slot, Time at) {
  Pending& pending = pool_[slot];
  pending.time = at;
  pending.order = (++sequence_ << kSlotBits) | slot;
  queue_.push({static_cast<uint64_t>(at.ns), pending.order});
}

inline void World::transmit(NodeId from, NodeId to, uint16_t channel, Payload payload,
                            uint32_t number, Duration delay, uint8_t flags) {
  const uint32_t slot = schedule(now_ + delay, PendingKind::message, to);
  Pending& pending = pool_[slot];
  pending.payload = std::move(payload);
  pending.from = from;
  pending.number = number;
  pending.channel = channel;
  pending.flags = flags;
}

// Lets a node's code run and carries out what it asks for. A node that throws stops.
template <class Handle>
void World::handle(NodeId node, Handle&& handler) {
  try {
    handler();
    if (!effects_.empty()) apply_effects(node);
  } catch (const std::exception& error) {
    fail(node, error.what());
  }
}

}  // namespace ordain
