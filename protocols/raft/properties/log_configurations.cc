#include "protocols/raft/properties/log_configurations.h"

namespace ordain::raft {
namespace {

void drop_from(std::vector<ConfigurationAt>& entries, uint64_t index) {
  while (!entries.empty() && entries.back().index >= index) entries.pop_back();
}

}  // namespace

void LogConfigurations::on_fact(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<Configured>()) return configured(fact.as<Configured>(), event.node);
  Held& held = held_[event.node];
  if (fact.is<ConfigAppended>()) {
    const auto entry = fact.as<ConfigAppended>();
    drop_from(held.entries, entry.index);
    held.entries.push_back({entry.index, told_by(entry)});
  } else if (fact.is<Truncated>()) {
    const uint64_t from = fact.as<Truncated>().from;
    // What lies below an entry that was taken on trust is not known either.
    for (const ConfigurationAt& entry : held.entries) {
      if (entry.index >= from && entry.assumed) held.unreported = true;
    }
    drop_from(held.entries, from);
  } else if (fact.is<SnapshotInstalled>()) {
    held.unreported = true;
  } else if (fact.is<Recovered>()) {
    drop_from(held.entries, fact.as<Recovered>().last_index + 1);
    held.unreported = true;
  }
}

void LogConfigurations::configured(const Configured& fact, NodeId server) {
  ConfigurationAt now{fact.index, told_by(fact)};
  if (fact.index == 0) initial_ = now;
  Held& held = held_[server];
  if (!held.unreported) return;
  held.unreported = false;
  drop_from(held.entries, fact.index + 1);
  const bool known = !held.entries.empty() && held.entries.back().index == fact.index;
  if (known || fact.index == 0) return;
  now.assumed = true;
  held.entries.push_back(now);
}

}  // namespace ordain::raft
