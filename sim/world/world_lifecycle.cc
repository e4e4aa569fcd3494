// Nodes starting, crashing, restarting, pausing; and the healing that begins the liveness phase.
#include <algorithm>

#include "sim/world/world.h"

namespace ordain {
namespace {

constexpr Duration kReadRetry = milliseconds(100);

LinkConfig without_faults(LinkConfig link) {
  link.loss = link.duplicate = link.corrupt = Ratio{};
  link.bursts = {};
  link.queue = 0;
  return link;
}

// What stays is how the links were configured to be: their delays, order and bandwidth.
NetworkConfig without_faults(const NetworkConfig& config) {
  NetworkConfig out;
  out.all = without_faults(config.all);
  for (const LinkRule& rule : config.links) {
    if (rule.id != 0) continue;  // a fault's
    out.links.push_back({rule.from, rule.to, without_faults(rule.config), 0});
  }
  return out;
}

}  // namespace

void World::start() {
  const ClockConfig& config = clock_config_;
  const bool ranges = config.skew_low != config.skew_high || config.skew_low.ns != 0 ||
                      config.drift_low_ppm != 0 || config.drift_high_ppm != 0;
  if (ranges || !config.nodes.empty()) {
    for (uint32_t i = 0; i < population_.size(); ++i) {
      const auto drawn = [&](ClockAspect aspect, int64_t low, int64_t high) {
        const Site site{Stream::clock, static_cast<uint8_t>(aspect), i, 0, 0};
        const uint64_t value = choices_.pick(site, static_cast<uint64_t>(high - low) + 1);
        return from_benign(value, low, high);
      };
      Duration skew{drawn(ClockAspect::skew, config.skew_low.ns, config.skew_high.ns)};
      int64_t drift = drawn(ClockAspect::drift, config.drift_low_ppm, config.drift_high_ppm);
      for (const ClockSetting& setting : config.nodes) {
        if (setting.node != NodeId(i)) continue;
        skew = setting.skew;
        drift = setting.drift_ppm;
      }
      clocks_.emplace_back(skew, drift);
      trace_.plain(now_, EventKind::clock, 0, NodeId(i), static_cast<uint64_t>(skew.ns),
                   static_cast<uint64_t>(drift));
    }
  }
  for (uint32_t i = 0; i < population_.size(); ++i) boot(NodeId(i));
  schedule_strikes(faults_.initial(choices_));
}

LocalTime World::local_time(NodeId node) const {
  return clocks_.empty() ? LocalTime{now_.ns} : clocks_[node.value].read(now_);
}

Clock& World::clock(NodeId node) {
  if (clocks_.empty()) clocks_.resize(population_.size());
  return clocks_[node.value];
}

void World::boot(NodeId node) {
  Population::Status& status = population_.status(node);
  const bool again = status.incarnation > 0;
  const DiskUnit* unit = disk_of(node);
  status.up = true;
  const uint64_t number = trace_.count();
  trace_.plain(now_, EventKind::start, 0, node, status.incarnation, 0);
  observations_.lifecycle.push_back({node, true, now_, number, status.incarnation});
  const uint32_t slot = population_.slot(node);
  NodeTable& table = population_.table(node);
  Ctx ctx = context(node, 0);
  handle(node, [&] {
    table.boot(slot, node, again && unit != nullptr ? &unit->disk.contents() : nullptr);
    table.start(slot, ctx);
  });
}

void World::fail(NodeId node, const char* what) {
  effects_.clear();
  observations_.failures.push_back({node, what, now_, trace_.count()});
  crash(node);
}

void World::stop_timers(NodeId node) {
  for (const TimerSlot& timer : timers_[node.value].slots()) {
    if (timer.pending != TimerSlot::kNone) pool_.release(timer.pending);
  }
  timers_[node.value].clear();
}

void World::crash(NodeId node) {
  Population::Status& status = population_.status(node);
  if (!status.up) return;
  resume(node);
  status.up = false;
  ++status.incarnation;
  if (leader_ == node) leader_ = kNoNode;
  stop_timers(node);
  if (!busy_until_.empty()) busy_until_[node.value] = now_;
  Disk::CrashLoss loss;
  if (DiskUnit* unit = disk_of(node)) {
    loss = unit->disk.crash(node, now_, unit->config, choices_, may_damage(node, unit->config));
    unit->held.clear();
    unit->held_after.clear();
    if (loss.lost_acknowledged > 0) damaged_[node.value] = 1;
  }
  const uint64_t number = trace_.count();
  trace_.plain(now_, EventKind::crash, 0, node, loss.kept,
               loss.lost_unsynced + loss.lost_acknowledged);
  observations_.lifecycle.push_back({node, false, now_, number, status.incarnation});
  const auto disk_fault = [&](DiskFault fault, uint64_t records) {
    note(std::string(enum_name(fault)));
    trace_.plain(now_, EventKind::disk_fault, static_cast<uint8_t>(fault), node, records, 0);
  };
  if (loss.lost_acknowledged > 0) disk_fault(DiskFault::lost_write, loss.lost_acknowledged);
  if (loss.torn) disk_fault(DiskFault::torn_write, 1);
}

void World::restart(NodeId node) {
  const Population::Status& status = population_.status(node);
  if (status.up) return;
  if (DiskUnit* unit = disk_of(node); unit != nullptr && !read_disk(node, *unit)) {
    const uint32_t slot = schedule(now_ + kReadRetry, PendingKind::restart, node);
    pool_[slot].incarnation = status.incarnation;
    return;
  }
  boot(node);
}

void World::pause(NodeId node) {
  Population::Status& status = population_.status(node);
  if (!status.up || status.paused) return;
  status.paused = true;
  trace_.plain(now_, EventKind::pause, 0, node, 0, 0);
}

void World::resume(NodeId node) {
  Population::Status& status = population_.status(node);
  if (!status.paused) return;
  status.paused = false;
  trace_.plain(now_, EventKind::resume, 0, node, 0, 0);
  const auto parked = parked_.find(node.value);
  if (parked == parked_.end()) return;
  for (uint32_t slot : parked->second) {
    if (pool_[slot].kind == PendingKind::none) continue;
    if (pool_[slot].kind == PendingKind::timer) {
      TimerSlot& timer = timers_[node.value][static_cast<uint32_t>(pool_[slot].number)];
      timer.queued_for = now_;
    }
    requeue(slot, now_);
  }
  parked_.erase(parked);
}

void World::heal(const std::vector<NodeId>& core) {
  faults_.stop();
  trace_.plain(now_, EventKind::phase, 0, kNoNode, 1, core.size());
  std::vector<NodeId> outside;
  for (uint32_t i = 0; i < population_.size(); ++i) {
    if (std::find(core.begin(), core.end(), NodeId(i)) == core.end()) outside.push_back(NodeId(i));
  }
  network_.cuts().clear(CutMode::drop);
  network_.cuts().clear(CutMode::hold);
  release_held();
  network_.set_config(without_faults(network_.config()));
  if (!outside.empty()) {
    const NodeSet in(population_.size(), core);
    const NodeSet out(population_.size(), outside);
    network_.cuts().add({0, CutMode::drop, in, out});
    network_.cuts().add({0, CutMode::drop, out, in});
  }
  for (NodeId node : outside) {
    crash(node);
    ++population_.status(node).incarnation;  // a restart that was under way comes to nothing
  }
  DiskConfig sound;
  sound.latency = disk_config_.latency;
  for (DiskUnit& unit : disks_) {
    unit.configure(sound);
    unit.batch.failed = false;  // of the write under way, if there is one
  }
  for (NodeId node : core) {
    population_.status(node).slow = false;
    if (!clocks_.empty()) {
      clocks_[node.value].thaw(now_);
      clocks_[node.value].set_drift(now_, 0);
    }
    resume(node);
    restart(node);
  }
}

}  // namespace ordain
