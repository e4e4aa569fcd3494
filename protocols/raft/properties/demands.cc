#include "protocols/raft/properties/demands.h"

#include "sim/base/text.h"
#include "sim/check/by_node.h"

namespace ordain::raft {

// Any fact tells the time; these are the ones that an outage is made of.
std::vector<const FactType*> Available::facts() const {
  if (most_ == Duration{}) return {};
  return {&kFactType<BecameCandidate>, &kFactType<AskedForPreVotes>, &kFactType<Elected>,
          &kFactType<SteppedDown>};
}

void Available::on_fact(const FactEvent& event, Report& report) {
  judge(event.event, event.time, event.node, report);
}

void Available::on_operation(const OpRecord& record, Report& report) {
  judge(record.event, record.time, record.client, report);
  const std::pair<NodeId, uint64_t> operation{record.client, record.op.number};
  if (record.op.phase == OpPhase::invoke) {
    open_.insert(operation);
    if (!waiting_since_) waiting_since_ = record.time;
    return;
  }
  open_.erase(operation);
  if (record.op.phase == OpPhase::indeterminate) return;  // given up: nobody has answered
  waiting_since_.reset();
  if (!open_.empty()) waiting_since_ = record.time;
}

void Available::judge(uint64_t event, Time now, NodeId node, Report& report) const {
  if (healed_ || !waiting_since_ || now - *waiting_since_ <= most_) return;
  report.violated(name(),
                  "no operation was answered for " + format_duration(now - *waiting_since_) +
                      ", and the scenario allows " + format_duration(most_),
                  event, now, node);
}

std::vector<const FactType*> LeaderStable::facts() const {
  if (most_ == 0) return {};
  return {&kFactType<Elected>};
}

void LeaderStable::on_fact(const FactEvent& event, Report& report) {
  if (healed_ || ++elected_ <= most_) return;
  report.violated(name(),
                  name_of(event.node) + " is leader number " + std::to_string(elected_) +
                      ", and the scenario allows " + std::to_string(most_),
                  event);
}

}  // namespace ordain::raft
