#include "protocols/raft/properties/applying.h"

#include <algorithm>

namespace ordain::raft {

void StateMachineSafety::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Applied>()) {
    const auto now = event.fact.as<Applied>();
    compare({now.index, now.prefix_hash, now.state_hash}, event, report);
  } else if (event.fact.is<SnapshotInstalled>()) {
    const auto now = event.fact.as<SnapshotInstalled>();
    compare({now.index, now.prefix_hash, now.state_hash}, event, report);
  } else if (event.fact.is<SnapshotTaken>()) {
    const auto now = event.fact.as<SnapshotTaken>();
    compare({now.index, now.prefix_hash, now.state_hash}, event, report);
  } else {
    const auto now = event.fact.as<SnapshotLoaded>();
    compare({now.index, now.prefix_hash, now.state_hash}, event, report);
  }
}

void StateMachineSafety::compare(const State& now, const FactEvent& event, Report& report) {
  if (now.index >= first_.size()) first_.resize(now.index + 1);
  First& first = first_[now.index];
  if (!first.node.valid()) {
    first = {now.prefix_hash, now.state_hash, event.node};
    return;
  }
  const bool same_entry = first.prefix_hash == now.prefix_hash;
  if (same_entry && first.state_hash == now.state_hash) return;
  report.violated(name(),
                  name_of(first.node) + " and " + name_of(event.node) +
                      (same_entry ? " have different states after index "
                                  : " applied different entries at index ") +
                      std::to_string(now.index),
                  event, same_entry ? "state" : "entry");
}

// Who was first decides only what a report says.
bool StateMachineSafety::encode(Encoder& out) const {
  out.word(first_.size());
  for (const First& first : first_) {
    out.word(first.prefix_hash);
    out.word(first.state_hash);
  }
  return true;
}

void ExactlyOnce::on_fact(const FactEvent& event, Report& report) {
  const auto applied = event.fact.as<Applied>();
  if (applied.sequence == 0) return;
  const CommandId command{applied.client, applied.sequence};
  if (applied.index >= executed_.size()) executed_.resize(applied.index + 1);
  if (executed_[applied.index] == command) return;  // another server, the same place
  executed_[applied.index] = command;
  const uint64_t first = first_index(command, applied.index);
  if (first == applied.index) return;
  report.violated(name(),
                  std::string("command ").append(std::to_string(applied.sequence)) + " of c" +
                      std::to_string(applied.client.value - servers_ + 1) +
                      " took effect at index " + std::to_string(first) + " and at index " +
                      std::to_string(applied.index),
                  event);
}

// A client's commands take effect nearly in order: a new one belongs near the end.
uint64_t ExactlyOnce::first_index(const CommandId& command, uint64_t index) {
  std::vector<Effect>& effects = effects_[command.first];
  const auto at = std::lower_bound(
      effects.begin(), effects.end(), command.second,
      [](const Effect& effect, uint64_t sequence) { return effect.sequence < sequence; });
  if (at != effects.end() && at->sequence == command.second) return at->index;
  effects.insert(at, {command.second, index});
  return index;
}

}  // namespace ordain::raft
