// What a strike of a fault rule does, and how it is undone.
#include <algorithm>

#include "sim/world/world.h"

namespace ordain {
namespace {

// The id under which a strike's cuts and link rules stand, until they are undone.
uint64_t effect_id(StrikeId id) { return (static_cast<uint64_t>(id.rule) + 1) << 32 | id.strike; }

}  // namespace

void World::schedule_strikes(const std::vector<Strike>& strikes) {
  for (const Strike& strike : strikes) {
    const uint32_t slot = schedule(std::max(strike.at, now_), PendingKind::strike, kNoNode);
    pool_[slot].from = NodeId(strike.id.rule);
    pool_[slot].number = strike.id.strike;
  }
}

ClusterView World::view() const {
  ClusterView out;
  out.nodes = population_.size();
  out.servers = servers_;
  out.leader = leader_.valid() && is_up(leader_) ? leader_ : kNoNode;
  for (uint32_t i = 0; i < population_.size(); ++i) {
    out.up.push_back(is_up(NodeId(i)) ? 1 : 0);
    out.paused.push_back(is_paused(NodeId(i)) ? 1 : 0);
    const DiskUnit* unit = disk_of(NodeId(i));
    out.writing.push_back(unit != nullptr && unit->disk.writing() ? 1 : 0);
  }
  return out;
}

void World::strike(uint32_t slot) {
  const StrikeId id{pool_[slot].from.value, static_cast<uint32_t>(pool_[slot].number)};
  pool_.release(slot);
  if (faults_.stopped()) return;
  const FaultRule& rule = faults_.rule(id);
  Strike next;
  if (faults_.next(id, now_, choices_, next)) schedule_strikes({next});
  const bool whole_cluster = rule.action.kind == ActionKind::partition ||
                             rule.action.kind == ActionKind::heal ||
                             rule.action.kind == ActionKind::release;
  const std::vector<NodeId> nodes = whole_cluster
                                        ? std::vector<NodeId>{}
                                        : resolve_target(rule.action.target, view(), id, choices_);
  if (!whole_cluster && nodes.empty()) return;  // no leader, nobody crashed: nothing to strike
  const Duration lasts = faults_.lasts(id, choices_);
  Action action = drawn(rule.action, id, nodes);
  struck_.push_back({now_, id, rule.action.kind, nodes, lasts, rule.name, std::move(action), {}});
  note(std::string(enum_name(rule.action.kind)));
  act(struck_.back());
  if (lasts.ns > 0) {
    const uint32_t undo_slot = schedule(now_ + lasts, PendingKind::undo, kNoNode);
    pool_[undo_slot].from = NodeId(id.rule);
    pool_[undo_slot].number = (static_cast<uint64_t>(struck_.size() - 1) << 32) | id.strike;
  }
}

// The action as it strikes: everything that was left to the moment is named.
Action World::drawn(const Action& action, StrikeId id, const std::vector<NodeId>& nodes) const {
  if (action.kind == ActionKind::partition) return drawn_partition(action, view(), id, choices_);
  Action out = action;
  out.target = {TargetKind::nodes, nodes};
  if (action.kind == ActionKind::hold || action.kind == ActionKind::link) {
    out.other = {TargetKind::nodes, resolve_target(action.other, view(), id, choices_, kOtherSet)};
  }
  return out;
}

void World::act(StruckFault& struck) {
  const Action& action = struck.action;
  const std::vector<NodeId>& nodes = struck.nodes;
  switch (action.kind) {
    case ActionKind::crash:
      for (NodeId n : nodes) crash(n);
      break;
    case ActionKind::restart:
      for (NodeId n : nodes) restart(n);
      break;
    case ActionKind::pause:
      for (NodeId n : nodes) pause(n);
      break;
    case ActionKind::resume:
      for (NodeId n : nodes) resume(n);
      break;
    case ActionKind::slow:
      if (service_.empty()) {
        service_.resize(population_.size());
        busy_until_.resize(population_.size());
      }
      for (NodeId n : nodes) {
        population_.status(n).slow = action.service_time.ns > 0;
        service_[n.value] = action.service_time;
        trace_.plain(now_, EventKind::slow, 0, n, static_cast<uint64_t>(action.service_time.ns), 0);
      }
      break;
    case ActionKind::partition:
      cut(struck);
      break;
    case ActionKind::heal:
      network_.cuts().clear(CutMode::drop);
      trace_.plain(now_, EventKind::heal, 0, kNoNode, ~uint64_t{0}, 0);
      break;
    case ActionKind::hold:
    case ActionKind::link:
      change_links(struck);
      break;
    case ActionKind::release:
      network_.cuts().clear(CutMode::hold);
      release_held();
      trace_.plain(now_, EventKind::release, 0, kNoNode, ~uint64_t{0}, 0);
      break;
    case ActionKind::disk:
      for (NodeId n : nodes) {
        if (DiskUnit* unit = disk_of(n)) unit->configure(action.disk);
      }
      break;
    case ActionKind::wipe:
      for (NodeId n : nodes) {
        DiskUnit* unit = disk_of(n);
        if (unit == nullptr || is_up(n) || !may_damage(n, unit->config)) continue;
        unit->disk.wipe();
        damaged_[n.value] = 1;
        trace_.plain(now_, EventKind::disk_fault, static_cast<uint8_t>(DiskFault::lost_write), n, 0,
                     1);
      }
      break;
    case ActionKind::clock:
      for (NodeId n : nodes) change_clock(struck, n);
      break;
  }
}

void World::cut(const StruckFault& struck) {
  const uint64_t id = effect_id(struck.id);
  std::vector<Cut> cuts = partition_cuts(struck.action, view(), id);
  const PartitionShape shape = faults_.rule(struck.id).action.shape;
  const bool sides = !cuts.empty() && shape != PartitionShape::ring;
  trace_.plain(now_, EventKind::partition, static_cast<uint8_t>(shape), kNoNode, id,
               sides ? cuts.front().from.first_word() : 0);
  for (Cut& cut : cuts) network_.cuts().add(std::move(cut));
}

void World::change_links(const StruckFault& struck) {
  const Action& action = struck.action;
  const uint64_t id = effect_id(struck.id);
  const std::vector<NodeId>& others = action.other.nodes;
  if (action.kind == ActionKind::hold) {
    const NodeSet from(population_.size(), struck.nodes);
    const NodeSet to(population_.size(), others);
    network_.cuts().add({id, CutMode::hold, from, to});
  } else {
    network_.add_rule({struck.nodes, others, action.link, id});
  }
  const EventKind kind = action.kind == ActionKind::hold ? EventKind::hold : EventKind::link;
  trace_.plain(now_, kind, 1, struck.nodes.front(), id, 0);
}

void World::change_clock(StruckFault& struck, NodeId node) {
  const Action& action = struck.action;
  Clock& changed = clock(node);
  const auto between = [&](int64_t low, int64_t high) {
    const int64_t amount =
        choose_between(FaultAspect::amount, low, high, struck.id, choices_, node.value);
    struck.amounts.push_back(amount);
    return amount;
  };
  switch (action.clock_change) {
    case ClockChange::jump:
      changed.jump(now_, Duration{between(action.jump_low.ns, action.jump_high.ns)});
      break;
    case ClockChange::drift:
      changed.set_drift(now_, between(action.drift_low_ppm, action.drift_high_ppm));
      break;
    case ClockChange::freeze:
      changed.freeze(now_);
      break;
    case ClockChange::thaw:
      changed.thaw(now_);
      break;
  }
  trace_.plain(now_, EventKind::clock, static_cast<uint8_t>(action.clock_change), node,
               static_cast<uint64_t>(changed.offset(now_).ns),
               static_cast<uint64_t>(changed.drift_ppm()));
}

void World::undo(uint32_t slot) {
  const uint64_t number = pool_[slot].number;
  const StruckFault struck = struck_[static_cast<size_t>(number >> 32)];
  pool_.release(slot);
  if (faults_.stopped()) return;
  const uint64_t id = effect_id(struck.id);
  const Action& action = struck.action;
  switch (struck.kind) {
    case ActionKind::crash:
      for (NodeId n : struck.nodes) restart(n);
      break;
    case ActionKind::restart:
      for (NodeId n : struck.nodes) crash(n);
      break;
    case ActionKind::pause:
      for (NodeId n : struck.nodes) resume(n);
      break;
    case ActionKind::slow:
      for (NodeId n : struck.nodes) {
        population_.status(n).slow = false;
        trace_.plain(now_, EventKind::slow, 0, n, 0, 0);
      }
      break;
    case ActionKind::partition:
      network_.cuts().remove(id);
      trace_.plain(now_, EventKind::heal, 0, kNoNode, id, 0);
      break;
    case ActionKind::hold:
      network_.cuts().remove(id);
      release_held();
      trace_.plain(now_, EventKind::release, 0, kNoNode, id, 0);
      break;
    case ActionKind::link:
      network_.remove_rules(id);
      trace_.plain(now_, EventKind::link, 0, struck.nodes.front(), id, 0);
      break;
    case ActionKind::disk:
      for (NodeId n : struck.nodes) {
        if (DiskUnit* unit = disk_of(n)) unit->configure(disk_config_);
      }
      break;
    case ActionKind::clock:
      for (NodeId n : struck.nodes) {
        if (action.clock_change == ClockChange::freeze) clock(n).thaw(now_);
        if (action.clock_change == ClockChange::drift) clock(n).restore_drift(now_);
        trace_.plain(now_, EventKind::clock, 0, n, static_cast<uint64_t>(clock(n).offset(now_).ns),
                     static_cast<uint64_t>(clock(n).drift_ppm()));
      }
      break;
    default:
      break;
  }
}

// Held messages whose links are no longer held travel on: they arrive their delay from now.
void World::release_held() {
  std::vector<HeldMessage> still;
  for (HeldMessage& held : held_messages_) {
    if (network_.cuts().held(held.from, held.to)) {
      still.push_back(std::move(held));
    } else {
      const Duration delay = network_.after_hold(held.from, held.to, now_, held.delay);
      transmit(held.from, held.to, held.channel, std::move(held.payload), held.number, delay,
               held.flags);
    }
  }
  held_messages_ = std::move(still);
}

}  // namespace ordain
