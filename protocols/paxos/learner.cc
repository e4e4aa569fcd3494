#include "protocols/paxos/learner.h"

namespace ordain::paxos {

std::optional<Voters> Learner::count(const Vote& vote, NodeId acceptor, const Counting& how) {
  const Ballot ballot = how.mixes_ballots ? kNoBallot : vote.ballot;
  Tally& tally = tallies[{ballot, vote.value}];
  if (!tally.voters.add(acceptor) && !how.counts_twice) return std::nullopt;
  ++tally.count;
  ++counted;
  if (tally.count != (vote.fast ? how.quorums.fast : how.quorums.q2)) return std::nullopt;
  if (learned == kNoValue) learned = vote.value;
  return tally.voters;
}

}  // namespace ordain::paxos
