// The replicated state machine: registers, locks and queues by key, with sessions that execute each
// command exactly once however often the log holds it (Ongaro's thesis, 6.3).
//
// It is a value that snapshots copy, and a function of the log alone. The hash is kept up to date
// by each command, so that comparing two replicas costs nothing: it is the sum of one number for
// each thing that is kept, in any order.
#pragma once

#include <map>
#include <vector>

#include "protocols/kv/apps/locks.h"
#include "protocols/kv/apps/queues.h"
#include "protocols/kv/apps/registers.h"
#include "protocols/kv/command.h"
#include "protocols/kv/mutants.h"

namespace ordain::kv {

// A client's results that it may still ask for again: those from its floor on. It is a window and
// not just the last one, because a client may have several commands outstanding, and they may
// arrive in any order.
//
// A client's first command makes its session, and it stays; or the client opens one, which has a
// number and may end: by not being used for `expiry`, or by being the one that was not used for
// longest when there are too many. A command then names its session, and is refused when that is
// gone: whether it has been executed is not known any more.
struct Session {
  struct Executed {
    uint64_t sequence = 0;
    Result result;
    BOOST_DESCRIBE_CLASS(Executed, (), (sequence, result), (), ())
  };

  uint64_t number = 0;     // 0: was not opened, and never ends
  uint64_t opened_by = 0;  // the sequence number of the command that did
  Duration expiry;         // 0: never
  LocalTime used;          // last, by the log's time
  uint64_t use = 0;        // last, counted over all sessions
  uint64_t floor = 0;
  std::vector<Executed> executed;
  BOOST_DESCRIBE_CLASS(Session, (), (number, opened_by, expiry, used, use, floor, executed), (), ())
};

// What surrounds a machine and must not matter to it: a planted bug looks at it.
struct Surroundings {
  LocalTime now;  // on the server's own clock
  MutantSet mutants;
  bool broken(Mutant mutant) const { return mutants.has(mutant); }
};

struct StateMachine {
  struct Outcome {
    Result result;
    // False: nothing was done that a client may ask for once: a no-op, a repetition, a refusal, the
    // care of a session.
    bool executed = false;
  };

  Values values;
  Locks locks;
  Queues queues;
  std::map<NodeId, Session> sessions;
  LocalTime time;                         // the log's: the highest that a command was stamped with
  LocalTime next_end = LocalTime::max();  // no session expires before
  uint64_t opened = 0;                    // sessions
  uint64_t uses = 0;                      // of opened sessions
  uint64_t hash = 0;
  BOOST_DESCRIBE_CLASS(StateMachine, (),
                       (values, locks, queues, sessions, time, next_end, opened, uses, hash), (),
                       ())

  Outcome apply(const Command& command, const Surroundings& around = {});

  // The answer to a read; requires command.reads().
  Result query(const Command& command) const;

  // The answer to a command that needs no execution: its remembered result, or that it is stale;
  // null if it is new.
  const Result* answered(NodeId client, uint64_t sequence) const;

  // For snapshots that travel in pieces (parts.cc): the items are all that is kept by key, then the
  // sessions, each in order. A part holds `count` items from `first` on; taking in every part makes
  // the machine whole again. The hash and the times are those of the whole from the first part on.
  uint64_t items() const;
  StateMachine part(uint64_t first, uint64_t count) const;
  void take_in(const StateMachine& part);

 private:
  Result execute(const Command& command, const Surroundings& around);

  // sessions.cc
  Session* session_of(const Command& command);
  Outcome open_session(const Command& command);
  void pass_time(const Command& command, const Surroundings& around);
  void end_least_recently_used(uint64_t most);
  std::map<NodeId, Session>::iterator end(std::map<NodeId, Session>::iterator session);
  void remember(const Command& command, const Result& result, Session& session);
  void raise_floor(NodeId client, Session& session, uint64_t floor);
};

}  // namespace ordain::kv
