// What clients ask of a replicated service and what it answers: the messages that every consensus
// protocol here takes from its clients, and the command that its log carries.
//
// A command names its client and a sequence number, so that a retry is recognised wherever it
// arrives, and a floor: the lowest sequence number that the client still waits for. What lies below
// it will never be asked for again (Ongaro's thesis, 6.3).
#pragma once

#include <cstdint>

#include "sim/base/describe.h"
#include "sim/base/id.h"
#include "sim/core/operation.h"

namespace ordain::kv {

struct Command {
  Function function = Function::none;  // none: a protocol's own no-op
  NodeId client;
  uint64_t sequence = 0;
  uint64_t floor = 0;
  uint64_t key = 0;
  int64_t value = 0;      // to write; what a cas expects
  int64_t new_value = 0;  // what a cas writes
  BOOST_DESCRIBE_CLASS(Command, (), (function, client, sequence, floor, key, value, new_value), (),
                       ())

  bool is_no_op() const { return function == Function::none; }
  // Whether it changes nothing, so that it need not be executed everywhere.
  bool reads() const { return function == Function::get || function == Function::read; }
};

// ok        executed, here is the result
// mismatch  executed: the cas did not find what it expected, and changed nothing
// redirect  not asked of the leader; `leader` is a hint, or no node
// stale     below the session's floor: it will never be executed (again)
BOOST_DEFINE_ENUM_CLASS(Status, ok, mismatch, redirect, stale)

struct Result {
  Status status = Status::ok;
  bool has_value = false;  // false: a read found nothing
  int64_t value = 0;
  BOOST_DESCRIBE_CLASS(Result, (), (status, has_value, value), (), ())
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
