#include "sim/run/monitor.h"

#include <algorithm>
#include <bit>

namespace ordain {

Monitor::Monitor(const RunSpec& spec) {
  for (const auto& make : spec.properties) properties_.push_back(make());
  subscribe();
}

Monitor::Monitor(const Monitor& other)
    : subscriptions_(other.subscriptions_),
      listeners_(other.listeners_),
      operation_watchers_(other.operation_watchers_),
      report_(other.report_),
      healed_(other.healed_),
      livelock_(other.livelock_) {
  for (const auto& property : other.properties_) properties_.push_back(property->clone());
}

Monitor& Monitor::operator=(const Monitor& other) {
  Monitor copy(other);
  *this = std::move(copy);
  return *this;
}

void Monitor::subscribe() {
  std::vector<std::pair<const FactType*, std::vector<uint32_t>>> wanted;
  for (uint32_t i = 0; i < properties_.size(); ++i) {
    if (properties_[i]->wants_operations()) operation_watchers_.push_back(i);
    for (const FactType* type : properties_[i]->facts()) {
      auto found = std::find_if(wanted.begin(), wanted.end(),
                                [&](const auto& entry) { return entry.first == type; });
      if (found == wanted.end()) found = wanted.insert(wanted.end(), {type, {}});
      found->second.push_back(i);
    }
  }
  subscriptions_.assign(std::bit_ceil(2 * wanted.size() + 1), {});
  for (const auto& [type, properties] : wanted) {
    subscription(type) = {type, static_cast<uint32_t>(listeners_.size()),
                          static_cast<uint32_t>(properties.size())};
    listeners_.insert(listeners_.end(), properties.begin(), properties.end());
  }
}

// The type's place, or the free one where it would stand. Half of all are free.
Monitor::Subscription& Monitor::subscription(const FactType* type) {
  const size_t mask = subscriptions_.size() - 1;
  size_t at = type->tag & mask;
  while (subscriptions_[at].type != type && subscriptions_[at].type != nullptr)
    at = (at + 1) & mask;
  return subscriptions_[at];
}

[[gnu::always_inline]] inline void Monitor::on_fact(const FactEvent& event) {
  if (healed_) livelock_.on_fact(event);
  const Subscription heard = subscription(event.fact.type);
  const uint32_t* const first = listeners_.data() + heard.first;
  for (const uint32_t* at = first; at != first + heard.count; ++at) {
    properties_[*at]->on_fact(event, report_);
  }
}

void Monitor::on_operation(const OpRecord& record) {
  for (size_t i : operation_watchers_) properties_[i]->on_operation(record, report_);
}

// The three lists are merged by the numbers of their trace events.
void Monitor::observe(Observations& seen) {
  if (seen.lifecycle.empty() && (seen.operations.empty() || seen.facts.empty())) {  // nearly always
    for (const FactEvent& fact : seen.facts) on_fact(fact);
    for (const OpRecord& record : seen.operations) on_operation(record);
    return seen.clear();
  }
  size_t f = 0, o = 0, l = 0;
  const auto event = [](const auto& list, size_t i) {
    return i < list.size() ? list[i].event : ~uint64_t{0};
  };
  while (f < seen.facts.size() || o < seen.operations.size() || l < seen.lifecycle.size()) {
    const uint64_t fact = event(seen.facts, f);
    const uint64_t operation = event(seen.operations, o);
    const uint64_t life = event(seen.lifecycle, l);
    if (fact < operation && fact < life) {
      on_fact(seen.facts[f++]);
    } else if (operation < life) {
      on_operation(seen.operations[o++]);
    } else {
      const LifecycleEvent& change = seen.lifecycle[l++];
      const Lifecycle kind = !change.up               ? Lifecycle::crashed
                             : change.incarnation > 0 ? Lifecycle::restarted
                                                      : Lifecycle::started;
      const FactEvent place{{}, change.node, change.time, change.event};
      for (const auto& property : properties_) {
        property->on_lifecycle(change.node, kind, place, report_);
      }
    }
  }
  seen.clear();
}

void Monitor::heal(const std::vector<NodeId>& core) {
  healed_ = true;
  for (const auto& property : properties_) property->on_heal(core);
}

bool Monitor::core_suffices(const std::vector<NodeId>& core) const {
  return std::all_of(properties_.begin(), properties_.end(),
                     [&](const auto& property) { return property->core_suffices(core); });
}

void Monitor::finish() {
  for (const auto& property : properties_) property->finish(report_);
}

bool Monitor::goals_reached() const {
  return std::all_of(properties_.begin(), properties_.end(), [](const auto& property) {
    return property->kind() != PropertyKind::eventually || property->reached();
  });
}

void Monitor::report_missed_goals(uint64_t event, Time now) {
  const std::string livelock = livelock_.describe();
  const std::string cause = livelock.empty() ? "" : "; " + livelock;
  for (const auto& property : properties_) {
    if (property->kind() != PropertyKind::eventually) continue;
    const std::string pending = property->pending();
    if (!pending.empty()) {
      report_.violated(property->name(), "still pending: " + pending + cause, event, now, kNoNode);
    }
  }
}

std::map<std::string, uint64_t> Monitor::probes() const {
  std::map<std::string, uint64_t> out = report_.probes();
  for (const auto& property : properties_) {
    if (property->kind() == PropertyKind::sometimes) out.emplace(std::string(property->name()), 0);
  }
  return out;
}

}  // namespace ordain
