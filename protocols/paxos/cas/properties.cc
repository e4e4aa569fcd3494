#include "protocols/paxos/cas/properties.h"

#include <algorithm>

#include "sim/check/by_node.h"

namespace ordain::cas_paxos {
namespace {

using paxos::Ballot;
using paxos::name_of;

std::string of_key(Key key) { return std::string(" of k").append(std::to_string(key)); }

template <class F>
Ballot ballot_of(const F& fact) {
  return {fact.round, fact.proposer};
}

}  // namespace

Key PromiseLedger::key_of(const FactEvent& event) { return event.fact.words[0]; }

Ballot PromiseLedger::note(const FactEvent& event) {
  const Fact& fact = event.fact;
  Ballot now;
  if (fact.is<Promised>()) now = ballot_of(fact.as<Promised>());
  if (fact.is<Accepted>()) now = ballot_of(fact.as<Accepted>());
  if (fact.is<Recovered>()) {
    const auto kept = fact.as<Recovered>();
    now = {kept.promised_round, kept.promised_proposer};
  }
  Ballot& promised = promised_[{event.node, key_of(event)}];
  promised = std::max(promised, now);
  return now;
}

std::vector<const FactType*> PromiseLedger::facts() {
  return {&kFactType<Promised>, &kFactType<Accepted>, &kFactType<Recovered>};
}

void PromiseMonotonic::on_fact(const FactEvent& event, Report& report) {
  const Key key = PromiseLedger::key_of(event);
  const Ballot before = promised_.of(event.node, key);
  const Ballot now = promised_.note(event);
  if (now >= before || event.fact.is<Accepted>()) return;
  const bool recovered = event.fact.is<Recovered>();
  report.violated(name(),
                  name_of(event.node) +
                      (recovered ? " recovered with ballot " : " promised ballot ") + name_of(now) +
                      of_key(key) + " after it had promised " + name_of(before),
                  event, recovered ? "recovered" : "promised");
}

void AcceptBelowPromise::on_fact(const FactEvent& event, Report& report) {
  const Key key = PromiseLedger::key_of(event);
  const Ballot before = promised_.of(event.node, key);
  const Ballot now = promised_.note(event);
  if (now >= before || !event.fact.is<Accepted>()) return;
  report.violated(name(),
                  name_of(event.node) + " accepted in ballot " + name_of(now) + of_key(key) +
                      " after it had promised " + name_of(before),
                  event);
}

void OneStatePerBallot::on_fact(const FactEvent& event, Report& report) {
  const bool proposes = event.fact.is<Proposed>();
  const Key key = event.fact.words[0];
  const Ballot ballot =
      proposes ? ballot_of(event.fact.as<Proposed>()) : ballot_of(event.fact.as<Accepted>());
  const uint64_t hash =
      proposes ? event.fact.as<Proposed>().state_hash : event.fact.as<Accepted>().state_hash;
  const auto [first, fresh] = hash_of_.emplace(std::pair(key, ballot), hash);
  if (fresh || first->second == hash) return;
  report.violated(
      name(), std::string("ballot ") + name_of(ballot) + of_key(key) + " has two states", event);
}

std::vector<const FactType*> ChoiceLedger::facts() {
  return {&kFactType<Accepted>, &kFactType<Recovered>};
}

std::pair<Key, Ballot> ChoiceLedger::accepted_in(const FactEvent& event) {
  if (event.fact.is<Accepted>()) {
    const auto accepted = event.fact.as<Accepted>();
    return {accepted.key, ballot_of(accepted)};
  }
  const auto kept = event.fact.as<Recovered>();
  return {kept.key, {kept.accepted_round, kept.accepted_proposer}};
}

bool ChoiceLedger::note(const FactEvent& event) {
  const auto [key, ballot] = accepted_in(event);
  if (!ballot.valid()) return false;
  paxos::Voters& voters = voters_[{key, ballot}];
  if (!voters.add(event.node) || voters.count() != quorums_.q2) return false;
  std::vector<Ballot>& chosen = chosen_[key];
  chosen.insert(std::upper_bound(chosen.begin(), chosen.end(), ballot), ballot);
  return true;
}

bool ChoiceLedger::is_chosen(Key key, const Ballot& ballot) const {
  const auto found = chosen_.find(key);
  return found != chosen_.end() &&
         std::binary_search(found->second.begin(), found->second.end(), ballot);
}

Ballot ChoiceLedger::last_below(Key key, const Ballot& ballot) const {
  const auto found = chosen_.find(key);
  if (found == chosen_.end()) return {};
  const auto at = std::lower_bound(found->second.begin(), found->second.end(), ballot);
  return at == found->second.begin() ? Ballot{} : *(at - 1);
}

std::vector<const FactType*> ChangesLatest::facts() const {
  return {&kFactType<Accepted>, &kFactType<Recovered>, &kFactType<Proposed>};
}

// A choice may complete after a higher ballot has proposed: both orders count.
void ChangesLatest::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Proposed>()) {
    const auto proposed = event.fact.as<Proposed>();
    const Ballot base{proposed.base_round, proposed.base_proposer};
    base_of_[{proposed.key, ballot_of(proposed)}] = base;
    return compare(proposed.key, ballot_of(proposed), base, event, report);
  }
  if (!choices_.note(event)) return;
  const auto chosen = ChoiceLedger::accepted_in(event);
  for (auto it = base_of_.upper_bound(chosen); it != base_of_.end(); ++it) {
    if (it->first.first != chosen.first) break;
    compare(it->first.first, it->first.second, it->second, event, report);
  }
}

void ChangesLatest::compare(Key key, const Ballot& proposed, const Ballot& base,
                            const FactEvent& event, Report& report) {
  const Ballot last = choices_.last_below(key, proposed);
  if (base >= last) return;
  report.violated(name(),
                  std::string("ballot ") + name_of(proposed) + of_key(key) +
                      " changes the state of ballot " + name_of(base) + ", although that of " +
                      name_of(last) + " is chosen",
                  event);
}

std::vector<const FactType*> ChangedImpliesChosen::facts() const {
  return {&kFactType<Accepted>, &kFactType<Recovered>, &kFactType<Changed>};
}

void ChangedImpliesChosen::on_fact(const FactEvent& event, Report& report) {
  if (!event.fact.is<Changed>()) {
    choices_.note(event);
    return;
  }
  const auto changed = event.fact.as<Changed>();
  if (choices_.is_chosen(changed.key, ballot_of(changed))) return;
  report.violated(name(),
                  name_of(event.node) + " answers for ballot " + name_of(ballot_of(changed)) +
                      of_key(changed.key) + ", which no quorum has accepted",
                  event);
}

}  // namespace ordain::cas_paxos
