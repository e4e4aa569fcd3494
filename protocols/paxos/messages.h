// What single-decree Paxos and Fast Paxos say. Phases are those of "Paxos Made Simple",
// section 2.2.
#pragma once

#include "protocols/paxos/vote.h"

namespace ordain::paxos {

// A client asks for `value` to be chosen; `client` is whom to answer, whoever passes it on.
struct Propose {
  Value value = kNoValue;
  NodeId client;
  BOOST_DESCRIBE_CLASS(Propose, (), (value, client), (), ())
};
// The answer: what has been chosen, in favour of the client's value or not.
struct Decided {
  Value value = kNoValue;
  BOOST_DESCRIBE_CLASS(Decided, (), (value), (), ())
};

// Phase 1a, "a prepare request with number n".
struct Prepare {
  Ballot ballot;
  BOOST_DESCRIBE_CLASS(Prepare, (), (ballot), (), ())
};
// Phase 1b: "a promise not to accept any more proposals numbered less than n and with the
// highest-numbered proposal (if any) that it has accepted".
struct Promise {
  Ballot ballot;
  Vote vote;
  BOOST_DESCRIBE_CLASS(Promise, (), (ballot, vote), (), ())
};
// Phase 2a, "an accept request for a proposal numbered n with a value v". In Fast Paxos the value
// may be `any`: acceptors are free to take one from a client.
struct Accept {
  Ballot ballot;
  Value value = kNoValue;
  bool any = false;
  BOOST_DESCRIBE_CLASS(Accept, (), (ballot, value, any), (), ())
};
// Phase 2b, to all learners and to the proposer: the acceptor's vote.
struct Acceptance {
  Vote vote;
  BOOST_DESCRIBE_CLASS(Acceptance, (), (vote), (), ())
};
// "It is probably a good idea to abandon a proposal if some proposer has begun trying to
// issue a higher-numbered one" (2.2): what the acceptor has promised instead.
struct Nack {
  Ballot ballot;  // that was refused
  Ballot promised;
  BOOST_DESCRIBE_CLASS(Nack, (), (ballot, promised), (), ())
};
// A learner asks acceptors "what proposals they have accepted" (2.3).
struct Query {
  uint64_t number = 0;  // of its queries
  BOOST_DESCRIBE_CLASS(Query, (), (number), (), ())
};
// A server that might be the distinguished proposer shows that it is there.
struct Alive {
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Alive, (), (number), (), ())
};

// The acceptor's stable storage (2.5), written as one record, and the proposer's.
struct AcceptorRecord {
  Ballot promised;
  Vote vote;
  BOOST_DESCRIBE_CLASS(AcceptorRecord, (), (promised, vote), (), ())
};
struct ProposerRecord {
  uint64_t round = 0;
  BOOST_DESCRIBE_CLASS(ProposerRecord, (), (round), (), ())
};

}  // namespace ordain::paxos
