// A Multi-Paxos server: replica, leader and acceptor in one node.
//
// Lamport, "Paxos Made Simple", 2001, section 3: a leader runs phase 1 once for all instances to
// come, and then only phase 2, an instance a command. The roles and their names are those of van
// Renesse and Altinbuken, "Paxos Made Moderately Complex" (PMMC), 2015; what a real system needs
// besides is from Chandra, Griesemer and Redstone, "Paxos Made Live", 2007, and for configurations
// Lamport, Malkhi and Zhou, "Reconfiguring a State Machine", 2010.
//
//   server.cc       starting, recovering, timers
//   acceptor.cc     promises and acceptances: PMMC 2.2, Figure 2
//   scout.cc        phase 1, becoming the leader, being preempted: PMMC 2.3, Figure 7
//   commander.cc    phase 2, a window of slots at a time: PMMC 2.3, Figure 6
//   replica.cc      executing decisions in order, catching up: PMMC 2.1, Figure 1
//   heartbeat.cc    failure detection, retransmission, leases: PMMC 3, Paxos Made Live 5.2
//   readers.cc      leases that let other replicas than the leader's answer reads
//   snapshot.cc     snapshots and what may be forgotten: PMMC 4.2, Paxos Made Live 5.5
//   configuration.cc  who decides on a slot: Reconfiguring a State Machine, section 3
//   rebuild.cc      a server that has lost its disk: Paxos Made Live 5.1
//   client.cc       client interaction, reads without the log: Paxos Made Live 5.2, 5.4
#pragma once

#include <deque>
#include <map>
#include <variant>
#include <vector>

#include "protocols/kv/state_machine.h"
#include "protocols/paxos/multi/config.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/log.h"
#include "protocols/paxos/multi/messages.h"
#include "protocols/paxos/quorums.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::multi_paxos {

using paxos::Voters;

BOOST_DEFINE_FIXED_ENUM_CLASS(Role, uint8_t, follower, scout, leader)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerTimer, uint8_t, election, heartbeat, rebuild, reconfigure,
                              batch)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerPick, uint8_t, election_timeout, nonce)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerArea, uint8_t, acceptor, journal, snapshot)

// Phase 2 of one slot: who has accepted.
struct Commander {
  Voters accepted;
  bool chosen = false;
  uint64_t round = 0;  // of heartbeats, when the pvalue was last sent
  BOOST_DESCRIBE_CLASS(Commander, (), (accepted, chosen, round), (), ())
};

// What a leader knows of one acceptor's heartbeats.
struct Pulse {
  uint64_t round = 0;  // the last one answered
  LocalTime lease;     // on the leader's clock: when it sent the last one answered
  LocalTime asked;     // on the acceptor's clock: when it did
  LocalTime reads_to;  // on the leader's clock: until when the replica there may answer reads
  BOOST_DESCRIBE_CLASS(Pulse, (), (round, lease, asked, reads_to), (), ())
};

// A read that was answered from the state, and waits for a quorum to confirm that the leader was
// one.
struct UnconfirmedRead {
  NodeId client;
  uint64_t sequence = 0;
  kv::Result result;
  uint64_t slot = 0;   // the state's
  uint64_t round = 0;  // of the heartbeat to be answered
  BOOST_DESCRIBE_CLASS(UnconfirmedRead, (), (client, sequence, result, slot, round), (), ())
};

// A server without memory: what it has been told so far (rebuild.cc).
struct Rebuilding {
  uint64_t nonce = 0;  // of its questions
  uint64_t life = 0;   // that it has begun; 0: none yet
  uint64_t last = 0;   // the highest life of its that others know of
  Voters told;         // by servers that have their memory
  Voters answered;     // by any
  Ballot promised;
  BOOST_DESCRIBE_CLASS(Rebuilding, (), (nonce, life, last, told, answered, promised), (), ())
};

struct Server {
  using Config = multi_paxos::Config;
  using Messages = std::variant<Accept, Acceptance, kv::Request, Heartbeat, HeartbeatReply, Prepare,
                                Promise, Nack, CatchUp, Decisions, Snapshot, Rebuild, RebuildReply>;
  using Timer = ServerTimer;
  using Pick = ServerPick;
  using Area = ServerArea;

  NodeId self;

  // Acceptor: durable before anybody can see a change of it.
  Ballot promised;
  std::vector<Life> lives;
  Log log;
  uint64_t next_record = 1;  // of the journal

  // Replica.
  uint64_t slot_out = 1;  // the next slot to execute
  kv::StateMachine machine;
  std::vector<Configuration> configurations;
  Payload snapshot;  // the last one; null: none

  // What a follower knows of the leader.
  Ballot leading;            // the highest ballot that a leader was heard in
  Ballot seen;               // the highest one that anybody was
  bool lease_given = false;  // by its acceptor: no promise to others than
  NodeId lease_to;           //   this one (or anybody, if that is forgotten)
  LocalTime lease_until;     //   before this time on its own clock
  bool reading = false;      // by its replica: it may answer reads
  LocalTime read_until;      //   before this time on its own clock

  // Scouts and leaders.
  Role role = Role::follower;
  Ballot ballot;
  Voters adopted;                        // who has promised it
  std::map<uint64_t, Payload> reported;  // by slot: what may have been decided before
  uint64_t reported_to = 0;              // the last such slot
  uint64_t slot_in = 1;                  // the next slot to propose for
  std::deque<Commander> commanders;      // of the slots from slot_out to slot_in - 1
  std::deque<Payload> waiting;           // commands without a slot yet
  uint64_t round = 0;                    // of heartbeats
  std::vector<Pulse> pulses;             // by server
  bool lease_held = false;
  std::deque<UnconfirmedRead> reads;

