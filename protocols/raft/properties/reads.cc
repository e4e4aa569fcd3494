#include "protocols/raft/properties/reads.h"

#include <algorithm>

namespace ordain::raft {

std::vector<const FactType*> NoStaleRead::facts() const {
  if (!on_) return {};
  return {&kFactType<Applied>, &kFactType<ReadServed>};
}

NoStaleRead::Open* NoStaleRead::find(NodeId client, uint64_t number) {
  for (Open& open : open_[client]) {
    if (open.number == number) return &open;
  }
  return nullptr;
}

void NoStaleRead::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Applied>()) {
    const auto applied = event.fact.as<Applied>();
    if (applied.sequence == 0) return;
    Open* open = find(applied.client, applied.sequence);
    if (open != nullptr && open->index == 0) open->index = applied.index;
    return;
  }
  const auto served = event.fact.as<ReadServed>();
  Open* read = find(served.client, served.sequence);
  if (read == nullptr) return;  // over: an answer to a retry
  // Of several answers the client takes any: it knows no more than the lowest of them tells.
  read->index = read->index == 0 ? served.index : std::min(read->index, served.index);
  if (served.index >= read->acknowledged) return;
  report.violated(name(),
                  name_of(event.node) + " answered a read from its state after index " +
                      std::to_string(served.index) + " when index " +
                      std::to_string(read->acknowledged) +
                      " had been acknowledged before the read began",
                  event);
}

void NoStaleRead::on_operation(const OpRecord& record, Report&) {
  std::vector<Open>& open = open_[record.client];
  if (record.op.phase == OpPhase::invoke) {
    open.push_back({record.op.number, acknowledged_, 0});
    return;
  }
  const auto ended = std::find_if(open.begin(), open.end(), [&](const Open& operation) {
    return operation.number == record.op.number;
  });
  if (ended == open.end()) return;
  const bool answered = record.op.phase == OpPhase::ok || record.op.phase == OpPhase::failed;
  if (answered) acknowledged_ = std::max(acknowledged_, ended->index);
  open.erase(ended);
}

std::vector<const FactType*> LeaseExclusion::facts() const {
  if (!on_) return {};
  return {&kFactType<Elected>, &kFactType<LeaseHeld>};
}

void LeaseExclusion::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Elected>()) {
    const uint64_t term = event.fact.as<Elected>().term;
    if (term > term_) {
      term_ = term;
      leader_ = event.node;
    }
    return;
  }
  const uint64_t term = event.fact.as<LeaseHeld>().term;
  if (term >= term_) return;
  report.violated(name(),
                  name_of(event.node) + " holds its lease as leader of term " +
                      std::to_string(term) + " while " + name_of(leader_) + " leads term " +
                      std::to_string(term_),
                  event);
}

}  // namespace ordain::raft
