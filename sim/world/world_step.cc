// How a world moves: the queue's next event, and its delivery to a node.
#include <algorithm>

#include "sim/world/world.h"

namespace ordain {
namespace {

constexpr uint32_t kPrefetchFrom = 4096;  // events; fewer stay in the cache by themselves

}  // namespace

World::World(std::vector<std::unique_ptr<NodeTable>> tables, WorldSpec spec, uint64_t seed)
    : servers_(spec.servers),
      population_(std::move(tables)),
      choices_(seed),
      clock_config_(std::move(spec.clocks)),
      disk_config_(std::move(spec.disk)) {
  const uint32_t nodes = population_.size();
  SIM_ASSERT(servers_ <= nodes);
  choices_.set_overrides(std::move(spec.overrides));
  network_.reset(nodes, std::move(spec.network));
  faults_.reset(std::move(spec.faults));
  timers_.resize(nodes);
  damaged_.assign(nodes, 0);
  for (uint32_t i = 0; i < nodes; ++i) {
    if (!population_.table(NodeId(i)).uses_disk()) continue;
    if (disk_index_.empty()) disk_index_.assign(nodes, ~uint32_t{0});
    disk_index_[i] = static_cast<uint32_t>(disks_.size());
    disks_.emplace_back().configure(disk_config_);
  }
}

bool World::step(Time end) {
  EventQueue::Entry entry;
  while (queue_.take(static_cast<uint64_t>(end.ns), entry)) {
    if (pool_.size() >= kPrefetchFrom) prefetch();
    const auto slot = static_cast<uint32_t>(entry.order & kSlotMask);
    Pending& pending = pool_[slot];
    if (pending.order != entry.order || pending.kind == PendingKind::none) continue;
    if (pending.kind == PendingKind::timer && !timer_is_due(slot)) continue;
    now_ = pending.time > now_ ? pending.time : now_;
    pending.kind == PendingKind::message ? deliver(slot) : dispatch(slot);
    return true;
  }
  if (end != Time::max() && end > now_) now_ = end;
  return false;
}

// With many events in flight each one's memory is cold: ask for what the next few will touch.
void World::prefetch() const {
  if (const EventQueue::Entry* later = queue_.peek(7)) {
    __builtin_prefetch(&pool_[static_cast<uint32_t>(later->order & kSlotMask)]);
  }
  const EventQueue::Entry* soon = queue_.peek(3);
  if (soon == nullptr) return;
  const Pending& pending = pool_[static_cast<uint32_t>(soon->order & kSlotMask)];
  if (!pending.node.valid()) return;
  pending.payload.prefetch();
  population_.prefetch(pending.node);
  network_.prefetch(pending.node);
}

// A timer's queue entry that comes up before the timer's deadline has moved on with it; one whose
// timer was cancelled is forgotten.
bool World::timer_is_due(uint32_t slot) {
  Pending& pending = pool_[slot];
  TimerSlot& timer = timers_[pending.node.value][static_cast<uint32_t>(pending.number)];
  if (timer.armed && timer.deadline <= pending.time) return true;
  if (timer.armed) {
    timer.queued_for = timer.deadline;
    requeue(slot, timer.deadline);
  } else {
    timer.pending = TimerSlot::kNone;
    pool_.release(slot);
  }
  return false;
}

// Handles the event and frees its slot, unless it is put off.
void World::dispatch(uint32_t slot) {
  Pending& pending = pool_[slot];
  switch (pending.kind) {
    case PendingKind::message:
      return deliver(slot);
    case PendingKind::timer:
      return fire_timer(slot);
    case PendingKind::disk_write: {
      if (defer(pending, slot)) return;
      const NodeId node = pending.node;
      const bool current = pending.incarnation == population_.status(node).incarnation;
      pool_.release(slot);
      if (!current || !population_.status(node).up) return;
      handle(node, [&] { finish_write(node, *disk_of(node)); });
      return;
    }
    case PendingKind::strike:
      return strike(slot);
    case PendingKind::undo:
      return undo(slot);
    case PendingKind::restart: {
      const NodeId node = pending.node;
      const bool current = pending.incarnation == population_.status(node).incarnation;
      pool_.release(slot);
      if (current) restart(node);
      return;
    }
    case PendingKind::none:
      return;
  }
}

// A paused node's events wait for it to resume.
bool World::defer(Pending& pending, uint32_t slot) {
  const Population::Status& status = population_.status(pending.node);
  if (!status.paused || !status.up) return false;
  parked_[pending.node.value].push_back(slot);
  return true;
}

Ctx World::context(NodeId node, uint16_t channel) {
  Ctx ctx;
  ctx.out_ = &effects_;
  ctx.choices_ = &choices_;
  const Population::Means means = population_.means(node);
  ctx.picks_ = means.picks;
  ctx.config_ = means.config;
  ctx.now_ = local_time(node);
  ctx.self_ = node;
  ctx.servers_ = servers_;
  ctx.channel_ = channel;
  return ctx;
}

// Why a message that has arrived is not handled now: its receiver is down, cut off, paused or slow.
bool World::keep_back(uint32_t slot) {
  Pending& pending = pool_[slot];
  const NodeId node = pending.node;
  const Population::Status& status = population_.status(node);
  const bool arrived = (pending.flags & kArrived) != 0;
  const bool forgotten = !status.up || (arrived && pending.incarnation != status.incarnation);
  // What has arrived at a node that is paused or slow is safe from a cut; but once everything is
  // healed, nothing of those outside the core has effects any more.
  const bool cut = (!arrived || faults_.stopped()) && pending.from != node &&
                   network_.cut_at_arrival(pending.from, node);
  if (forgotten || cut) {
    const DropCause cause = forgotten ? DropCause::receiver_down : DropCause::partition;
    trace_.message(now_, EventKind::drop, static_cast<uint8_t>(cause), pending.channel, node,
                   pending.from, pending.number, 0, pending.payload);
    ++messages_.dropped;
    pool_.release(slot);
    return true;
  }
  pending.flags |= kArrived;
  pending.incarnation = status.incarnation;
  if (status.paused) return defer(pending, slot);
  if (!status.slow || (pending.flags & kServed) != 0) return false;
  pending.flags |= kServed;  // wait for the node's slow processor
  Time& busy = busy_until_[node.value];
  busy = (busy > now_ ? busy : now_) + service_[node.value];
  requeue(slot, busy);
  return true;
}

void World::deliver(uint32_t slot) {
  Pending& pending = pool_[slot];
  const NodeId node = pending.node;
  const NodeId from = pending.from;
  const bool usual = population_.status(node).usual() && !network_.cuts().touches(from, node) &&
                     (pending.flags & kArrived) == 0;
  if (!usual && keep_back(slot)) return;
  ++messages_.delivered;
  trace_.message(now_, EventKind::deliver, 0, pending.channel, node, from, pending.number,
                 pending.flags & kCopy, pending.payload);
  const Payload payload = std::move(pending.payload);
  NodeTable& table = population_.table(node);
  Ctx ctx = context(node, pending.channel);
  pool_.recycle(slot);
  handle(node, [&] { table.deliver(population_.slot(node), payload, from, ctx); });
}

void World::fire_timer(uint32_t slot) {
  Pending& pending = pool_[slot];
  if (defer(pending, slot)) return;
  const NodeId node = pending.node;
  TimerSlot& timer = timers_[node.value][static_cast<uint32_t>(pending.number)];
  timer.armed = false;
  timer.pending = TimerSlot::kNone;
  const uint8_t name = timer.name;
  const uint64_t key = timer.key;
  const uint16_t channel = timer.channel;
  pool_.release(slot);
  trace_.plain(now_, EventKind::timer, name, node, key, 0, channel);
  NodeTable& table = population_.table(node);
  Ctx ctx = context(node, channel);
  handle(node, [&] { table.timer(population_.slot(node), name, key, ctx); });
}

Digest128 World::final_digest() const {
  Trace ended = trace_;
  Encoder state;
  for (uint32_t i = 0; i < population_.size(); ++i) {
    state.clear();
    population_.table(NodeId(i)).encode(population_.slot(NodeId(i)), state);
    if (const Durable* contents = disk_contents(NodeId(i))) contents->encode(state);
    ended.append_state(state);
  }
  return ended.digest();
}

}  // namespace ordain
