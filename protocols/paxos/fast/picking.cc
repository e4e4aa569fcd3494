// The coordinator's rule for picking a value, the heart of Fast Paxos.
#include <map>

#include "protocols/paxos/fast/server.h"

namespace ordain::fast_paxos {

// Let k be the highest ballot in which an acceptor of Q has voted. None: any value will do. One
// value in k: that one. Several: k was fast, and v may be or become chosen in it only if some fast
// quorum R has all of R and Q voting for v, which takes |Q| + |R| - n acceptors of Q. By the Fast
// Quorum Requirement at most one v has so many. If there is one, it has the most votes; if there is
// none, any value will do: so the one with the most votes is always right.
Picked pick_value(const std::vector<Answer>& answers, const paxos::Quorums& quorums, PickBy by) {
  Picked out;
  std::map<Value, uint32_t> votes;  // in the highest ballot
  for (const Answer& answer : answers) {
    if (!answer.vote.ballot.valid() || answer.vote.ballot < out.bound) continue;
    if (answer.vote.ballot > out.bound) votes.clear();
    out.bound = answer.vote.ballot;
    ++votes[answer.vote.value];
  }
  out.values = votes.size();
  uint32_t most = 0;
  for (const auto& [value, count] : votes) {
    if (count <= most) continue;
    most = count;
    if (by == PickBy::most_votes || out.value == kNoValue) out.value = value;
  }
  const bool free = votes.size() > 1 && most + quorums.acceptors < answers.size() + quorums.fast;
  if (free) out.bound = {};
  return out;
}

}  // namespace ordain::fast_paxos
