// What a handler asked for, carried out in order.
#include "sim/world/world.h"

namespace ordain {

void World::apply_effects(NodeId node) {
  if (effects_.empty()) return;
  DiskUnit* unit = disk_of(node);
  bool writes = false;  // queued but not yet submitted
  for (Effect& effect : effects_.effects) {
    if (is_timer(effect.kind)) {
      effect.kind == EffectKind::set_timer ? set_timer(node, effect) : cancel_timer(node, effect);
      continue;
    }
    if (is_write(effect.kind)) {
      SIM_ASSERT(unit != nullptr);  // a node that writes declares its Area
      unit->disk.queue(effect);
      writes = true;
      continue;
    }
    if (writes) {
      submit_write(node, *unit);
      writes = false;
    }
    if (unit != nullptr && !unit->disk.idle() && !effect.urgent) {
      hold(*unit, std::move(effect), effects_);
      continue;
    }
    const Fact* fact = effect.kind == EffectKind::fact ? &effects_.facts[effect.number] : nullptr;
    const OpEvent* op =
        effect.kind == EffectKind::operation ? &effects_.operations[effect.number] : nullptr;
    release(node, effect, fact, op);
  }
  if (writes) submit_write(node, *unit);
  effects_.clear();
}

void World::release(NodeId node, Effect& effect, const Fact* fact, const OpEvent* op) {
  switch (effect.kind) {
    case EffectKind::send:
      return send(node, effect);
    case EffectKind::fact:
      return report(node, effect.channel, *fact);
    case EffectKind::operation:
      return record(node, *op);
    default:
      return;
  }
}

void World::send(NodeId node, Effect& effect) {
  const NodeId to = effect.to;
  SIM_ASSERT(to.value < population_.size());
  ++messages_.sent;
  if (to == node) {  // to oneself: at once, and not over the network
    trace_.message(now_, EventKind::send, 0, effect.channel, node, to, 0, 0, effect.payload);
    return transmit(node, to, effect.channel, std::move(effect.payload), Fate{});
  }
  const Fate fate = network_.send(node, to, effect.payload.bytes(), now_, choices_);
  trace_.message(now_, EventKind::send, 0, effect.channel, node, to, fate.number,
                 static_cast<uint64_t>(fate.dropped ? 0 : fate.delay.ns), effect.payload);
  if (fate.dropped) {
    ++messages_.dropped;
    trace_.message(now_, EventKind::drop, static_cast<uint8_t>(fate.cause), effect.channel, to,
                   node, fate.number, 0, effect.payload);
    return;
  }
  Payload payload = std::move(effect.payload);
  if (fate.corrupted) {
    payload = payload.corrupted(fate.random);
    trace_.message(now_, EventKind::corrupt, 0, effect.channel, node, to, fate.number, 0, payload);
    note("corrupt");
  }
  if (fate.held) {
    trace_.message(now_, EventKind::hold, 0, effect.channel, node, to, fate.number, 0, payload);
    held_messages_.push_back({node, to, effect.channel, std::move(payload), fate});
    return;
  }
  if (fate.duplicated) {
    ++messages_.duplicated;
    trace_.message(now_, EventKind::duplicate, 0, effect.channel, node, to, fate.number,
                   static_cast<uint64_t>(fate.duplicate_delay.ns), payload);
    Fate copy = fate;
    copy.delay = fate.duplicate_delay;
    copy.duplicated = true;
    transmit(node, to, effect.channel, payload, copy);
  }
  Fate original = fate;
  original.duplicated = false;
  transmit(node, to, effect.channel, std::move(payload), original);
}

void World::transmit(NodeId from, NodeId to, uint16_t channel, Payload payload, const Fate& fate) {
  const uint32_t slot = schedule(now_ + fate.delay, PendingKind::message, to);
  Pending& pending = pool_[slot];
  pending.payload = std::move(payload);
  pending.from = from;
  pending.number = fate.number;
  pending.channel = channel;
  pending.flags = fate.duplicated ? kCopy : 0;
}

void World::set_timer(NodeId node, const Effect& effect) {
  Duration after = effect.delay;
  if (!clocks_.empty()) after = clocks_[node.value].to_virtual(after);
  NodeTimers& timers = timers_[node.value];
  const uint32_t place = timers.place(effect.name, effect.number, effect.channel);
  TimerSlot& timer = timers[place];
  timer.armed = true;
  timer.deadline = now_ + (after.ns > 0 ? after : Duration{});
  if (timer.pending != TimerSlot::kNone && timer.queued_for <= timer.deadline) return;
  if (timer.pending != TimerSlot::kNone) pool_.release(timer.pending);  // re-armed to earlier
  timer.queued_for = timer.deadline;
  timer.pending = schedule(timer.deadline, PendingKind::timer, node);
  pool_[timer.pending].number = place;
}

void World::cancel_timer(NodeId node, const Effect& effect) {
  NodeTimers& timers = timers_[node.value];
  const uint32_t place = timers.find(effect.name, effect.number, effect.channel);
  if (place != TimerSlot::kNone) timers[place].armed = false;
}

void World::report(NodeId node, uint16_t channel, const Fact& fact) {
  constexpr uint64_t kElected = name_tag("elected");
  const uint64_t number = trace_.count();
  trace_.fact(now_, node, channel, fact);
  observations_.facts.push_back({fact, node, now_, number});
  if (fact.type->tag == kElected && fact.words[0] >= leader_term_) {
    leader_ = node;
    leader_term_ = fact.words[0];
  }
  if (!faults_.watches_facts() || faults_.stopped()) return;
  strikes_.clear();
  faults_.on_fact(observations_.facts.back(), choices_, strikes_);
  schedule_strikes(strikes_);
}

void World::record(NodeId node, const OpEvent& op) {
  const uint64_t number = trace_.count();
  trace_.operation(now_, node, op);
  observations_.operations.push_back({op, node, now_, number});
}

}  // namespace ordain
