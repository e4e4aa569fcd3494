// A client of a replicated service: issues operations, retries them, and records what it sees.
//
// It keeps `outstanding` lanes; each lane has one operation under way at most, and draws a time to
// think before the next. An operation goes to the server that answered last; a redirect's hint is
// followed at once, once a try; after a timeout the next server is asked. After `attempts` tries
// the client gives the operation up: it is *indeterminate*, since a request under way may still be
// executed, and the lane goes on with the next operation. In the history that next operation
// belongs to a fresh logical process (Jepsen's rule: a process with an unknown outcome never acts
// again).
//
// A client that crashes forgets what it waited for; those operations stay open in its history. It
// counts its incarnations on its disk, so that a sequence number is never used twice.
#pragma once

#include <map>
#include <variant>
#include <vector>

#include "protocols/kv/client_config.h"
#include "protocols/kv/command.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::kv {

BOOST_DEFINE_FIXED_ENUM_CLASS(ClientTimer, uint8_t, think, retry)  // the key is the lane
BOOST_DEFINE_FIXED_ENUM_CLASS(ClientPick, uint8_t, think_time, function, cas, key, incarnation)
BOOST_DEFINE_FIXED_ENUM_CLASS(ClientArea, uint8_t, incarnation)

struct Incarnation {
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Incarnation, (), (number), (), ())
};

struct Lane {
  Command command;        // under way while sequence > 0
  NodeId server;          // asked in this try, of its own accord: a stale hint must not keep it
                          // from going through all of them
  uint32_t attempts = 0;  // tries so far
  bool followed = false;  // a hint, in this try
  BOOST_DESCRIBE_CLASS(Lane, (), (command, server, attempts, followed), (), ())
};

struct Client {
  using Config = ClientConfig;
  using Messages = std::variant<Reply>;
  using Timer = ClientTimer;
  using Pick = ClientPick;
  using Area = ClientArea;

  NodeId self;
  uint64_t incarnation = 0;
  bool count_lost = false;  // the disk rotted
  uint64_t issued = 0;      // operations of this incarnation
  NodeId server;            // that answered last
  std::vector<Lane> lanes;
  std::map<uint64_t, int64_t> seen;  // the last value seen of a key: what a cas expects
  BOOST_DESCRIBE_CLASS(Client, (), (self, incarnation, count_lost, issued, server, lanes, seen), (),
                       ())

  Client(const Config& config, NodeId id);
  static Client recover(const Config& config, NodeId id, const Durable& disk);

  void on_start(Ctx& ctx);
  void on(const Reply& reply, NodeId from, Ctx& ctx);
  void on_timer(Timer timer, uint64_t lane, Ctx& ctx);

 private:
  void think(uint64_t lane, Ctx& ctx);
  void invoke(uint64_t lane, Ctx& ctx);
  Command draw_command(Ctx& ctx);
  void try_again(uint64_t lane, Ctx& ctx);
  void ask(NodeId to, const Lane& lane, Ctx& ctx);
  void complete(uint64_t lane, OpPhase phase, const Result& result, Ctx& ctx);
  uint64_t floor() const;
};

}  // namespace ordain::kv
