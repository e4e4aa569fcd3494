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
// Where sessions end (sessions.cc of the service), a client opens one before it asks for anything,
// and another when it learns that the last is gone. An operation that it sent under the one that is
// gone is indeterminate; one that it had not sent yet waits, and has *failed* if it runs out of
// tries before.
//
// A client that crashes forgets what it waited for; those operations stay open in its history. It
// counts its incarnations on its disk, so that a sequence number is never used twice.
#pragma once

#include <variant>
#include <vector>

#include "protocols/kv/client_config.h"
#include "protocols/kv/command.h"
#include "sim/base/small_map.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::kv {

BOOST_DEFINE_FIXED_ENUM_CLASS(ClientTimer, uint8_t, think, retry,
                              keep_alive)  // the key is the lane
BOOST_DEFINE_FIXED_ENUM_CLASS(ClientPick, uint8_t, think_time, function, cas, key, incarnation,
                              transaction, parts, part, patience)
BOOST_DEFINE_FIXED_ENUM_CLASS(ClientArea, uint8_t, incarnation)

struct Incarnation {
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Incarnation, (), (number), (), ())
};

// A lock that a lane holds, as far as it knows.
struct Hold {
  uint64_t token = 0;  // 0: none
  uint64_t lock = 0;
  uint32_t writes = 0;  // that it still wants to make
  BOOST_DESCRIBE_CLASS(Hold, (), (token, lock, writes), (), ())
};

struct Lane {
  Command command;        // under way while sequence > 0
  NodeId server;          // asked in this try, of its own accord: a stale hint must not keep it
                          // from going through all of them
  uint32_t attempts = 0;  // tries so far
  bool followed = false;  // a hint, in this try
  bool sent = false;      // to anybody
  Hold hold;
  BOOST_DESCRIBE_CLASS(Lane, (), (command, server, attempts, followed, sent, hold), (), ())
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
  SmallMap<uint64_t, int64_t> seen;  // the last value seen of a key: what a cas expects
  uint64_t session = 0;              // open, as far as it knows; 0: none
  uint64_t care = 0;                 // commands for the session's sake: opening, keeping it alive
  Lane caring;                       // the one of them that is under way
  BOOST_DESCRIBE_CLASS(Client, (),
                       (self, incarnation, count_lost, issued, server, lanes, seen, session, care,
                        caring),
                       (), ())

  Client(const Config& config, NodeId id);
  static Client recover(const Config& config, NodeId id, const Durable& disk);

  void on_start(Ctx& ctx);
  void on(const Reply& reply, NodeId from, Ctx& ctx);
  void on_timer(Timer timer, uint64_t lane, Ctx& ctx);

 private:
  void think(uint64_t lane, Ctx& ctx, Duration first = {});  // and wait before that
  void invoke(uint64_t lane, Ctx& ctx);
  void answer(uint64_t lane, const Reply& reply, NodeId from, Ctx& ctx);
  void try_again(uint64_t lane, Ctx& ctx);
  void follow_hint(const Reply& reply, NodeId from, Lane& lane, Ctx& ctx);
  void ask(NodeId to, Lane& lane, Ctx& ctx);
  void ask_next(Lane& lane, uint64_t number, Ctx& ctx);
  void wait(const Lane& lane, uint64_t number, Ctx& ctx);
  void complete(uint64_t lane, OpPhase phase, const Result& result, Ctx& ctx);
  uint64_t floor() const;

  // client_workload.cc: what it asks for, and what it learns from the answers
  Command draw_command(const Lane& lane, Ctx& ctx);
  void draw_on_registers(Command& command, Ctx& ctx);
  void draw_transaction(Command& command, Ctx& ctx);
  void draw_on_locks(const Hold& hold, Command& command, Ctx& ctx);
  void draw_on_queues(Command& command, Ctx& ctx);
  int64_t unique_value(const Command& command, Ctx& ctx) const;
  void learn(const OpEvent& event, Hold& hold, Ctx& ctx);

  // client_session.cc
  bool needs_session(Ctx& ctx) const;
  void care_for(Function what, Ctx& ctx);
  void hear_of_session(const Reply& reply, NodeId from, Ctx& ctx);
  void lose_session(Ctx& ctx);
  void keep_alive(Ctx& ctx);
  bool done(Ctx& ctx) const;
};

// Sequence numbers of different incarnations never meet. Those for a session's sake are above the
// operations' of their incarnation.
inline constexpr uint64_t kPerIncarnation = uint64_t{1} << 24;
inline constexpr uint64_t kForSessions = uint64_t{1} << 23;

}  // namespace ordain::kv
