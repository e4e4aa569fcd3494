// The replicated state machine: a map from keys to numbers, with sessions that execute each command
// exactly once however often the log holds it (Ongaro's thesis, 6.3). A register is the key 0.
//
// The hash is kept up to date by each command, so that comparing two replicas costs nothing: it is
// the sum of one number for each key's value and each remembered result, in any order.
#pragma once

#include <map>
#include <vector>

#include "protocols/kv/command.h"

namespace ordain::kv {

// The results that a client may still ask for again: those from its floor on. It is a window and
// not just the last one, because a client may have several commands outstanding, and they may
// arrive in any order.
struct Session {
  struct Executed {
    uint64_t sequence = 0;
    Result result;
    BOOST_DESCRIBE_CLASS(Executed, (), (sequence, result), (), ())
  };

  uint64_t floor = 0;
  std::vector<Executed> executed;
  BOOST_DESCRIBE_CLASS(Session, (), (floor, executed), (), ())
};

struct StateMachine {
  struct Outcome {
    Result result;
    bool executed =
        false;  // false: a no-op, a repetition or a stale command, which changed nothing
  };

  std::map<uint64_t, int64_t> values;
  std::map<NodeId, Session> sessions;
  uint64_t hash = 0;
  BOOST_DESCRIBE_CLASS(StateMachine, (), (values, sessions, hash), (), ())

  Outcome apply(const Command& command);

  // The answer to a read; requires command.reads().
  Result query(const Command& command) const;

  // The answer to a command that needs no execution: its remembered result, or that it is stale;
  // null if it is new.
  const Result* answered(NodeId client, uint64_t sequence) const;

  // For snapshots that travel in pieces: the items are the keys in order, then the sessions in
  // order. A part is a machine of its own that holds `count` items from `first` on; taking in every
  // part makes the machine whole again, hash and all.
  uint64_t items() const { return values.size() + sessions.size(); }
  StateMachine part(uint64_t first, uint64_t count) const;
  void take_in(const StateMachine& part);

 private:
  Result execute(const Command& command);
  void set(uint64_t key, int64_t value);
  void raise_floor(NodeId client, Session& session, uint64_t floor);
};

}  // namespace ordain::kv
