// A client that proposes values and is told what has been chosen.
//
// To its history it is a user of a write-once register that holds 0 at first: a proposal of v is
// the compare-and-set 0 -> v, *ok* when v was chosen and *failed* when another value was. The
// answer then also brought that value: it is recorded as a read at the same moment. A proposal
// without an answer after `attempts` tries is *indeterminate*. So the history of a consensus is one
// that any checker of registers judges (`ordain check --model register --initial 0`).
//
// Each proposal of a run has a value of its own. A client that crashes forgets what it waited for
// and begins its share again; it counts its incarnations on its disk, so that it never proposes one
// value twice.
#pragma once

#include <variant>

#include "protocols/paxos/client_config.h"
#include "protocols/paxos/messages.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(ClientTimer, uint8_t, think, retry)
BOOST_DEFINE_FIXED_ENUM_CLASS(ClientPick, uint8_t, think_time, incarnation)
BOOST_DEFINE_FIXED_ENUM_CLASS(ClientArea, uint8_t, incarnation)

struct Incarnation {
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Incarnation, (), (number), (), ())
};

struct Client {
  using Config = ClientConfig;
  using Messages = std::variant<Decided>;
  using Timer = ClientTimer;
  using Pick = ClientPick;
  using Area = ClientArea;

  NodeId self;
  NodeId server;  // asked last
  uint64_t incarnation = 0;
  bool count_lost = false;    // the disk rotted
  uint64_t issued = 0;        // proposals of this incarnation
  Value proposed = kNoValue;  // under way
  uint32_t attempts = 0;
  BOOST_DESCRIBE_CLASS(Client, (),
                       (self, server, incarnation, count_lost, issued, proposed, attempts), (), ())

  Client(const Config& config, NodeId id);
  static Client recover(const Config& config, NodeId id, const Durable& disk);

  void on_start(Ctx& ctx);
  void on(const Decided& answer, NodeId from, Ctx& ctx);
  void on_timer(Timer timer, Ctx& ctx);

 private:
  void think(Ctx& ctx);
  void propose(Ctx& ctx);
  void ask(Ctx& ctx);
  void try_again(Ctx& ctx);
  void end(OpPhase phase, Ctx& ctx);
  void rest(Ctx& ctx);
  OpEvent proposal(OpPhase phase) const;
  OpEvent reading(Value value, OpPhase phase) const;
  uint64_t sequence() const;  // of the proposal under way
};

}  // namespace ordain::paxos
