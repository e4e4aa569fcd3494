// How many acceptors make a quorum of each phase.
//
// Paxos asks no more than that a quorum of phase 1 meets every quorum of phase 2 of earlier
// ballots: q1 + q2 > n (Howard, Malkhi and Spiegelman, "Flexible Paxos: Quorum Intersection
// Revisited", 2016, section 3). Majorities are only the case q1 = q2. A fast quorum, of acceptors
// that took their value from a client and not from a coordinator, must moreover meet any other fast
// quorum within every quorum of phase 1: q1 + 2 * fast > 2n (Lamport, "Fast Paxos", 2006,
// with phase 1's quorums told apart from phase 2's).
#pragma once

#include <bit>
#include <compare>
#include <cstdint>
#include <string>

#include "sim/base/describe.h"
#include "sim/base/id.h"

namespace ordain::paxos {

inline constexpr uint32_t kMaxAcceptors = 64;  // a bit each in a Voters

struct Quorums {
  uint32_t acceptors = 0;
  uint32_t q1 = 0;    // of phase 1: promises
  uint32_t q2 = 0;    // of phase 2: acceptances
  uint32_t fast = 0;  // of phase 2 in a fast ballot; 0: there are no fast ballots

  // Any quorum of phase 1 meets any of phase 2.
  constexpr bool intersect() const { return q1 + q2 > acceptors; }
  // Any quorum of phase 1 meets what any two fast quorums have in common.
  constexpr bool fast_intersect() const { return fast == 0 || q1 + 2 * fast > 2 * acceptors; }
};

constexpr uint32_t majority_of(uint32_t acceptors) { return acceptors / 2 + 1; }

// What a configuration leaves open (0) is filled in: one phase's quorum as the smallest that meets
// the other's, both as majorities.
constexpr Quorums quorums_of(uint32_t acceptors, uint32_t q1, uint32_t q2) {
  Quorums out{acceptors, q1, q2, 0};
  if (q1 == 0 && q2 == 0) out.q1 = out.q2 = majority_of(acceptors);
  if (q1 == 0 && q2 != 0) out.q1 = q2 < acceptors ? acceptors + 1 - q2 : 1;
  if (q2 == 0 && q1 != 0) out.q2 = q1 < acceptors ? acceptors + 1 - q1 : 1;
  return out;
}

// The smallest fast quorum that is safe with these quorums of phase 1.
constexpr uint32_t smallest_fast_quorum(const Quorums& q) {
  return (2 * q.acceptors - q.q1) / 2 + 1;
}

// Why these quorums are not safe, in words, with a mend; "" if they are.
struct QuorumProblem {
  std::string what;
  std::string suggestion;
  bool found() const { return !what.empty(); }
};
QuorumProblem problem_of(const Quorums& quorums);

// Who has answered, each counted once: a bit an acceptor.
struct Voters {
  uint64_t bits = 0;

  // False: it had been counted before.
  bool add(NodeId voter) {
    const bool fresh = !has(voter);
    bits |= bit_of(voter);
    return fresh;
  }
  void remove(NodeId voter) { bits &= ~bit_of(voter); }
  bool has(NodeId voter) const { return (bits & bit_of(voter)) != 0; }
  uint32_t count() const { return static_cast<uint32_t>(std::popcount(bits)); }
  friend constexpr auto operator<=>(const Voters&, const Voters&) = default;
  BOOST_DESCRIBE_CLASS(Voters, (), (bits), (), ())

 private:
  static uint64_t bit_of(NodeId voter) { return uint64_t{1} << (voter.value % kMaxAcceptors); }
};

// "n1, n3", of a fact's bits.
std::string names_of(uint64_t voters);

}  // namespace ordain::paxos
