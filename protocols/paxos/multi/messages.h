// What servers say to each other: phases 1 and 2 by Lamport's names, and what a replicated state
// machine needs around them.
#pragma once

#include <cstdint>
#include <vector>

#include "protocols/kv/state_machine.h"
#include "protocols/paxos/ballot.h"
#include "sim/core/payload.h"

namespace ordain::multi_paxos {

using paxos::Ballot;

// PMMC's pvalue, "a triple consisting of a ballot number, a slot number, and a command". The value
// is a kv::Command (a no-op among them) or a Reconfiguration. Logs, messages and disks share it.
struct PValue {
  Ballot ballot;
  uint64_t slot = 0;
  Payload value;
  BOOST_DESCRIBE_CLASS(PValue, (), (ballot, slot, value), (), ())
};

// The n-th configuration. A replica takes it for no-op unless it comes right after the n-1st.
struct Reconfiguration {
  uint64_t number = 0;
  uint64_t members = 0;  // a bit a server
  BOOST_DESCRIBE_CLASS(Reconfiguration, (), (number, members), (), ())
};

// Who decides on the slots from `from` on, up to the next configuration's.
struct Configuration {
  uint64_t from = 0;
  uint64_t members = 0;
  BOOST_DESCRIBE_CLASS(Configuration, (), (from, members), (), ())
};

// A server that has lost its disk counts its lives: what it had promised in an earlier one, it
// keeps no more. 0, the first life, is not listed.
struct Life {
  NodeId server;
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Life, (), (server, number), (), ())
};

// --- phase 1, for all slots from `slot` on at once
struct Prepare {
  Ballot ballot;
  uint64_t slot = 0;
  BOOST_DESCRIBE_CLASS(Prepare, (), (ballot, slot), (), ())
};
struct Promise {
  Ballot ballot;
  uint64_t decided = 0;  // pvalues of slots up to here are decisions
  Payloads accepted;     // each a PValue, by slot
  Payload snapshot;      // a Snapshot, where the slots asked for begin within it
  std::vector<Life> lives;
  BOOST_DESCRIBE_CLASS(Promise, (), (ballot, decided, accepted, snapshot, lives), (), ())
};

// --- phase 2, of a run of slots; and what the leader knows to be decided
struct Accept {
  Ballot ballot;
  uint64_t decided = 0;
  Payloads pvalues;  // each a PValue, of consecutive slots
  BOOST_DESCRIBE_CLASS(Accept, (), (ballot, decided, pvalues), (), ())
};
struct Acceptance {
  Ballot ballot;
  uint64_t slot = 0;
  uint64_t count = 0;
  std::vector<Life> lives;
  BOOST_DESCRIBE_CLASS(Acceptance, (), (ballot, slot, count, lives), (), ())
};

// To the leader of a ballot below the one promised: PMMC's "preempted".
struct Nack {
  Ballot promised;
  BOOST_DESCRIBE_CLASS(Nack, (), (promised), (), ())
};

struct Heartbeat {
  Ballot ballot;
  uint64_t decided = 0;
  uint64_t round = 0;     // counts a leader's heartbeats
  LocalTime sent;         // on the leader's clock: its lease counts from here
  bool may_read = false;  // the receiver, for a lease from `asked` on
  LocalTime asked = {};   // on the receiver's clock: when it sent its last answer
  BOOST_DESCRIBE_CLASS(Heartbeat, (), (ballot, decided, round, sent, may_read, asked), (), ())
};
struct HeartbeatReply {
  Ballot ballot;
  uint64_t round = 0;
  LocalTime sent;
  LocalTime at = {};  // on the answering server's clock
  BOOST_DESCRIBE_CLASS(HeartbeatReply, (), (ballot, round, sent, at), (), ())
};

// --- a replica that is behind asks for decisions from `slot` on; the answer may be a Snapshot
struct CatchUp {
  uint64_t slot = 0;
  BOOST_DESCRIBE_CLASS(CatchUp, (), (slot), (), ())
};
struct Decisions {
  uint64_t decided = 0;  // that far the sender has got
  Payloads pvalues;
  BOOST_DESCRIBE_CLASS(Decisions, (), (decided, pvalues), (), ())
};
// The state after the slots up to `slot`: on the disk in place of the log, and to replicas.
struct Snapshot {
  uint64_t slot = 0;
  kv::StateMachine machine;
  std::vector<Configuration> configurations;
  BOOST_DESCRIBE_CLASS(Snapshot, (), (slot, machine, configurations), (), ())
};

// --- a server without memory asks for what it may have known (rebuild.cc)
struct Rebuild {
  uint64_t nonce = 0;
  uint64_t life = 0;  // 0: which life of mine do you know of?
  uint64_t slot = 0;
  BOOST_DESCRIBE_CLASS(Rebuild, (), (nonce, life, slot), (), ())
};
struct RebuildReply {
  uint64_t nonce = 0;
  uint64_t asked = 0;       // the life in the question
  uint64_t life = 0;        // that the answering server knows of
  bool rebuilding = false;  // it is itself without memory
  Promise report;           // to the question with a life
  BOOST_DESCRIBE_CLASS(RebuildReply, (), (nonce, asked, life, rebuilding, report), (), ())
};

// What the disk keeps of an acceptor beside its journal of accepted pvalues and the snapshot.
struct AcceptorState {
  Ballot promised;
  std::vector<Life> lives;
  bool lost = false;  // it has begun to rebuild what it lost, and has not rejoined
  BOOST_DESCRIBE_CLASS(AcceptorState, (), (promised, lives, lost), (), ())
};

}  // namespace ordain::multi_paxos
