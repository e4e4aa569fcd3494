#include "protocols/paxos/multi/properties/leases.h"

#include <algorithm>

namespace ordain::multi_paxos {

void LeaseExclusion::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Elected>()) {
    const auto elected = event.fact.as<Elected>();
    highest_ = std::max(highest_, {elected.round, elected.proposer});
    return;
  }
  const auto read = event.fact.as<ReadServed>();
  const paxos::Ballot ballot{read.round, read.proposer};
  if (ballot >= highest_) return;
  report.violated(name(),
                  name_of(event.node) + " answered a read as the leader of ballot " +
                      paxos::name_of(ballot) + " while " + name_of(highest_.node) +
                      " led in ballot " + paxos::name_of(highest_),
                  event);
}

void FreshReads::on_operation(const OpRecord& record, Report&) {
  const OperationId id{record.client, record.op.number};
  if (record.op.phase == OpPhase::invoke) {
    least_[id] = over_;
    return;
  }
  least_.erase(id);
  const auto slot = slots_.find(id);
  if (slot == slots_.end()) return;
  if (record.op.phase != OpPhase::indeterminate) over_ = std::max(over_, slot->second);
  slots_.erase(slot);
}

void FreshReads::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Applied>()) {
    const auto applied = fact.as<Applied>();
    if (applied.slot <= executed_) return;
    executed_ = applied.slot;
    const OperationId id{applied.client, applied.sequence};
    if (applied.sequence != 0 && least_.count(id) > 0) slots_[id] = applied.slot;
  } else if (fact.is<ReadServed>()) {
    const auto read = fact.as<ReadServed>();
    served({read.client, read.sequence}, read.slot, event, report);
  } else if (fact.is<ReadConfirmed>()) {
    const auto read = fact.as<ReadConfirmed>();
    served({read.client, read.sequence}, read.slot, event, report);
  } else {
    const auto read = fact.as<ReadByReplica>();
    served({read.client, read.sequence}, read.slot, event, report);
  }
}

// Where a read was over already, its late answer changes nothing.
void FreshReads::served(const OperationId& read, uint64_t slot, const FactEvent& event,
                        Report& report) {
  const auto least = least_.find(read);
  if (least == least_.end()) return;
  uint64_t& seen = slots_[read];
  seen = std::max(seen, slot);
  if (slot >= least->second) return;
  report.violated(name(),
                  name_of(event.node) + " answered a read from the state after slot " +
                      std::to_string(slot) + ", though an operation of slot " +
                      std::to_string(least->second) + " was over before it was asked",
                  event);
}

}  // namespace ordain::multi_paxos
