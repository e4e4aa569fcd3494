// A server of the synod: single-decree Paxos after Lamport, "Paxos Made Simple", 2001, whose
// sections are cited in this folder. It has up to three roles, each with state and handlers of its
// own (2.1: "a single process may act as more than one agent"):
//
//   acceptor.cc   phases 1b and 2b: promises and acceptances, on stable storage; 2.2, 2.5
//   proposer.cc   phases 1a and 2a: ballots, the choice of a value, back-off; 2.2
//   learning.cc   learning the chosen value, asking for what got lost; 2.3
//   progress.cc   the distinguished proposer; 2.4
//   server.cc     starting, recovering, timers, clients
#pragma once

#include <variant>
#include <vector>

#include "protocols/paxos/facts.h"
#include "protocols/paxos/learner.h"
#include "protocols/paxos/messages.h"
#include "protocols/paxos/omega.h"
#include "protocols/paxos/synod/config.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(ServerTimer, uint8_t, retransmit, back_off, query, alive, suspect)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerPick, uint8_t, back_off)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerArea, uint8_t, acceptor, proposer)
BOOST_DEFINE_FIXED_ENUM_CLASS(ProposerPhase, uint8_t, idle, prepare, accept, backing_off)

struct Acceptor {
  Ballot promised;  // the highest prepare request answered; persistent, like the vote
  Vote vote;
  BOOST_DESCRIBE_CLASS(Acceptor, (), (promised, vote), (), ())
};

struct Proposer {
  struct Answer {
    NodeId acceptor;
    Vote vote;
    BOOST_DESCRIBE_CLASS(Answer, (), (acceptor, vote), (), ())
  };

  uint64_t round = 0;  // of the highest ballot that it has begun; persistent
  Ballot ballot;       // begun last
  ProposerPhase phase = ProposerPhase::idle;
  std::vector<Answer> promises;
  Value own = kNoValue;    // what a client asked for
  Value value = kNoValue;  // what phase 2 proposes
  Ballot met;              // the highest ballot of another that it has heard of
  uint32_t refusals = 0;   // in a row
  BOOST_DESCRIBE_CLASS(Proposer, (), (round, ballot, phase, promises, own, value, met, refusals),
                       (), ())
};

struct Server {
  using Config = paxos::Config;
  using Messages = std::variant<Prepare, Promise, Accept, Acceptance, Nack, Propose, Query, Alive>;
  using Timer = ServerTimer;
  using Pick = ServerPick;
  using Area = ServerArea;

  NodeId self;
  Acceptor acceptor;
  Proposer proposer;
  Learner learner;
  std::vector<NodeId> clients;  // that wait for the decision
  uint64_t queries = 0;
  uint64_t counted_before = 0;  // acceptances, at the last query
  Omega omega;
  bool recovered = false;
  bool halted = false;
  Halted halt;
  BOOST_DESCRIBE_CLASS(Server, (),
                       (self, acceptor, proposer, learner, clients, queries, counted_before, omega,
                        recovered, halted, halt),
                       (), ())

  Server(const Config& config, NodeId id);
  static Server recover(const Config& config, NodeId id, const Durable& disk);

  void on_start(Ctx& ctx);
  void on_timer(Timer timer, uint64_t key, Ctx& ctx);
  template <class M>
  void on(const M& message, NodeId from, Ctx& ctx) {
    if (!halted) handle(message, from, ctx);
  }

 private:
  // acceptor.cc
  void handle(const Prepare& request, NodeId from, Ctx& ctx);
  void handle(const Accept& request, NodeId from, Ctx& ctx);
  void handle(const Query& query, NodeId learner, Ctx& ctx);
  void refuse(const Ballot& ballot, Step step, NodeId from, Ctx& ctx);
  void save_acceptor(Ctx& ctx);
  void tell_learners(Ctx& ctx);

  // proposer.cc
  void begin_ballot(Ctx& ctx);
  void handle(const Promise& promise, NodeId acceptor, Ctx& ctx);
  void handle(const Nack& nack, NodeId acceptor, Ctx& ctx);
  Vote binding_vote(const Config& config) const;
  void propose(Ctx& ctx);
  void outbid(const Ballot& higher, Ctx& ctx);
  void back_off(Ctx& ctx);
  void retransmit(Ctx& ctx);
  void rest(Ctx& ctx);

  // learning.cc
  void handle(const Acceptance& acceptance, NodeId acceptor, Ctx& ctx);
  void query(Ctx& ctx);
  void answer_clients(Ctx& ctx);

  // progress.cc
  void handle(const Alive& alive, NodeId from, Ctx& ctx);
  void show_alive(Ctx& ctx);
  NodeId distinguished(const Config& config) const;
  bool may_propose(const Config& config) const;

  // server.cc
  void handle(const Propose& request, NodeId from, Ctx& ctx);
};

// Sends to every acceptor, itself included.
template <class M>
void send_to_acceptors(const M& message, const Config& config, Ctx& ctx) {
  const Payload payload = Payload::make(message);
  for (uint32_t i = config.first_acceptor(); i < config.servers; ++i) {
    ctx.send_payload(NodeId(i), payload);
  }
}

}  // namespace ordain::paxos
