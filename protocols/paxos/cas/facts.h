// What a CASPaxos server reports of itself. Facts about what is on disk come out once it is
// durable. A ballot is two fields, its round and its proposer; round 0 is none.
#pragma once

#include <cstdint>

#include "protocols/paxos/ballot.h"
#include "sim/base/time.h"

namespace ordain::cas_paxos {

struct Promised {
  uint64_t key = 0;
  uint64_t round = 0;
  NodeId proposer;
  BOOST_DESCRIBE_CLASS(Promised, (), (key, round, proposer), (), ())
};
struct Refused {
  uint64_t key = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t promised_round = 0;
  NodeId promised_proposer;
  BOOST_DESCRIBE_CLASS(Refused, (), (key, round, proposer, promised_round, promised_proposer), (),
                       ())
};
// A proposer has changed the state that was accepted in the base ballot, and asks for the new one
// to be accepted.
struct Proposed {
  uint64_t key = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t base_round = 0;
  NodeId base_proposer;
  uint64_t state_hash = 0;
  BOOST_DESCRIBE_CLASS(Proposed, (), (key, round, proposer, base_round, base_proposer, state_hash),
                       (), ())
};
struct Accepted {
  uint64_t key = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t state_hash = 0;
  BOOST_DESCRIBE_CLASS(Accepted, (), (key, round, proposer, state_hash), (), ())
};
// A proposer knows that a quorum has accepted its state: `changes` operations are answered.
struct Changed {
  uint64_t key = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t voters = 0;
  uint64_t changes = 0;
  bool one_round_trip = false;  // phase 1 had come with the change before
  BOOST_DESCRIBE_CLASS(Changed, (), (key, round, proposer, voters, changes, one_round_trip), (), ())
};
struct BackedOff {
  uint64_t key = 0;
  uint64_t round = 0;
  Duration wait;
  BOOST_DESCRIBE_CLASS(BackedOff, (), (key, round, wait), (), ())
};

// After a crash, for each register: what the disk had kept.
struct Recovered {
  uint64_t key = 0;
  uint64_t promised_round = 0;
  NodeId promised_proposer;
  uint64_t accepted_round = 0;
  NodeId accepted_proposer;
  uint64_t state_hash = 0;
  BOOST_DESCRIBE_CLASS(Recovered, (),
                       (key, promised_round, promised_proposer, accepted_round, accepted_proposer,
                        state_hash),
                       (), ())
};
// The disk lost what the server may have promised to keep: it takes no further part.
struct Halted {
  uint64_t record = 0;  // of the log; 0: the proposer's round
  BOOST_DESCRIBE_CLASS(Halted, (), (record), (), ())
};

}  // namespace ordain::cas_paxos
