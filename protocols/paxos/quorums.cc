#include "protocols/paxos/quorums.h"

namespace ordain::paxos {
namespace {

std::string number(uint32_t value) { return std::to_string(value); }

// The smallest quorum that meets every one of `other` acceptors.
uint32_t meeting(uint32_t other, uint32_t n) { return n + 1 - other; }

QuorumProblem beyond_the_cluster(std::string_view which, uint32_t quorum, uint32_t n) {
  return {std::string("a quorum of ") + number(quorum) + " acceptors is larger than all " +
              number(n) + " of them",
          std::string(which) + " of at most " + number(n)};
}

}  // namespace

QuorumProblem problem_of(const Quorums& q) {
  const uint32_t n = q.acceptors;
  if (q.q1 > n) return beyond_the_cluster("a q1", q.q1, n);
  if (q.q2 > n) return beyond_the_cluster("a q2", q.q2, n);
  if (q.fast > n) return beyond_the_cluster("a fast quorum", q.fast, n);
  if (!q.intersect()) {
    return {std::string("a quorum of phase 1 (") + number(q.q1) +
                ") need not meet one of phase 2 (" + number(q.q2) + ") among " + number(n) +
                " acceptors",
            std::string("q1 + q2 > ") + number(n) +
                ": for example q1 = " + number(meeting(q.q2, n)) + " with q2 = " + number(q.q2)};
  }
  if (!q.fast_intersect()) {
    return {std::string("two fast quorums (") + number(q.fast) +
                ") need not meet within a quorum of phase 1 (" + number(q.q1) + ") among " +
                number(n) + " acceptors",
            std::string("a fast quorum of at least ") + number(smallest_fast_quorum(q))};
  }
  return {};
}

std::string names_of(uint64_t voters) {
  std::string names;
  for (uint32_t i = 0; i < kMaxAcceptors; ++i) {
    if ((voters >> i) & 1) {
      names.append(names.empty() ? "n" : ", n").append(std::to_string(i + 1));
    }
  }
  return names;
}

}  // namespace ordain::paxos
