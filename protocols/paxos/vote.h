// What is agreed on, and what an acceptor remembers of having accepted it.
#pragma once

#include <cstdint>

#include "protocols/paxos/ballot.h"

namespace ordain::paxos {

// Clients propose numbers above 0, each its own.
using Value = int64_t;
inline constexpr Value kNoValue = 0;

// "The highest-numbered proposal that it has ever accepted" (Paxos Made Simple, 2.5).
struct Vote {
  Ballot ballot;  // not valid: it has accepted nothing
  Value value = kNoValue;
  bool fast = false;  // the value came from a client, in a fast ballot (Fast Paxos)
  BOOST_DESCRIBE_CLASS(Vote, (), (ballot, value, fast), (), ())
};

}  // namespace ordain::paxos
