#include "protocols/paxos/properties/choosing.h"

#include "sim/check/by_node.h"

namespace ordain::paxos {
namespace {

std::string text(Value value) { return std::to_string(value); }

std::string text(const Chosen& chosen) {
  return text(chosen.value) + " in ballot " + name_of(chosen.ballot) + " by " +
         names_of(chosen.voters.bits);
}

std::vector<const FactType*> ledger_and(const FactType* type) {
  std::vector<const FactType*> out = VoteLedger::facts();
  out.push_back(type);
  return out;
}

}  // namespace

void Validity::on_operation(const OpRecord& record, Report&) {
  const OpEvent& op = record.op;
  if (op.phase == OpPhase::invoke && op.function == Function::cas) proposed_.insert(op.new_value);
}

void Validity::on_fact(const FactEvent& event, Report& report) {
  if (!ledger_.note(event)) return;
  const Chosen& chosen = ledger_.chosen().back();
  if (proposed_.count(chosen.value) > 0) return;
  report.violated(name(), text(chosen) + " is chosen, which no client has proposed", event);
}

std::vector<const FactType*> Agreement::facts() const { return ledger_and(&kFactType<Learned>); }

void Agreement::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Learned>()) {
    const Value value = event.fact.as<Learned>().value;
    if (learned_ == kNoValue) {
      learned_ = value;
      learner_ = event.node;
    }
    if (learned_ == value) return;
    report.violated(name(),
                    name_of(event.node) + " learns that " + text(value) + " is chosen, and " +
                        name_of(learner_) + " had learnt that " + text(learned_) + " is",
                    event, "learned");
    return;
  }
  if (!ledger_.note(event)) return;
  const Chosen& first = ledger_.chosen().front();
  const Chosen& now = ledger_.chosen().back();
  if (first.value == now.value) return;
  report.violated(name(), text(now) + " is chosen after " + text(first), event, "chosen");
}

std::vector<const FactType*> LearnedImpliesChosen::facts() const {
  return ledger_and(&kFactType<Learned>);
}

void LearnedImpliesChosen::on_fact(const FactEvent& event, Report& report) {
  if (!event.fact.is<Learned>()) {
    ledger_.note(event);
    return;
  }
  const Value value = event.fact.as<Learned>().value;
  if (ledger_.is_chosen(value)) return;
  report.violated(name(),
                  name_of(event.node) + " learns that " + text(value) +
                      " is chosen, and no quorum has accepted it in one ballot",
                  event);
}

// A choice may complete after a higher ballot has been accepted here and there: both orders count.
void ChosenStaysChosen::on_fact(const FactEvent& event, Report& report) {
  const bool fresh = ledger_.note(event);
  for (const Chosen& chosen : ledger_.chosen()) {
    auto higher = ledger_.votes().upper_bound({chosen.ballot, INT64_MAX});
    for (; higher != ledger_.votes().end(); ++higher) {
      const auto& [ballot, value] = higher->first;
      if (value == chosen.value) continue;
      report.violated(name(),
                      text(value) + " is accepted in ballot " + name_of(ballot) + " by " +
                          names_of(higher->second.bits) + " although " + text(chosen) +
                          " is chosen",
                      event, fresh ? "chosen later" : "accepted later");
      return;
    }
  }
}

std::vector<const FactType*> QuorumIntersection::facts() const {
  return ledger_and(&kFactType<Proposed>);
}

void QuorumIntersection::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Proposed>()) {
    const auto proposed = event.fact.as<Proposed>();
    begun_.push_back({ballot_of(proposed), Voters{proposed.voters}});
    for (const Chosen& chosen : ledger_.chosen()) compare(begun_.back(), chosen, event, report);
  } else if (ledger_.note(event)) {
    for (const Begun& begun : begun_) compare(begun, ledger_.chosen().back(), event, report);
  }
}

bool QuorumIntersection::encode(Encoder& out) const {
  ledger_.encode(out, VoteLedger::Choosers::told);
  std::set<std::pair<Ballot, Voters>> begun;  // in which order decides nothing
  for (const Begun& ballot : begun_) begun.emplace(ballot.ballot, ballot.promises);
  ordain::encode(out, begun);
  return true;
}

void QuorumIntersection::compare(const Begun& begun, const Chosen& chosen, const FactEvent& event,
                                 Report& report) {
  if (begun.ballot <= chosen.ballot || (begun.promises.bits & chosen.voters.bits) != 0) return;
  report.violated(name(),
                  std::string("ballot ") + name_of(begun.ballot) + " proposes on the promises of " +
                      names_of(begun.promises.bits) + ", none of whom is among those who chose " +
                      text(chosen),
                  event);
}

}  // namespace ordain::paxos
