// A server of Fast Paxos: Lamport, "Fast Paxos", Distributed Computing 19(2), 2006. In a fast
// ballot acceptors take a value straight from a client, which saves a message delay; the price is a
// larger quorum, and collisions when clients are quick.
//
//   acceptor.cc     promises, votes, and fast votes
//   coordinator.cc  ballots, classic and fast; resolving a collision
//   picking.cc      the rule by which a coordinator picks a value
//   learning.cc     learning what is chosen
//   server.cc       starting, recovering, timers, clients
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "protocols/paxos/facts.h"
#include "protocols/paxos/fast/config.h"
#include "protocols/paxos/messages.h"
#include "protocols/paxos/omega.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::fast_paxos {

using paxos::Accept;
using paxos::Acceptance;
using paxos::Alive;
using paxos::Ballot;
using paxos::Decided;
using paxos::kNoValue;
using paxos::Nack;
using paxos::Prepare;
using paxos::Promise;
using paxos::Propose;
using paxos::Query;
using paxos::Value;
using paxos::Vote;
using paxos::Voters;

BOOST_DEFINE_FIXED_ENUM_CLASS(ServerTimer, uint8_t, progress, query, alive, suspect)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerPick, uint8_t, back_off)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerArea, uint8_t, acceptor, proposer)
BOOST_DEFINE_FIXED_ENUM_CLASS(Phase, uint8_t, idle, prepare, fast, accept, backing_off)

struct Acceptor {
  Ballot promised;  // persistent, like the vote
  Vote vote;
  Ballot any;  // the fast ballot in which it may take a client's value
  BOOST_DESCRIBE_CLASS(Acceptor, (), (promised, vote, any), (), ())
};

// What an acceptor has answered in phase 1, or with its vote in a fast ballot.
struct Answer {
  NodeId acceptor;
  Vote vote;
  BOOST_DESCRIBE_CLASS(Answer, (), (acceptor, vote), (), ())
};

struct Coordinator {
  uint64_t round = 0;  // of the highest ballot that it may have begun; persistent
  Ballot ballot;
  Phase phase = Phase::idle;
  std::vector<Answer> answers;
  Value value = kNoValue;  // what phase 2 of a classic ballot proposes
  Ballot met;              // the highest ballot of another that it has heard of
  uint32_t refusals = 0;   // in a row
  bool classic = false;    // the last fast ballot failed
  BOOST_DESCRIBE_CLASS(Coordinator, (),
                       (round, ballot, phase, answers, value, met, refusals, classic), (), ())
};

// The rule's outcome: the value to propose, and the ballot of the votes that bind it to that; none
// when it is free, though it then takes one of the values that were voted for.
struct Picked {
  Value value = kNoValue;  // none: nobody has voted
  Ballot bound;
  uint64_t values = 0;  // how many different ones there were in that ballot
};
enum class PickBy : uint8_t { most_votes, first };  // `first` is a planted bug
Picked pick_value(const std::vector<Answer>& answers, const paxos::Quorums& quorums, PickBy by);

// The ballot in which the coordinator of a fast one resolves a collision: no other coordinator's
// ballot lies between, for those who have voted promise this one with their vote.
inline Ballot recovery_of(const Ballot& fast) { return {fast.round + 1, fast.node}; }

struct Server {
  using Config = fast_paxos::Config;
  using Messages =
      std::variant<Propose, Prepare, Promise, Accept, Acceptance, Nack, Query, Decided, Alive>;
  using Timer = ServerTimer;
  using Pick = ServerPick;
  using Area = ServerArea;

  NodeId self;
  Acceptor acceptor;
  Coordinator coordinator;
  paxos::Learner learner;
  paxos::Omega omega;
  std::vector<Propose> requests;  // of clients that wait, in the order of their arrival
  uint64_t queries = 0;
  bool recovered = false;
  bool halted = false;
  paxos::Halted halt;
  BOOST_DESCRIBE_CLASS(Server, (),
                       (self, acceptor, coordinator, learner, omega, requests, queries, recovered,
                        halted, halt),
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
  // server.cc
  void handle(const Propose& request, NodeId from, Ctx& ctx);
  void handle(const Alive& alive, NodeId from, Ctx& ctx);
  void show_alive(Ctx& ctx);
  bool coordinates(Ctx& ctx) const;

  // acceptor.cc
  void handle(const Prepare& request, NodeId from, Ctx& ctx);
  void handle(const Accept& request, NodeId from, Ctx& ctx);
  void handle(const Query& query, NodeId learner, Ctx& ctx);
  void take_clients_value(Ctx& ctx);
  void refuse(const Ballot& ballot, paxos::Step step, NodeId from, Ctx& ctx);
  void save_acceptor(Ctx& ctx);
  void report_promise(const Ballot& ballot, Ctx& ctx);

  // coordinator.cc
  void begin_ballot(Ctx& ctx);
  void handle(const Promise& promise, NodeId acceptor, Ctx& ctx);
  void handle(const Nack& nack, NodeId acceptor, Ctx& ctx);
  Picked pick(const Config& config) const;
  void propose(const Picked& picked, Ctx& ctx);
  void watch_fast_ballot(const Vote& vote, NodeId acceptor, Ctx& ctx);
  void progress(Ctx& ctx);
  void back_off(Ctx& ctx);

  // learning.cc
  void handle(const Acceptance& acceptance, NodeId acceptor, Ctx& ctx);
  void handle(const Decided& decided, NodeId from, Ctx& ctx);
  void query(Ctx& ctx);
  void learnt(const paxos::Learned& fact, Ctx& ctx);
};

// Sends to every server, itself included.
template <class M>
void send_to_all(const M& message, Ctx& ctx) {
  const Payload payload = Payload::make(message);
  for (uint32_t i = 0; i < ctx.servers(); ++i) ctx.send_payload(NodeId(i), payload);
}

}  // namespace ordain::fast_paxos
