#include "protocols/paxos/multi/properties/votes.h"

namespace ordain::multi_paxos {

Votes::Tally& Votes::tally(uint64_t slot, const Ballot& ballot, uint64_t value) {
  if (slot >= slots_.size()) slots_.resize(slot + 1);
  Tally& first = slots_[slot].first;
  if (!first.ballot.valid()) first = {ballot, value};
  if (first.ballot == ballot) return first;
  return others_.try_emplace({slot, ballot}, Tally{ballot, value}).first->second;
}

bool Votes::accept(const Accepted& vote, NodeId acceptor) {
  Tally& at = tally(vote.slot, {vote.round, vote.proposer}, vote.value);
  if (at.value != vote.value) return false;  // two values in one ballot: another property's affair
  at.standing |= uint64_t{1} << acceptor.value;
  at.ever |= at.standing;
  if (at.complete) return false;
  at.complete = is_quorum(at.standing, vote.slot);
  return at.complete;
}

bool Votes::had_quorum(uint64_t slot, const Ballot& ballot, uint64_t value) const {
  if (slot >= slots_.size()) return false;
  const Tally* at = &slots_[slot].first;
  if (at->ballot != ballot) {
    const auto found = others_.find({slot, ballot});
    if (found == others_.end()) return false;
    at = &found->second;
  }
  return at->value == value && is_quorum(at->ever, slot);
}

const Votes::Decision& Votes::choose(uint64_t slot, const Ballot& ballot, uint64_t value) {
  if (slot >= slots_.size()) slots_.resize(slot + 1);
  Decision& decision = slots_[slot].decision;
  if (!decision.chosen()) decision = {ballot, value};
  if (decision.value == value && ballot < decision.ballot) decision.ballot = ballot;
  return decision;
}

const Votes::Decision& Votes::decision(uint64_t slot) const {
  static const Decision none;
  return slot < slots_.size() ? slots_[slot].decision : none;
}

void Votes::lose(NodeId acceptor) {
  const auto take_back = [&](Tally& at, uint64_t slot) {
    if (!is_quorum(at.standing, slot)) at.standing &= ~(uint64_t{1} << acceptor.value);
  };
  for (uint64_t slot = 1; slot < slots_.size(); ++slot) take_back(slots_[slot].first, slot);
  for (auto& [where, at] : others_) take_back(at, where.first);
}

bool Votes::is_quorum(uint64_t voters, uint64_t slot) const {
  return has_majority(voters, configurations_.members(configurations_.in_force(slot)));
}

}  // namespace ordain::multi_paxos
