#include "protocols/paxos/properties/vote_ledger.h"

#include <algorithm>

namespace ordain::paxos {

bool VoteLedger::accept(const Vote& vote, NodeId acceptor) {
  if (!vote.ballot.valid()) return false;
  Voters& voters = votes_[{vote.ballot, vote.value}];
  if (!voters.add(acceptor)) return false;
  if (voters.count() != (vote.fast ? quorums_.fast : quorums_.q2)) return false;
  chosen_.push_back({vote.ballot, vote.value, voters});
  return true;
}

bool VoteLedger::note(const FactEvent& event) {
  if (event.fact.is<Accepted>()) return accept(vote_of(event.fact.as<Accepted>()), event.node);
  if (event.fact.is<Recovered>()) return accept(vote_of(event.fact.as<Recovered>()), event.node);
  return false;
}

bool VoteLedger::is_chosen(Value value) const {
  return std::any_of(chosen_.begin(), chosen_.end(),
                     [&](const Chosen& choice) { return choice.value == value; });
}

// A vote beyond the quorum changes the tally and nothing that follows from it: the value is chosen
// once for all. In which order values were chosen does not matter either.
void VoteLedger::encode(Encoder& out, Choosers choosers) const {
  std::map<std::pair<Ballot, Value>, Voters> open = votes_, chosen;
  for (const Chosen& choice : chosen_) {
    open.erase({choice.ballot, choice.value});
    chosen.try_emplace({choice.ballot, choice.value},
                       choosers == Choosers::told ? choice.voters : Voters{});
  }
  ordain::encode(out, open);
  ordain::encode(out, chosen);
}

}  // namespace ordain::paxos
