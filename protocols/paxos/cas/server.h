// A CASPaxos server: Rystsov, "CASPaxos: Replicated State Machines without logs", 2018. Each key is
// a register of its own, changed by functions from its state to the next; there is no log and no
// leader. Every server is proposer and acceptor:
//
//   acceptor.cc   promises and accepted states, on stable storage
//   proposer.cc   one change after another: read the state in phase 1, write the next in phase 2
//   server.cc     starting, recovering, clients
#pragma once

#include <map>
#include <variant>
#include <vector>

#include "protocols/paxos/cas/config.h"
#include "protocols/paxos/cas/facts.h"
#include "protocols/paxos/cas/messages.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::cas_paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(ServerTimer, uint8_t, retransmit, back_off)  // the key is the key
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerPick, uint8_t, back_off)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerArea, uint8_t, slots, round)
BOOST_DEFINE_FIXED_ENUM_CLASS(Phase, uint8_t, idle, prepare, accept, backing_off)

// What an acceptor keeps of one register; persistent.
struct Slot {
  Ballot promised;
  Ballot accepted;
  Payload state;
  BOOST_DESCRIBE_CLASS(Slot, (), (promised, accepted, state), (), ())
};

// What a proposer does to one register. Operations that arrive meanwhile wait, and go into the next
// change together: the composition of change functions is one.
struct Change {
  Phase phase = Phase::idle;
  Ballot ballot;
  std::vector<kv::Command> waiting;
  std::vector<kv::Command> under_way;  // part of the state proposed in `ballot`
  std::vector<kv::Result> results;     // of those
  paxos::Voters promises;
  Ballot base;    // the highest ballot that the promises report, or the one before in the cache
  Payload state;  // accepted in it, then changed
  paxos::Voters acceptances;
  Ballot ready;  // promised with the last change: phase 1 of the next is done
  bool skipped_prepare = false;
  uint32_t refusals = 0;
  BOOST_DESCRIBE_CLASS(Change, (),
                       (phase, ballot, waiting, under_way, results, promises, base, state,
                        acceptances, ready, skipped_prepare, refusals),
                       (), ())
};

struct Server {
  using Config = cas_paxos::Config;
  using Messages = std::variant<Prepare, Promise, Accept, Acceptance, Nack, kv::Request>;
  using Timer = ServerTimer;
  using Pick = ServerPick;
  using Area = ServerArea;

  NodeId self;
  std::map<uint64_t, Slot> slots;  // by key
  uint64_t last_record = 0;        // of the disk's log
  uint64_t round = 0;              // the highest begun; persistent
  uint64_t met = 0;                // the highest heard of
  std::map<uint64_t, Change> changes;
  bool recovered = false;
  uint64_t torn = 0;  // records at the log's end, to be cut off
  bool halted = false;
  Halted halt;
  BOOST_DESCRIBE_CLASS(Server, (),
                       (self, slots, last_record, round, met, changes, recovered, torn, halted,
                        halt),
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
  void read_slots(const Durable& disk);
  void handle(const kv::Request& request, NodeId client, Ctx& ctx);
  bool read_locally(const kv::Command& command, Ctx& ctx);

  // acceptor.cc
  void handle(const Prepare& request, NodeId from, Ctx& ctx);
  void handle(const Accept& request, NodeId from, Ctx& ctx);
  void refuse(uint64_t key, const Ballot& ballot, NodeId from, Ctx& ctx);
  void save(uint64_t key, Ctx& ctx);

  // proposer.cc
  Ballot new_ballot(Ctx& ctx);
  void begin(uint64_t key, Ctx& ctx);
  void handle(const Promise& promise, NodeId acceptor, Ctx& ctx);
  void propose(uint64_t key, Ctx& ctx);
  void send_accept(uint64_t key, Ctx& ctx);
  void handle(const Acceptance& acceptance, NodeId acceptor, Ctx& ctx);
  void finish(uint64_t key, Ctx& ctx);
  void handle(const Nack& nack, NodeId acceptor, Ctx& ctx);
  void retransmit(uint64_t key, Ctx& ctx);
};

// Sends to every server, itself included.
template <class M>
void send_to_all(M message, Ctx& ctx) {
  const Payload payload = Payload::make(std::move(message));
  for (uint32_t i = 0; i < ctx.servers(); ++i) ctx.send_payload(NodeId(i), payload);
}

}  // namespace ordain::cas_paxos