  // Of a server that recovers.
  bool recovered = false;
  uint64_t torn = 0;
  bool lost = false;  // its disk: it has no vote until it has rejoined
  Loss loss = Loss::empty_disk;
  Rebuilding rebuilding;

  BOOST_DESCRIBE_CLASS(Server, (),
                       (self, promised, lives, log, next_record, slot_out, machine, configurations,
                        snapshot, leading, seen, lease_given, lease_to, lease_until, reading,
                        read_until, role, ballot, adopted, reported, reported_to, slot_in,
                        commanders, waiting, round, pulses, lease_held, reads, recovered, torn,
                        lost, loss, rebuilding),
                       (), ())

  Server(const Config& config, NodeId id);
  static Server recover(const Config& config, NodeId id, const Durable& disk);

  void on_start(Ctx& ctx);
  void on_timer(Timer timer, uint64_t key, Ctx& ctx);

  void on(const Prepare& request, NodeId from, Ctx& ctx);
  void on(const Promise& promise, NodeId from, Ctx& ctx);
  void on(const Accept& request, NodeId from, Ctx& ctx);
  void on(const Acceptance& acceptance, NodeId from, Ctx& ctx);
  void on(const Nack& nack, NodeId from, Ctx& ctx);
  void on(const Heartbeat& heartbeat, NodeId from, Ctx& ctx);
  void on(const HeartbeatReply& reply, NodeId from, Ctx& ctx);
  void on(const CatchUp& request, NodeId from, Ctx& ctx);
  void on(const Decisions& decisions, NodeId from, Ctx& ctx);
  void on(const Snapshot& given, NodeId from, Ctx& ctx);
  void on(const Rebuild& request, NodeId from, Ctx& ctx);
  void on(const RebuildReply& reply, NodeId from, Ctx& ctx);
  void on(const kv::Request& request, NodeId client, Ctx& ctx);

 private:
  // server.cc
  void read_acceptor(const Durable& disk);
  void read_journal(const Durable& disk);
  void lose(Loss how);
  void restart_election_timer(Ctx& ctx);

  // acceptor.cc
  Promise promise_for(const Ballot& asked, uint64_t slot) const;
  bool decided_otherwise(const Payloads& pvalues) const;
  void accept(const Payload& pvalue, Ctx& ctx);
  void report_accepted(const Payload& pvalue, Ctx& ctx) const;
  void save_acceptor(Ctx& ctx);

  // scout.cc
  void spawn_scout(Ctx& ctx);
  void ask_for_promises(Ctx& ctx);
  void take_report(const Promise& promise, Ctx& ctx);
  void become_leader(Ctx& ctx);
  void preempt(const Ballot& by, Ctx& ctx);
  void stand_down(Ctx& ctx);
  bool is_of_this_life(const std::vector<Life>& told, NodeId from);

  // commander.cc
  void collect(Payload command, Ctx& ctx);
  void send_batch(Ctx& ctx);
  void propose_more(Ctx& ctx);
  void propose(bool commands, Ctx& ctx);
  Payload next_value(bool commands, Ctx& ctx);
  void send_accept(Payloads pvalues, Ctx& ctx);
  void retransmit(Ctx& ctx);
  void execute_chosen(Ctx& ctx);

  // replica.cc
  void learn_to(uint64_t decided, const Ballot& in, Ctx& ctx);
  void perform(Ctx& ctx);
  void execute(uint64_t slot, Ctx& ctx);
  void learn(const Payloads& pvalues, uint64_t decided, Ctx& ctx);

  // heartbeat.cc
  void follow(const Ballot& leader, Ctx& ctx);
  void beat(Ctx& ctx);
  void send_heartbeats(Ctx& ctx);
  void give_lease(NodeId to, Ctx& ctx);
  bool lease_forbids(NodeId candidate, Ctx& ctx) const;
  bool lease_holds(Ctx& ctx) const;
  template <class Fresh>
  bool quorum_of_pulses(Fresh fresh) const;

  // readers.cc
  bool readers_have(const Commander& commander, Ctx& ctx) const;
  void expect_readers(Ctx& ctx);
  void send_heartbeats_to_readers(Ctx& ctx);
  void take_read_lease(const Heartbeat& heartbeat, Ctx& ctx);
  bool may_read(Ctx& ctx) const;

  // snapshot.cc
  void take_snapshot(Ctx& ctx);
  void save_snapshot(Ctx& ctx);
  void install(const Payload& given, Ctx& ctx);

  // configuration.cc
  const Configuration& configuration_of(uint64_t slot) const;
  bool is_quorum(const Voters& voters, uint64_t slot) const;
  bool is_quorum_from(const Voters& voters, uint64_t slot) const;
  bool is_member(uint64_t slot) const;
  void reconfigure(uint64_t number, Ctx& ctx);
  void execute(const Reconfiguration& change, uint64_t slot, Ctx& ctx);
  void retire_if_left_out(Ctx& ctx);

  // rebuild.cc
  void ask_for_memory(Ctx& ctx);
  void rejoin(Ctx& ctx);

  // client.cc
  bool serve_locally(const kv::Command& command, Ctx& ctx);
  bool has_unasked_reads() const;
  bool serve_as_replica(const kv::Command& command, Ctx& ctx);
  void confirm_reads(Ctx& ctx);
  void reply_to_client(NodeId client, uint64_t sequence, const kv::Result& result, Ctx& ctx);
};

}  // namespace ordain::multi_paxos
