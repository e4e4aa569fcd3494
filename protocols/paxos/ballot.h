// Ballot numbers: what Paxos orders its attempts by ("different proposals have different numbers",
// Lamport, "Paxos Made Simple", 2001, section 2.2).
//
// A round that its proposer counts on its disk, and the proposer: two proposers never issue the
// same ballot, and one never issues it twice ("each proposer remembers (in stable storage) the
// highest-numbered proposal it has tried to issue", section 2.5). Ordered by round, then by node.
//
// A fact has a ballot as two of its fields, `round` and `proposer`, so that a fault can wait for
// either: {"fact": "promised", "where": {"round": {">=": 2}}}.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "sim/base/describe.h"
#include "sim/base/id.h"

namespace ordain::paxos {

struct Ballot {
  uint64_t round = 0;  // from 1 on; 0: no ballot, below all others
  NodeId node;         // the proposer whose ballot it is

  constexpr bool valid() const { return round != 0; }
  friend constexpr std::strong_ordering operator<=>(const Ballot& a, const Ballot& b) {
    if (a.round != b.round) return a.round <=> b.round;
    if (a.round == 0) return std::strong_ordering::equal;
    return a.node <=> b.node;
  }
  friend constexpr bool operator==(const Ballot& a, const Ballot& b) { return (a <=> b) == 0; }
  BOOST_DESCRIBE_CLASS(Ballot, (), (round, node), (), ())
};

inline constexpr Ballot kNoBallot{};

// The lowest ballot of `node` that is above `other`'s round.
constexpr Ballot next_ballot(const Ballot& other, NodeId node) { return {other.round + 1, node}; }

// As stories tell it: "3.n2", the third round, of n2.
inline std::string name_of(const Ballot& ballot) {
  if (!ballot.valid()) return "none";
  return std::to_string(ballot.round) + ".n" + std::to_string(ballot.node.value + 1);
}

}  // namespace ordain::paxos
