// A client's operations as it sees them: invoked, then completed or not. They are the history that
// the consistency checkers judge; the checkers know nothing else of the system.
#pragma once

#include <cstdint>

#include "sim/base/describe.h"
#include "sim/base/id.h"
#include "sim/base/time.h"
#include "sim/core/payload.h"
#include "sim/core/transaction.h"

namespace ordain {

BOOST_DEFINE_FIXED_ENUM_CLASS(Function, uint8_t, none, read, write, cas, get, put, append, erase,
                              add, acquire, release, enqueue, dequeue, push, pop, txn, open_session,
                              keep_alive)

// `ok` happened with this result; `failed` definitely did not happen; `indeterminate` may have
// happened, or may yet (Jepsen's :info).
BOOST_DEFINE_FIXED_ENUM_CLASS(OpPhase, uint8_t, invoke, ok, failed, indeterminate)

struct OpEvent {
  OpPhase phase = OpPhase::invoke;
  Function function = Function::none;
  uint64_t number = 0;  // of the operation, counted by its client from 1
  uint64_t key = 0;
  int64_t value = 0;       // written, expected (cas), read, or an acquired or released lock's token
  int64_t new_value = 0;   // cas: what to write; write: the token of the lock that guards it, or 0
  bool has_value = false;  // a read's result: false is nil
  Payload transaction;     // txn: a Transaction, with what it read once it is ok
  bool asked = true;       // false: it failed before anybody was asked, and has observed nothing
};
BOOST_DESCRIBE_STRUCT(OpEvent, (),
                      (phase, function, number, key, value, new_value, has_value, transaction,
                       asked))

struct OpRecord {
  OpEvent op;
  NodeId client;
  Time time;
  uint64_t event = 0;  // the trace event's number
};

}  // namespace ordain
