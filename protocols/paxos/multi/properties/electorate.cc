#include "protocols/paxos/multi/properties/electorate.h"

#include <algorithm>
#include <bit>

namespace ordain::multi_paxos {
namespace {

bool has_majority(uint64_t voters, uint64_t members) {
  return 2 * std::popcount(voters & members) > std::popcount(members);
}

}  // namespace

bool Electorate::on_fact(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<Applied>()) {
    executed_[event.node] = fact.as<Applied>().slot;
  } else if (fact.is<SnapshotTaken>()) {
    snapshot_[event.node] = fact.as<SnapshotTaken>().slot;
  } else if (fact.is<SnapshotInstalled>()) {
    executed_[event.node] = snapshot_[event.node] = fact.as<SnapshotInstalled>().slot;
  } else if (fact.is<Reconfigured>()) {
    const auto change = fact.as<Reconfigured>();
    if (change.number != configurations_.size()) return true;  // reported by another server before
    configurations_.push_back({change.slot + setting_.alpha, change.members});
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
  auto at = configurations_.size() - 1;
  while (at > 0 && configurations_[at].from > executed + 1) --at;
  for (; at < configurations_.size(); ++at) {
    if (!has_majority(voters, configurations_[at].members)) return false;
  }
  for (size_t number = configurations_.size(); number <= setting_.changes.size(); ++number) {
    if (!has_majority(voters, setting_.changes[number - 1])) return false;
  }
  return true;
}

}  // namespace ordain::multi_paxos
