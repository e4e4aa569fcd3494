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

}  // namespace ordain::multi_paxos
