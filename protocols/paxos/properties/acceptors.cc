#include "protocols/paxos/properties/acceptors.h"

namespace ordain::paxos {

void PromiseLedger::raise(NodeId acceptor, const Ballot& ballot) {
  Ballot& promised = promised_[acceptor];
  if (ballot > promised) promised = ballot;
}

void PromiseLedger::note(const FactEvent& event) {
  const Fact& fact = event.fact;
  if (fact.is<Promised>()) return raise(event.node, ballot_of(fact.as<Promised>()));
  if (fact.is<Accepted>()) return raise(event.node, ballot_of(fact.as<Accepted>()));
  if (!fact.is<Recovered>()) return;
  const auto kept = fact.as<Recovered>();
  raise(event.node, {kept.promised_round, kept.promised_proposer});
}

std::vector<const FactType*> PromiseLedger::facts() {
  return {&kFactType<Promised>, &kFactType<Accepted>, &kFactType<Recovered>};
}

void PromiseMonotonic::on_fact(const FactEvent& event, Report& report) {
  const Ballot before = promised_.of(event.node);
  promised_.note(event);
  if (event.fact.is<Accepted>()) return;
  const bool recovered = event.fact.is<Recovered>();
  Ballot now;
  if (recovered) {
    const auto kept = event.fact.as<Recovered>();
    now = {kept.promised_round, kept.promised_proposer};
  } else {
    now = ballot_of(event.fact.as<Promised>());
  }
  if (now >= before) return;
  report.violated(name(),
                  name_of(event.node) +
                      (recovered ? " recovered with its promise at " : " promised ") +
                      name_of(now) + " after it had promised " + name_of(before),
                  event, recovered ? "recovered" : "promised");
}

void AcceptBelowPromise::on_fact(const FactEvent& event, Report& report) {
  const Ballot before = promised_.of(event.node);
  promised_.note(event);
  if (!event.fact.is<Accepted>()) return;
  const auto accepted = event.fact.as<Accepted>();
  if (ballot_of(accepted) >= before) return;
  report.violated(name(),
                  name_of(event.node) + " accepted " + std::to_string(accepted.value) +
                      " in ballot " + name_of(ballot_of(accepted)) + " after it had promised " +
                      name_of(before),
                  event);
}

void VoteMonotonic::on_fact(const FactEvent& event, Report& report) {
  const bool recovered = event.fact.is<Recovered>();
  const Vote vote =
      recovered ? vote_of(event.fact.as<Recovered>()) : vote_of(event.fact.as<Accepted>());
  Ballot& before = voted_[event.node];
  if (vote.ballot < before) {
    report.violated(name(),
                    name_of(event.node) + (recovered ? " recovered with" : " went to") +
                        " a vote in ballot " + name_of(vote.ballot) + " after one in " +
                        name_of(before),
                    event, recovered ? "recovered" : "accepted");
  }
  before = vote.ballot;
}

void OneVotePerBallot::on_fact(const FactEvent& event, Report& report) {
  Vote& before = vote_[event.node];
  const Vote vote = event.fact.is<Recovered>() ? vote_of(event.fact.as<Recovered>())
                                               : vote_of(event.fact.as<Accepted>());
  if (vote.ballot.valid() && vote.ballot == before.ballot && vote.value != before.value) {
    report.violated(name(),
                    name_of(event.node) + " accepted " + std::to_string(vote.value) +
                        " in ballot " + name_of(vote.ballot) + ", in which it had accepted " +
                        std::to_string(before.value),
                    event);
  }
  before = vote;
}

std::vector<const FactType*> PromiseDurable::facts() const {
  std::vector<const FactType*> out = PromiseLedger::facts();
  out.push_back(&kFactType<Proposed>);
  return out;
}

void PromiseDurable::on_fact(const FactEvent& event, Report& report) {
  if (!event.fact.is<Proposed>()) return promised_.note(event);
  const auto proposed = event.fact.as<Proposed>();
  const Voters voters{proposed.voters};
  for (NodeId acceptor(0); acceptor.value < kMaxAcceptors; ++acceptor.value) {
    if (!voters.has(acceptor) || promised_.of(acceptor) >= ballot_of(proposed)) continue;
    report.violated(name(),
                    name_of(event.node) + " proposes in ballot " + name_of(ballot_of(proposed)) +
                        " on a promise of " + name_of(acceptor) + " that is not on its disk",
                    event);
    return;
  }
}

}  // namespace ordain::paxos
