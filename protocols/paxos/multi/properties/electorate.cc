#include "protocols/paxos/multi/properties/electorate.h"

#include <algorithm>

namespace ordain::multi_paxos {

bool Electorate::on_fact(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<Applied>()) {
    executed_[event.node] = fact.as<Applied>().slot;
  } else if (fact.is<SnapshotTaken>()) {
    snapshot_[event.node] = fact.as<SnapshotTaken>().slot;
  } else if (fact.is<SnapshotInstalled>()) {
    executed_[event.node] = snapshot_[event.node] = fact.as<SnapshotInstalled>().slot;
  } else if (fact.is<Reconfigured>()) {
    configurations_.reconfigure(fact.as<Reconfigured>());
  } else if (fact.is<DiskLost>()) {
    lost_ |= uint64_t{1} << event.node.value;
    executed_[event.node] = snapshot_[event.node] = 0;
  } else if (fact.is<Rejoined>()) {
    lost_ &= ~(uint64_t{1} << event.node.value);
  } else {
    return false;
  }
  return true;
}

bool Electorate::can_decide(const std::vector<NodeId>& servers) const {
  uint64_t voters = 0;
  uint64_t executed = 0;
  for (NodeId server : servers) {
    if (server.value >= setting_.servers) continue;  // a client
    voters |= uint64_t{1} << server.value;
    if (server.value < executed_.values().size())
      executed = std::max(executed, executed_.values()[server.value]);
  }
  voters &= ~lost_;
  for (size_t i = configurations_.in_force(executed + 1); i < configurations_.count(); ++i) {
    if (!has_majority(voters, configurations_.members(i))) return false;
  }
  for (size_t number = configurations_.count(); number <= setting_.changes.size(); ++number) {
    if (!has_majority(voters, setting_.changes[number - 1])) return false;
  }
  return true;
}

}  // namespace ordain::multi_paxos
