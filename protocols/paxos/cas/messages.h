// What CASPaxos says: phases 1 and 2 of Paxos, for a register that goes from state to state.
//
// A register's state is a State of its own kind: the key's value, and the sessions that let a
// change be recognised when it comes again. It is immutable and shared by all who hold it.
#pragma once

#include "protocols/kv/state_machine.h"
#include "protocols/paxos/ballot.h"
#include "sim/core/payload.h"

namespace ordain::cas_paxos {

using paxos::Ballot;

struct State {
  kv::StateMachine machine;
  BOOST_DESCRIBE_CLASS(State, (), (machine), (), ())
};

struct Prepare {
  uint64_t key = 0;
  Ballot ballot;
  BOOST_DESCRIBE_CLASS(Prepare, (), (key, ballot), (), ())
};
// The confirmation of phase 1 carries the accepted state and its ballot.
struct Promise {
  uint64_t key = 0;
  Ballot ballot;
  Ballot accepted;
  Payload state;  // a State; none: the register is empty
  BOOST_DESCRIBE_CLASS(Promise, (), (key, ballot, accepted, state), (), ())
};
// `next` is the ballot that the acceptor promises in the same breath (the
// one-round-trip optimization); none without it.
struct Accept {
  uint64_t key = 0;
  Ballot ballot;
  Payload state;
  Ballot next;
  BOOST_DESCRIBE_CLASS(Accept, (), (key, ballot, state, next), (), ())
};
struct Acceptance {
  uint64_t key = 0;
  Ballot ballot;
  BOOST_DESCRIBE_CLASS(Acceptance, (), (key, ballot), (), ())
};
// "Conflict": the acceptor has seen a greater ballot.
struct Nack {
  uint64_t key = 0;
  Ballot ballot;
  Ballot promised;
  BOOST_DESCRIBE_CLASS(Nack, (), (key, ballot, promised), (), ())
};

// The acceptor's stable storage is a log of these: the last one of a key holds.
struct SlotRecord {
  uint64_t key = 0;
  Ballot promised;
  Ballot accepted;
  Payload state;
  BOOST_DESCRIBE_CLASS(SlotRecord, (), (key, promised, accepted, state), (), ())
};
struct RoundRecord {
  uint64_t round = 0;
  BOOST_DESCRIBE_CLASS(RoundRecord, (), (round), (), ())
};

}  // namespace ordain::cas_paxos
