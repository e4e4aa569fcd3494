// Disks in the world: writes on their way, the effects that wait for them, recovery.
#include <algorithm>
#include <utility>

#include "sim/world/world.h"

namespace ordain {

const World::DiskUnit* World::disk_of(NodeId node) const {
  if (disk_index_.empty() || disk_index_[node.value] == ~uint32_t{0}) return nullptr;
  return &disks_[disk_index_[node.value]];
}

World::DiskUnit* World::disk_of(NodeId node) {
  return const_cast<DiskUnit*>(std::as_const(*this).disk_of(node));
}

const Durable* World::disk_contents(NodeId node) const {
  const DiskUnit* unit = disk_of(node);
  return unit == nullptr ? nullptr : &unit->disk.contents();
}

void World::hold(DiskUnit& unit, Effect&& effect) {
  EffectList& held = unit.held;
  if (effect.kind == EffectKind::fact) {
    held.facts.push_back(effects_.facts[effect.number]);
    effect.number = held.facts.size() - 1;
  } else if (effect.kind == EffectKind::operation) {
    held.operations.push_back(effects_.operations[effect.number]);
    effect.number = held.operations.size() - 1;
  }
  unit.held_after.push_back(unit.disk.last_queued());
  held.effects.push_back(std::move(effect));
}

// Starts the next disk write with everything queued. While one is under way, further writes gather
// behind it and go together (group commit).
void World::submit_write(NodeId node, DiskUnit& unit) {
  while (!unit.disk.writing() && !unit.disk.idle()) {
    unit.batch = unit.disk.begin_write(node, unit.config, choices_);
    const Disk::Batch& batch = unit.batch;
    trace_.plain(now_, EventKind::write, 0, node, batch.number, batch.records);
    if (batch.stalled) {
      note("stall");
      trace_.plain(now_, EventKind::disk_fault, static_cast<uint8_t>(DiskFault::stall), node,
                   batch.number, 0);
    }
    const Duration takes = batch.lied ? Duration{} : batch.latency;
    // A write that fails does so as an event of its own, never amid a handler's effects.
    if (takes.ns == 0 && !batch.failed) {
      complete_write(node, unit);
      continue;
    }
    const uint32_t slot = schedule(now_ + takes, PendingKind::disk_write, node);
    pool_[slot].incarnation = population_.status(node).incarnation;
    pool_[slot].number = batch.number;
  }
}

void World::finish_write(NodeId node, DiskUnit& unit) {
  if (unit.batch.failed) {  // fail-stop: a node that cannot write must not go on as if it had
    const DiskFault fault = unit.batch.full ? DiskFault::full : DiskFault::write_error;
    trace_.plain(now_, EventKind::disk_fault, static_cast<uint8_t>(fault), node, unit.batch.number,
                 0);
    note(std::string(enum_name(fault)));
    return crash(node);
  }
  complete_write(node, unit);
  submit_write(node, unit);
}

// The write is durable, or said to be: what waited for it is released.
void World::complete_write(NodeId node, DiskUnit& unit) {
  if (unit.batch.lied) {
    note("lying_fsync");
    trace_.plain(now_, EventKind::disk_fault, static_cast<uint8_t>(DiskFault::lying_fsync), node,
                 unit.batch.number, 0);
  }
  if (unit.batch.latency.ns > 0) {
    trace_.plain(now_, EventKind::durable, 0, node, unit.batch.number, 0);
  }
  const uint64_t done = unit.disk.end_write(now_, unit.config);
  // Releasing records nothing new here: what handlers ask for goes to effects_.
  EffectList& held = unit.held;
  size_t released = 0;
  for (; released < held.effects.size() && unit.held_after[released] <= done; ++released) {
    release(node, held.effects[released], held);
  }
  if (released == held.effects.size()) {
    held.clear();
    unit.held_after.clear();
  } else {
    const auto count = static_cast<int64_t>(released);
    held.effects.erase(held.effects.begin(), held.effects.begin() + count);
    unit.held_after.erase(unit.held_after.begin(), unit.held_after.begin() + count);
  }
}

uint32_t World::budget(const DiskConfig& config) const {
  return config.budget == DiskConfig::kMinority ? (servers_ - 1) / 2 : config.budget;
}

bool World::may_damage(NodeId node, const DiskConfig& config) const {
  if (damaged_[node.value] != 0) return true;
  const auto damaged = static_cast<uint32_t>(std::count(damaged_.begin(), damaged_.end(), 1));
  return damaged < budget(config);
}

// Before a node recovers: read errors and bit rot. False: it cannot start yet.
bool World::read_disk(NodeId node, DiskUnit& unit) {
  if (unit.disk.read_fails(node, unit.config, choices_)) {
    note("read_error");
    trace_.plain(now_, EventKind::disk_fault, static_cast<uint8_t>(DiskFault::read_error), node, 0,
                 0);
    return false;
  }
  if (!may_damage(node, unit.config)) return true;
  if (const uint64_t rotten = unit.disk.rot(node, unit.config, choices_); rotten > 0) {
    damaged_[node.value] = 1;
    note("bit_rot");
    trace_.plain(now_, EventKind::disk_fault, static_cast<uint8_t>(DiskFault::bit_rot), node,
                 rotten, 0);
  }
  return true;
}

}  // namespace ordain
