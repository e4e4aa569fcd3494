#include "protocols/raft/properties/configurations.h"

#include <algorithm>

namespace ordain::raft {
namespace {

std::string names(const ServerSet& servers) {
  std::string out;
  servers.for_each([&](NodeId id) { out += (out.empty() ? "" : ", ") + name_of(id); });
  return out;
}

}  // namespace

void ConfigMatchesLog::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Committed>() || fact.is<Elected>() || fact.is<BecameCandidate>()) {
    return decides(event, report);
  }
  if (fact.is<SnapshotTaken>()) {
    const auto taken = fact.as<SnapshotTaken>();
    const uint64_t latest = logs_.of(event.node).index;
    if (latest > taken.index || latest == taken.configuration_index) return;
    report.violated(name(),
                    name_of(event.node) + "'s snapshot up to index " + std::to_string(taken.index) +
                        " holds the configuration of entry " +
                        std::to_string(taken.configuration_index) + ", not that of entry " +
                        std::to_string(latest),
                    event, "snapshot");
    return;
  }
  logs_.on_fact(event);
  if (fact.is<Configured>()) in_use_[event.node] = fact.as<Configured>().index;
}

void ConfigMatchesLog::decides(const FactEvent& event, Report& report) {
  const uint64_t latest = logs_.of(event.node).index;
  const uint64_t used = in_use_[event.node];
  if (latest == used) return;
  report.violated(name(),
                  name_of(event.node) + " goes by the configuration of entry " +
                      std::to_string(used) + " while the latest in its log is that of entry " +
                      std::to_string(latest),
                  event, "in use");
}

void QuorumIntersection::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Appended>()) {
    const auto entry = fact.as<Appended>();
    End& end = ends_[event.node];
    end.index = entry.index;
    end.term = entry.term;
    end.known = true;
    return;
  }
  if (!fact.is<Committed>()) return follow(event);
  if (!changes_) return;  // one configuration: its majorities overlap
  const auto commit = fact.as<Committed>();
  const ConfigurationAt& latest = logs_.of(event.node);
  if (latest.index <= commit.index && latest.index > committed_.index) committed_ = latest;
  if (commit.leading) on_committed(commit, event, report);
}

void QuorumIntersection::follow(const FactEvent& event) {
  const Fact& fact = event.fact;
  logs_.on_fact(event);
  End& end = ends_[event.node];
  if (fact.is<ConfigAppended>()) {
    changes_ = true;
  } else if (fact.is<ChangeBegan>()) {
    const auto plan = fact.as<ChangeBegan>();
    planned_[event.node] = {plan.after, told_by(plan)};
  } else if (fact.is<Configured>()) {
    if (fact.as<Configured>().index == 0 && committed_.index == 0)
      committed_ = logs_.of(event.node);
  } else if (fact.is<Truncated>()) {
    const uint64_t from = fact.as<Truncated>().from;
    if (end.index >= from) end = {from - 1, 0, false, end.halted};
  } else if (fact.is<Recovered>()) {
    const auto now = fact.as<Recovered>();
    end = {now.last_index, now.last_term, true, false};
  } else if (fact.is<SnapshotInstalled>()) {
    const auto now = fact.as<SnapshotInstalled>();
    const bool at_end = now.last_index == now.index;
    if (at_end || now.last_index != end.index) {
      end = {now.last_index, now.term, at_end, end.halted};
    }
  } else if (fact.is<Halted>()) {
    end.halted = true;
  }
}

void QuorumIntersection::on_committed(const Committed& commit, const FactEvent& event,
                                      Report& report) {
  const auto lacks = [&](const End& end) {
    return end.known && (end.index < commit.index || end.term < commit.term);
  };
  ServerSet holders;
  for (uint32_t i = 0; i < ends_.values().size(); ++i) {
    if (!lacks(ends_.values()[i])) holders.insert(NodeId(i));
  }
  // Not committed by its leader's own rule: that is commit_truth's matter.
  if (!logs_.of(event.node).configuration.has_quorum(holders)) return;
  for (uint32_t i = 0; i < ends_.values().size(); ++i) {
    const NodeId server(i);
    const End& end = ends_.values()[i];
    if (end.halted || !lacks(end)) continue;
    const Configuration& its = logs_.of(server).configuration;
    const ServerSet votes = electors(end);
    if (!its.has_quorum(votes)) continue;
    report.violated(name(),
                    name_of(event.node) + " committed index " + std::to_string(commit.index) +
                        ", which " + name_of(server) +
                        " lacks and yet could be elected without, by the votes of " +
                        names(votes & (its.voters | its.outgoing)) + " in its configuration of " +
                        names(its.voters | its.outgoing),
                    event);
    return;
  }
}

// Those whose logs are not more up-to-date than the candidate's (5.4.1).
ServerSet QuorumIntersection::electors(const End& candidate) const {
  ServerSet out;
  for (uint32_t i = 0; i < ends_.values().size(); ++i) {
    const End& end = ends_.values()[i];
    if (!end.known || end.halted) continue;
    const bool ahead =
        end.term > candidate.term || (end.term == candidate.term && end.index > candidate.index);
    if (!ahead) out.insert(NodeId(i));
  }
  return out;
}

// The core must hold a quorum of the latest committed configuration, and of any later one that a
// server of it may come to use: one in its log, or one that some leader has set out for, which may
// be on its way to a disk or wait for new servers to catch up.
bool QuorumIntersection::core_suffices(const std::vector<NodeId>& core) const {
  ServerSet sound;
  for (NodeId node : core) {
    if (node.value < 64) sound.insert(node);
  }
  if (!committed_.configuration.empty() && !committed_.configuration.has_quorum(sound)) {
    return false;
  }
  for (NodeId node : core) {
    if (node.value >= ends_.values().size()) continue;
    const ConfigurationAt& its = logs_.of(node);
    if (its.index > committed_.index && !its.configuration.has_quorum(sound)) return false;
  }
  const auto in_the_way = [&](const ConfigurationAt& plan) {
    const bool open = !plan.configuration.empty() && plan.index >= committed_.index;
    return open && !plan.configuration.has_quorum(sound);
  };
  return std::none_of(planned_.values().begin(), planned_.values().end(), in_the_way);
}

}  // namespace ordain::raft
