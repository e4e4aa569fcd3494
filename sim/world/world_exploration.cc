// The exploration driver's view: what may happen next, in any order, and which states are the same.
#include <algorithm>

#include "sim/world/world.h"

namespace ordain {

std::vector<World::Enabled> World::waiting() const {
  std::vector<Enabled> out;
  for (uint32_t slot = 0; slot < pool_.size(); ++slot) {
    const Pending& pending = pool_[slot];
    if (pending.kind == PendingKind::none) continue;
    Enabled event{
        pending.order,   pending.kind,  pending.node, pending.from, pending.time, nullptr, 0,
        pending.channel, pending.number};
    if (pending.kind == PendingKind::timer) {
      const TimerSlot& timer = timers_[pending.node.value].slots()[pending.number];
      if (!timer.armed) continue;
      event.timer = timer.name;
      event.channel = timer.channel;
      event.number = timer.key;
      event.time = timer.deadline;
    } else if (pending.kind == PendingKind::message) {
      event.message = &pending.payload;
    } else if (pending.kind == PendingKind::disk_write &&
               pending.incarnation != population_.status(pending.node).incarnation) {
      continue;  // its node has crashed since: nothing comes of it
    }
    out.push_back(event);
  }
  return out;
}

std::vector<World::Enabled> World::enabled() const {
  std::vector<Enabled> out = waiting();
  out.erase(std::remove_if(
                out.begin(), out.end(),
                [&](const Enabled& event) { return event.node.valid() && is_paused(event.node); }),
            out.end());
  std::sort(out.begin(), out.end(), [](const Enabled& a, const Enabled& b) { return a.id < b.id; });
  return out;
}

bool World::apply(uint64_t id) {
  const auto slot = static_cast<uint32_t>(id & kSlotMask);
  if (slot >= pool_.size()) return false;
  Pending& pending = pool_[slot];
  if (pending.order != id || pending.kind == PendingKind::none) return false;
  if (pending.node.valid() && is_paused(pending.node)) return false;
  Time due = pending.time;
  if (pending.kind == PendingKind::timer) {
    const TimerSlot& timer = timers_[pending.node.value][static_cast<uint32_t>(pending.number)];
    if (!timer.armed) return false;
    due = timer.deadline;
  }
  if (due > now_) now_ = due;
  dispatch(slot);
  return true;
}

void World::encode_state(Encoder& out) const {
  for (uint32_t i = 0; i < population_.size(); ++i) {
    const NodeId node(i);
    const Population::Status& status = population_.status(node);
    out.word((status.up ? 1u : 0u) | (status.paused ? 2u : 0u) | (status.slow ? 4u : 0u) |
             (is_damaged(node) ? 8u : 0u));
    // A node that is down is what its disk holds.
    if (status.up) population_.table(node).encode(population_.slot(node), out);
  }
  for (const DiskUnit& unit : disks_) encode_disk(unit, out);
  network_.cuts().encode(out);
  // Messages and timers as a multiset: what was sent first does not matter once it is under way.
  std::vector<std::array<uint64_t, 3>> under_way;
  const auto add = [&](NodeId node, NodeId from, uint64_t kind, uint16_t channel, uint64_t what) {
    under_way.push_back(
        {(uint64_t{node.value} << 32) | from.value, kind | (uint64_t{channel} << 16), what});
  };
  for (const Enabled& event : waiting()) {
    add(event.node, event.from, static_cast<uint64_t>(event.kind), event.channel,
        event.message != nullptr ? event.message->hash()
                                 : (uint64_t{event.timer} << 56) ^ event.number);
  }
  constexpr uint64_t kHeld = 0xFF;
  for (const HeldMessage& held : held_messages_) {
    add(held.to, held.from, kHeld, held.channel, held.payload.hash());
  }
  std::sort(under_way.begin(), under_way.end());
  encode(out, under_way);
}

// The disk and the effects that wait for it, each with how many record operations it waits for.
void World::encode_disk(const DiskUnit& unit, Encoder& out) const {
  unit.disk.encode(out);
  const EffectList& held = unit.held;
  out.word(held.effects.size());
  for (size_t i = 0; i < held.effects.size(); ++i) {
    const Effect& effect = held.effects[i];
    out.word(unit.disk.last_queued() - unit.held_after[i]);
    out.word(static_cast<uint64_t>(effect.kind) | (uint64_t{effect.channel} << 16) |
             (uint64_t{effect.to.value} << 32));
    ordain::encode(out, effect.payload);
    if (effect.kind == EffectKind::fact) encode(out, held.facts[effect.number].words);
    if (effect.kind == EffectKind::operation) encode(out, held.operations[effect.number]);
  }
}

}  // namespace ordain
