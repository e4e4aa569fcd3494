#include "protocols/paxos/multi/properties/acceptors.h"

#include <algorithm>

namespace ordain::multi_paxos {

using paxos::Ballot;

void PromiseMonotonic::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  Ballot& before = promised_[event.node];
  if (fact.is<DiskLost>()) {
    before = {};
    return;
  }
  Ballot now;
  const char* did = " promised ballot ";
  if (fact.is<Accepted>()) {
    const auto accepted = fact.as<Accepted>();
    now = {accepted.round, accepted.proposer};
    did = " accepted in ballot ";
  } else if (fact.is<Recovered>()) {
    const auto recovered = fact.as<Recovered>();
    now = {recovered.round, recovered.proposer};
    did = " recovered with a promise of ballot ";
  } else if (fact.is<Rejoined>()) {
    const auto rejoined = fact.as<Rejoined>();
    now = {rejoined.round, rejoined.proposer};
  } else {
    const auto promised = fact.as<Promised>();
    now = {promised.round, promised.proposer};
  }
  if (now < before) {
    report.violated(name(),
                    name_of(event.node) + did + paxos::name_of(now) +
                        " after it had promised ballot " + paxos::name_of(before),
                    event, fact.type->name);
  }
  before = std::max(before, now);
}

// Slots up to the snapshot are in it. Behind it, what was accepted must lie between the first and
// the last slot of the log; a gap further in cannot come about, as a journal is only cut at its
// ends.
void Durability::on_fact(const FactEvent& event, Report& report) {
  std::vector<bool>& accepted = accepted_[event.node];
  if (event.fact.is<DiskLost>()) return accepted.clear();
  if (event.fact.is<Accepted>()) {
    const uint64_t slot = event.fact.as<Accepted>().slot;
    if (slot >= accepted.size()) accepted.resize(slot + 1);
    accepted[slot] = true;
    return;
  }
  const auto recovered = event.fact.as<Recovered>();
  const uint64_t first = recovered.first == 0 ? accepted.size() : recovered.first;
  for (uint64_t slot = recovered.snapshot + 1; slot < accepted.size(); ++slot) {
    if (slot == first) slot = recovered.last + 1;
    if (slot >= accepted.size()) return;
    if (!accepted[slot]) continue;
    return report.violated(name(),
                           name_of(event.node) + " has forgotten slot " + std::to_string(slot) +
                               ", which it had accepted and no snapshot of its holds",
                           event);
  }
}

}  // namespace ordain::multi_paxos
