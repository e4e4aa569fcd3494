#include "protocols/paxos/multi/properties/choosing.h"

namespace ordain::multi_paxos {
namespace {

std::string in_slot(uint64_t slot) { return " in slot " + std::to_string(slot); }

}  // namespace

void Agreement::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Accepted>()) {
    const auto vote = fact.as<Accepted>();
    if (!votes_.accept(vote, event.node)) return;
    choose(vote.slot, {vote.round, vote.proposer}, vote.value, event, report);
  } else if (fact.is<Chosen>()) {
    const auto chosen = fact.as<Chosen>();
    choose(chosen.slot, {chosen.round, chosen.proposer}, chosen.value, event, report);
  } else if (fact.is<Reconfigured>()) {
    votes_.reconfigure(fact.as<Reconfigured>());
  } else {
    votes_.lose(event.node);
  }
}

void Agreement::choose(uint64_t slot, const Ballot& ballot, uint64_t value, const FactEvent& event,
                       Report& report) {
  const Votes::Decision& decision = votes_.choose(slot, ballot, value);
  if (decision.value == value) return;
  report.violated(name(),
                  "two values are chosen" + in_slot(slot) + ": one in ballot " +
                      paxos::name_of(decision.ballot) + ", another in ballot " +
                      paxos::name_of(ballot),
                  event);
}

// A leader needs a quorum of votes; a replica that executes a slot, that some leader or quorum has
// chosen that value.
void LearnedImpliesChosen::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Accepted>()) {
    const auto vote = fact.as<Accepted>();
    const Ballot ballot{vote.round, vote.proposer};
    if (votes_.accept(vote, event.node)) votes_.choose(vote.slot, ballot, vote.value);
  } else if (fact.is<Reconfigured>()) {
    votes_.reconfigure(fact.as<Reconfigured>());
  } else if (fact.is<Chosen>()) {
    const auto chosen = fact.as<Chosen>();
    const Ballot ballot{chosen.round, chosen.proposer};
    const bool has_quorum = votes_.had_quorum(chosen.slot, ballot, chosen.value);
    votes_.choose(chosen.slot, ballot, chosen.value);
    if (has_quorum) return;
    report.violated(name(),
                    name_of(event.node) + " takes its value for chosen" + in_slot(chosen.slot) +
                        " in ballot " + paxos::name_of(ballot) + ", which no quorum has accepted",
                    event, "leader");
  } else {
    const auto applied = fact.as<Applied>();
    const Votes::Decision& decision = votes_.decision(applied.slot);
    if (decision.chosen() && decision.value == applied.value) return;
    report.violated(
        name(),
        name_of(event.node) + " executed a value" + in_slot(applied.slot) +
            (decision.chosen() ? " that is not the chosen one" : " where none is chosen"),
        event, "replica");
  }
}

void SafeAt::on_fact(const FactEvent& event, Report& report) {
  const Fact& fact = event.fact;
  if (fact.is<Accepted>()) {
    const auto vote = fact.as<Accepted>();
    const Ballot ballot{vote.round, vote.proposer};
    if (votes_.accept(vote, event.node)) votes_.choose(vote.slot, ballot, vote.value);
  } else if (fact.is<Chosen>()) {
    const auto chosen = fact.as<Chosen>();
    votes_.choose(chosen.slot, {chosen.round, chosen.proposer}, chosen.value);
  } else if (fact.is<Reconfigured>()) {
    votes_.reconfigure(fact.as<Reconfigured>());
  } else if (fact.is<DiskLost>()) {
    votes_.lose(event.node);
  } else {
    const auto proposed = fact.as<Proposed>();
    const Ballot ballot{proposed.round, proposed.proposer};
    const Votes::Decision& decision = votes_.decision(proposed.slot);
    if (!decision.chosen() || decision.ballot >= ballot || decision.value == proposed.value) return;
    report.violated(name(),
                    name_of(event.node) + " proposes another value" + in_slot(proposed.slot) +
                        " in ballot " + paxos::name_of(ballot) + " than the one chosen in ballot " +
                        paxos::name_of(decision.ballot),
                    event);
  }
}

void OneValuePerBallot::on_fact(const FactEvent& event, Report& report) {
  const bool proposed = event.fact.is<Proposed>();
  const Accepted vote = proposed ? Accepted{} : event.fact.as<Accepted>();
  const Proposed call = proposed ? event.fact.as<Proposed>() : Proposed{};
  const uint64_t slot = proposed ? call.slot : vote.slot;
  const Seen now = proposed ? Seen{{call.round, call.proposer}, call.value, event.node}
                            : Seen{{vote.round, vote.proposer}, vote.value, event.node};
  if (slot >= first_.size()) first_.resize(slot + 1);
  Seen* seen = &first_[slot];
  if (!seen->ballot.valid()) *seen = now;
  if (seen->ballot != now.ballot)
    seen = &others_.try_emplace({slot, now.ballot}, now).first->second;
  if (seen->value == now.value) return;
  report.violated(name(),
                  name_of(seen->node) + " and " + name_of(event.node) +
                      " have different values of ballot " + paxos::name_of(now.ballot) +
                      in_slot(slot),
                  event);
}

void QuorumIntersection::on_fact(const FactEvent& event, Report& report) {
  if (event.fact.is<Reconfigured>()) return votes_.reconfigure(event.fact.as<Reconfigured>());
  const auto chosen = event.fact.as<Chosen>();
  if (votes_.is_quorum(chosen.voters, chosen.slot)) return;
  report.violated(name(),
                  name_of(event.node) + " takes its value for chosen" + in_slot(chosen.slot) +
                      " without a quorum of the configuration in force there",
                  event);
}

}  // namespace ordain::multi_paxos
