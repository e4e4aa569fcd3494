// What a handler asked for, carried out in order.
#include <algorithm>

#include "sim/world/world.h"

namespace ordain {

[[gnu::always_inline]] inline void World::send(NodeId node, Effect& effect) {
  const NodeId to = effect.to;
  SIM_ASSERT(to.value < population_.size());
  ++messages_.sent;
  if (to == node) {  // to oneself: at once, and not over the network
    trace_.message(now_, EventKind::send, 0, effect.channel, node, to, 0, 0, effect.payload);
    return transmit(node, to, effect.channel, std::move(effect.payload), 0, Duration{});
  }
  uint32_t number = 0;
  Duration delay;
  if (!network_.send_usual(node, to, choices_, number, delay)) return send_unusual(node, effect);
  trace_.message(now_, EventKind::send, 0, effect.channel, node, to, number,
                 static_cast<uint64_t>(delay.ns), effect.payload);
  transmit(node, to, effect.channel, std::move(effect.payload), number, delay);
}

void World::send_unusual(NodeId node, Effect& effect) {
  const NodeId to = effect.to;
  const Fate fate = network_.send(node, to, effect.payload.bytes(), now_, choices_);
  const auto trace = [&](EventKind kind, uint64_t b, const Payload& payload) {
    trace_.message(now_, kind, 0, effect.channel, node, to, fate.number, b, payload);
  };
  trace(EventKind::send, static_cast<uint64_t>(fate.dropped ? 0 : fate.delay.ns), effect.payload);
  if (fate.dropped) {
    ++messages_.dropped;
    if (fate.cause != DropCause::partition) ++messages_.lost;
    trace_.message(now_, EventKind::drop, static_cast<uint8_t>(fate.cause), effect.channel, to,
                   node, fate.number, 0, effect.payload);
    return;
  }
  Payload payload = std::move(effect.payload);
  if (fate.corrupted) {
    payload = payload.corrupted(fate.random);
    trace(EventKind::corrupt, 0, payload);
    note("corrupt");
  }
  const auto forward = [&](Duration delay, uint8_t flags) {
    if (fate.held) {
      held_messages_.push_back({node, to, effect.channel, flags, payload, fate.number, delay});
    } else {
      transmit(node, to, effect.channel, payload, fate.number, delay, flags);
    }
  };
  if (fate.held) trace(EventKind::hold, 0, payload);
  if (fate.duplicated) {
    ++messages_.duplicated;
    trace(EventKind::duplicate, static_cast<uint64_t>(fate.duplicate_delay.ns), payload);
    forward(fate.duplicate_delay, kCopy);
  }
  forward(fate.delay, 0);
}

[[gnu::always_inline]] inline void World::set_timer(NodeId node, const Effect& effect) {
  Duration after = effect.delay;
  if (!clocks_.empty()) after = clocks_[node.value].to_virtual(after);
  NodeTimers& timers = timers_[node.value];
  const uint64_t nth = timers.count_set();
  if (choices_.watched()) {
    const Site late{Stream::clock, static_cast<uint8_t>(ClockAspect::late), node.value, 0, nth};
    const uint64_t lateness = choices_.overridden(late, 0);
    after += Duration{static_cast<int64_t>(std::min(lateness, static_cast<uint64_t>(kForever.ns)))};
  }
  if (after > kForever) after = kForever;
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

[[gnu::always_inline]] inline void World::cancel_timer(NodeId node, const Effect& effect) {
  NodeTimers& timers = timers_[node.value];
  const uint32_t place = timers.find(effect.name, effect.number, effect.channel);
  if (place != TimerSlot::kNone) timers[place].armed = false;
}

[[gnu::always_inline]] inline void World::report(NodeId node, uint16_t channel, const Fact& fact) {
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

[[gnu::always_inline]] inline void World::record(NodeId node, const OpEvent& op) {
  const uint64_t number = trace_.count();
  trace_.operation(now_, node, op);
  observations_.operations.push_back({op, node, now_, number});
}

// Inline, and so is what it calls: the loops of handlers' effects below are most of a run.
[[gnu::always_inline]] inline void World::carry_out(NodeId node, Effect& effect,
                                                    const EffectList& list) {
  switch (effect.kind) {
    case EffectKind::send:
      return send(node, effect);
    case EffectKind::set_timer:
      return set_timer(node, effect);
    case EffectKind::cancel_timer:
      return cancel_timer(node, effect);
    case EffectKind::fact:
      return report(node, effect.channel, list.facts[effect.number]);
    case EffectKind::operation:
      return record(node, list.operations[effect.number]);
    default:
      SIM_ASSERT(!is_write(effect.kind));  // a node that writes declares its Area
  }
}

// For effects that a disk has held back.
void World::release(NodeId node, Effect& effect, const EffectList& list) {
  carry_out(node, effect, list);
}

void World::apply_effects(NodeId node) {
  DiskUnit* unit = disk_of(node);
  if (unit == nullptr) {
    for (Effect& effect : effects_.effects) carry_out(node, effect, effects_);
  } else if (unit->plain && unit->disk.settled() && !choices_.watched()) {
    apply_through_disk(node, *unit);
  } else {
    apply_behind_disk(node, *unit);
  }
  effects_.clear();
}

// A disk on which a write is durable at once: nothing has to wait, nothing is queued.
void World::apply_through_disk(NodeId node, DiskUnit& unit) {
  uint64_t records = 0;  // of the disk write that is being put together
  const auto end_write = [&] {
    if (records == 0) return;
    trace_.plain(now_, EventKind::write, 0, node, unit.disk.end_write_through(records), records);
    records = 0;
  };
  for (Effect& effect : effects_.effects) {
    if (is_write(effect.kind) && effect.kind != EffectKind::flush) {
      unit.disk.write_through(effect);
      ++records;
      continue;
    }
    if (!is_timer(effect.kind)) end_write();
    if (effect.kind != EffectKind::flush) carry_out(node, effect, effects_);
  }
  end_write();
}

void World::apply_behind_disk(NodeId node, DiskUnit& unit) {
  bool writes = false;  // queued but not yet submitted
  for (Effect& effect : effects_.effects) {
    if (is_timer(effect.kind)) {
      release(node, effect, effects_);
      continue;
    }
    if (is_write(effect.kind)) {
      unit.disk.queue(effect);
      writes = true;
      continue;
    }
    if (writes) submit_write(node, unit);
    writes = false;
    if (unit.disk.idle() || effect.urgent) {
      release(node, effect, effects_);
    } else {
      hold(unit, std::move(effect));
    }
  }
  if (writes) submit_write(node, unit);
}

}  // namespace ordain
