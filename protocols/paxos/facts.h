// What the servers of single-decree Paxos and of Fast Paxos report of themselves. Facts about what
// is on disk follow the write in the handler's effects, so that they come out once it is durable,
// like the messages that promise it.
//
// A ballot is two fields, `round` and `proposer`; round 0 is none.
#pragma once

#include <cstdint>

#include "protocols/paxos/vote.h"
#include "sim/base/time.h"

namespace ordain::paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(Step, uint8_t, prepare, accept)

// Phase 1a: a proposer asks for promises, its round on disk.
struct BallotBegun {
  uint64_t round = 0;
  NodeId proposer;
  BOOST_DESCRIBE_CLASS(BallotBegun, (), (round, proposer), (), ())
};
// Phase 1b: an acceptor has promised to accept nothing below the ballot; its vote so far.
struct Promised {
  uint64_t round = 0;
  NodeId proposer;
  uint64_t voted_round = 0;
  NodeId voted_proposer;
  int64_t voted_value = 0;
  BOOST_DESCRIBE_CLASS(Promised, (), (round, proposer, voted_round, voted_proposer, voted_value),
                       (), ())
};
// A nack: an acceptor says that it has promised a higher ballot.
struct Refused {
  uint64_t round = 0;
  NodeId proposer;
  uint64_t promised_round = 0;
  NodeId promised_proposer;
  Step step = Step::prepare;
  BOOST_DESCRIBE_CLASS(Refused, (), (round, proposer, promised_round, promised_proposer, step), (),
                       ())
};
// Phase 2a: a proposer with a quorum of promises asks for acceptances. `bound_round` and
// `bound_proposer`: of the vote whose value it had to take; round 0: it was free. A value of 0 is
// Fast Paxos's "any": acceptors may take a value from a client.
struct Proposed {
  uint64_t round = 0;
  NodeId proposer;
  int64_t value = 0;
  uint64_t voters = 0;  // whose promises it has, a bit each
  uint64_t bound_round = 0;
  NodeId bound_proposer;
  BOOST_DESCRIBE_CLASS(Proposed, (), (round, proposer, value, voters, bound_round, bound_proposer),
                       (), ())
};
// Phase 2b: an acceptor has accepted.
struct Accepted {
  uint64_t round = 0;
  NodeId proposer;
  int64_t value = 0;
  bool fast = false;
  BOOST_DESCRIBE_CLASS(Accepted, (), (round, proposer, value, fast), (), ())
};
// A learner has counted a quorum of acceptances of one ballot, or, with round 0, has been told by
// another learner.
struct Learned {
  int64_t value = 0;
  uint64_t round = 0;
  NodeId proposer;
  uint64_t voters = 0;
  BOOST_DESCRIBE_CLASS(Learned, (), (value, round, proposer, voters), (), ())
};
// A proposer whose ballot was refused waits before the next one.
struct BackedOff {
  uint64_t round = 0;
  NodeId proposer;
  Duration wait;
  BOOST_DESCRIBE_CLASS(BackedOff, (), (round, proposer, wait), (), ())
};
// Fast Paxos: acceptors of a fast ballot took different values, so that none can be chosen in it.
struct Collided {
  uint64_t round = 0;
  NodeId proposer;
  uint64_t values = 0;  // how many different ones the coordinator has met
  BOOST_DESCRIBE_CLASS(Collided, (), (round, proposer, values), (), ())
};

// After a crash: what the disk had kept of the acceptor.
struct Recovered {
  uint64_t promised_round = 0;
  NodeId promised_proposer;
  uint64_t voted_round = 0;
  NodeId voted_proposer;
  int64_t voted_value = 0;
  bool voted_fast = false;
  BOOST_DESCRIBE_CLASS(Recovered, (),
                       (promised_round, promised_proposer, voted_round, voted_proposer, voted_value,
                        voted_fast),
                       (), ())
};
// The disk lost what the server may have promised to keep: it takes no further part.
BOOST_DEFINE_FIXED_ENUM_CLASS(Unreadable, uint8_t, acceptor, proposer)
struct Halted {
  Unreadable record = Unreadable::acceptor;
  BOOST_DESCRIBE_CLASS(Halted, (), (record), (), ())
};

inline Ballot ballot_of(const BallotBegun& f) { return {f.round, f.proposer}; }
inline Ballot ballot_of(const Promised& f) { return {f.round, f.proposer}; }
inline Ballot ballot_of(const Refused& f) { return {f.round, f.proposer}; }
inline Ballot ballot_of(const Proposed& f) { return {f.round, f.proposer}; }
inline Ballot ballot_of(const Accepted& f) { return {f.round, f.proposer}; }
inline Ballot ballot_of(const Learned& f) { return {f.round, f.proposer}; }

inline Vote vote_of(const Promised& f) {
  return {{f.voted_round, f.voted_proposer}, f.voted_value, false};
}
inline Vote vote_of(const Accepted& f) { return {ballot_of(f), f.value, f.fast}; }
inline Vote vote_of(const Recovered& f) {
  return {{f.voted_round, f.voted_proposer}, f.voted_value, f.voted_fast};
}

}  // namespace ordain::paxos
