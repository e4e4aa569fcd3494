// What clients ask of a replicated service and what it answers: the messages that every consensus
// protocol here takes from its clients, and the command that its log carries.
//
// A command names its client and a sequence number, so that a retry is recognised wherever it
// arrives, and a floor: the lowest sequence number that the client still waits for. What lies below
// it will never be asked for again (Ongaro's thesis, 6.3).
//
// What depends on time (the expiry of sessions and of leases) goes by the clock of the server that
// put the command into the log: that server stamps it, and every replica then reads the same time
// (thesis, 6.3). A protocol with a log appends `command.stamped(ctx.now())`.
#pragma once

#include <cstdint>

#include "sim/base/describe.h"
#include "sim/base/id.h"
#include "sim/base/time.h"
#include "sim/core/operation.h"

namespace ordain::kv {

struct Command {
  Function function = Function::none;  // none: a protocol's own no-op
  NodeId client;
  uint64_t sequence = 0;
  uint64_t floor = 0;
  uint64_t key = 0;
  int64_t value = 0;      // to write; what a cas expects; acquire: the lease in ns, 0: for ever;
                          // release: the token; open_session: after how many ns it may expire
  int64_t new_value = 0;  // what a cas writes; write: the token of the lock that guards the key, 0:
                          // none; open_session: sessions that there may be at once, 0: any number
  Payload transaction{};  // txn: a Transaction
  uint64_t session = 0;   // that must still be open; 0: the one that a first command makes
  LocalTime time{};       // when the command entered the log, where that matters
  BOOST_DESCRIBE_CLASS(Command, (),
                       (function, client, sequence, floor, key, value, new_value, transaction,
                        session, time),
                       (), ())

  bool is_no_op() const { return function == Function::none; }
  // Whether it changes nothing, so that it need not be executed everywhere.
  bool reads() const { return function == Function::get || function == Function::read; }

  // Whether what it does depends on time.
  bool timed() const {
    return session != 0 || function == Function::open_session ||
           (function == Function::acquire && value > 0);
  }
  Command stamped(LocalTime now) const {
    Command out = *this;
    if (timed()) out.time = now;
    return out;
  }
};

// ok               executed, here is the result
// mismatch         executed: it did not find what it expects (a cas's value, a transaction's
//                  compares, a free lock, a token that is still good), and changed nothing
// redirect         not asked of the leader; `leader` is a hint, or no node
// stale            below the session's floor: it will never be executed (again)
// session_expired  its session is gone, and whether it was executed before that is forgotten
BOOST_DEFINE_ENUM_CLASS(Status, ok, mismatch, redirect, stale, session_expired)

struct Result {
  Status status = Status::ok;
  bool has_value = false;  // false: a read or dequeue found nothing
  int64_t value = 0;       // acquire: the token; open_session: the session
  Payload transaction{};   // txn: the Transaction with what it read
  BOOST_DESCRIBE_CLASS(Result, (), (status, has_value, value, transaction), (), ())
};

struct Request {
  Command command;
  BOOST_DESCRIBE_CLASS(Request, (), (command), (), ())
};

struct Reply {
  uint64_t sequence = 0;
  Result result;
  NodeId leader;
  BOOST_DESCRIBE_CLASS(Reply, (), (sequence, result, leader), (), ())
};

}  // namespace ordain::kv
