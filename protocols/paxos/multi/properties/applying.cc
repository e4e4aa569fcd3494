#include "protocols/paxos/multi/properties/applying.h"

#include <algorithm>

namespace ordain::multi_paxos {
namespace {

std::string command_name(uint64_t sequence, NodeId client, uint32_t servers) {
  return std::string("command ").append(std::to_string(sequence)) + " of c" +
         std::to_string(client.value - servers + 1);
}

}  // namespace

void PrefixExecution::on_fact(const FactEvent& event, Report& report) {
  uint64_t& executed = executed_[event.node];
  const Fact& fact = event.fact;
  if (fact.is<Recovered>()) {
    executed = fact.as<Recovered>().snapshot;
  } else if (fact.is<SnapshotInstalled>()) {
    executed = fact.as<SnapshotInstalled>().slot;
  } else if (fact.is<DiskLost>()) {
    executed = 0;
  } else {
    const uint64_t slot = fact.as<Applied>().slot;
    if (slot != executed + 1) {
      report.violated(name(),
                      name_of(event.node) + " executed slot " + std::to_string(slot) +
                          " after slot " + std::to_string(executed),
                      event, slot > executed ? "left out" : "again");
    }
    executed = slot;
  }
}

void StateMachineSafety::on_fact(const FactEvent& event, Report& report) {
  const bool installed = event.fact.is<SnapshotInstalled>();
  const Applied applied = installed ? Applied{} : event.fact.as<Applied>();
  const SnapshotInstalled given =
      installed ? event.fact.as<SnapshotInstalled>() : SnapshotInstalled{};
  const uint64_t slot = installed ? given.slot : applied.slot;
  const uint64_t state_hash = installed ? given.state_hash : applied.state_hash;
  if (slot >= first_.size()) first_.resize(slot + 1);
  First& first = first_[slot];
  if (!first.node.valid()) {
    if (!installed) first = {applied.value, state_hash, event.node};
    return;
  }
  const bool same_value = installed || first.value == applied.value;
  if (same_value && first.state_hash == state_hash) return;
  report.violated(name(),
                  name_of(first.node) + " and " + name_of(event.node) +
                      (same_value ? " have different states after slot "
                                  : " executed different values in slot ") +
                      std::to_string(slot),
                  event, same_value ? "state" : "value");
}

void ExactlyOnce::on_fact(const FactEvent& event, Report& report) {
  const auto applied = event.fact.as<Applied>();
  if (applied.sequence == 0) return;
  const CommandId command{applied.client, applied.sequence};
  if (applied.slot >= executed_.size()) executed_.resize(applied.slot + 1);
  if (executed_[applied.slot] == command) return;  // another replica, the same place
  executed_[applied.slot] = command;
  const uint64_t first = first_slot(command, applied.slot);
  if (first == applied.slot) return;
  report.violated(name(),
                  command_name(applied.sequence, applied.client, servers_) +
                      " took effect in slot " + std::to_string(first) + " and in slot " +
                      std::to_string(applied.slot),
                  event);
}

// A client's commands take effect nearly in order: a new one belongs near the end.
uint64_t ExactlyOnce::first_slot(const CommandId& command, uint64_t slot) {
  std::vector<Effect>& effects = effects_[command.first];
  const auto at = std::lower_bound(
      effects.begin(), effects.end(), command.second,
      [](const Effect& effect, uint64_t sequence) { return effect.sequence < sequence; });
  if (at != effects.end() && at->sequence == command.second) return at->slot;
  effects.insert(at, {command.second, slot});
  return slot;
}

void Validity::on_operation(const OpRecord& record, Report&) {
  if (record.op.phase != OpPhase::invoke) return;
  std::vector<uint64_t>& issued = issued_[record.client];
  const auto at = std::lower_bound(issued.begin(), issued.end(), record.op.number);
  issued.insert(at, record.op.number);
}

void Validity::on_fact(const FactEvent& event, Report& report) {
  const auto applied = event.fact.as<Applied>();
  if (applied.sequence == 0) return;
  const std::vector<uint64_t>& issued = issued_[applied.client];
  if (std::binary_search(issued.begin(), issued.end(), applied.sequence)) return;
  report.violated(name(),
                  name_of(event.node) + " executed " +
                      command_name(applied.sequence, applied.client, servers_) +
                      ", which nobody has issued",
                  event);
}

}  // namespace ordain::multi_paxos
