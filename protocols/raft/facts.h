// What a Raft server reports of itself. Facts about what is on disk follow the write in the
// handler's effects, so that they come out once it is durable, like the messages that promise it.
#pragma once

#include <cstdint>

#include "protocols/raft/admin.h"

namespace ordain::raft {

BOOST_DEFINE_FIXED_ENUM_CLASS(Refusal, uint8_t, old_term, voted_for_another, log_behind,
                              hears_a_leader)
// Why a candidate or leader became a follower.
BOOST_DEFINE_FIXED_ENUM_CLASS(StepDown, uint8_t, higher_term, leader_found, quorum_lost, removed)
BOOST_DEFINE_FIXED_ENUM_CLASS(HaltReason, uint8_t, unreadable_hard_state, unreadable_log,
                              unreadable_snapshot, missing_snapshot, lost_disk)

struct TermAdvanced {
  uint64_t term = 0;
  BOOST_DESCRIBE_CLASS(TermAdvanced, (), (term), (), ())
};
struct BecameCandidate {
  uint64_t term = 0;
  bool by_transfer = false;  // as the leader asked for it, and not as its timer fired
  BOOST_DESCRIBE_CLASS(BecameCandidate, (), (term, by_transfer), (), ())
};
struct Voted {
  uint64_t term = 0;
  NodeId candidate;
  BOOST_DESCRIBE_CLASS(Voted, (), (term, candidate), (), ())
};
struct VoteRefused {
  uint64_t term = 0;
  NodeId candidate;
  Refusal reason = Refusal::old_term;
  BOOST_DESCRIBE_CLASS(VoteRefused, (), (term, candidate, reason), (), ())
};
struct Elected {
  uint64_t term = 0;
  uint64_t last_index = 0;
  uint64_t voters = 0;  // a bit a server, for the first 64
  BOOST_DESCRIBE_CLASS(Elected, (), (term, last_index, voters), (), ())
};
// A candidate or leader has become a follower; `term` is the term it stood for or led.
struct SteppedDown {
  uint64_t term = 0;
  bool led = false;
  StepDown reason = StepDown::higher_term;
  BOOST_DESCRIBE_CLASS(SteppedDown, (), (term, led, reason), (), ())
};
// A server asks whether it would be elected in `next_term`, before it goes there.
struct AskedForPreVotes {
  uint64_t next_term = 0;
  BOOST_DESCRIBE_CLASS(AskedForPreVotes, (), (next_term), (), ())
};

struct Appended {
  uint64_t index = 0;
  uint64_t term = 0;
  uint64_t prefix_hash = 0;
  BOOST_DESCRIBE_CLASS(Appended, (), (index, term, prefix_hash), (), ())
};
struct Truncated {
  uint64_t from = 0;
  uint64_t commit_index = 0;
  bool leading = false;
  BOOST_DESCRIBE_CLASS(Truncated, (), (from, commit_index, leading), (), ())
};
// A leader looks further back in a follower's log.
struct BackedOff {
  NodeId follower;
  uint64_t next_index = 0;
  BOOST_DESCRIBE_CLASS(BackedOff, (), (follower, next_index), (), ())
};

// A leader has learnt how far a server's log matches its own.
struct Matched {
  NodeId follower;
  uint64_t index = 0;
  uint64_t next_index = 0;
  uint64_t term = 0;
  BOOST_DESCRIBE_CLASS(Matched, (), (follower, index, next_index, term), (), ())
};
// The commit index has advanced to `index`, whose entry is of `term`.
struct Committed {
  uint64_t index = 0;
  uint64_t term = 0;
  uint64_t prefix_hash = 0;
  uint64_t current_term = 0;
  bool leading = false;
  BOOST_DESCRIBE_CLASS(Committed, (), (index, term, prefix_hash, current_term, leading), (), ())
};
// An entry went through the state machine. `sequence` is 0 where it changed nothing: a no-op, or a
// command that had been executed before.
struct Applied {
  uint64_t index = 0;
  uint64_t prefix_hash = 0;
  uint64_t state_hash = 0;
  NodeId client;
  uint64_t sequence = 0;
  BOOST_DESCRIBE_CLASS(Applied, (), (index, prefix_hash, state_hash, client, sequence), (), ())
};

// The log up to `index` has been compacted; `state_hash` is that of the state in its place.
struct SnapshotTaken {
  uint64_t index = 0;
  uint64_t prefix_hash = 0;
  uint64_t state_hash = 0;
  uint64_t configuration_index = 0;  // of the latest configuration up to there
  BOOST_DESCRIBE_CLASS(SnapshotTaken, (), (index, prefix_hash, state_hash, configuration_index), (),
                       ())
};
// The leader's snapshot has come whole; the log now ends at `last_index`.
struct SnapshotInstalled {
  uint64_t index = 0;
  uint64_t term = 0;
  uint64_t prefix_hash = 0;
  uint64_t state_hash = 0;
  uint64_t last_index = 0;
  BOOST_DESCRIBE_CLASS(SnapshotInstalled, (), (index, term, prefix_hash, state_hash, last_index),
                       (), ())
};
// The same from its own disk, at recovery.
struct SnapshotLoaded {
  uint64_t index = 0;
  uint64_t prefix_hash = 0;
  uint64_t state_hash = 0;
  BOOST_DESCRIBE_CLASS(SnapshotLoaded, (), (index, prefix_hash, state_hash), (), ())
};

// A server says that it would vote for another in `next_term`. It may say so to several.
struct PreVoteGranted {
  uint64_t next_term = 0;
  NodeId candidate;
  BOOST_DESCRIBE_CLASS(PreVoteGranted, (), (next_term, candidate), (), ())
};

// A read was answered from the state after index `index`, without going through the log.
struct ReadServed {
  NodeId client;
  uint64_t sequence = 0;
  uint64_t index = 0;
  BOOST_DESCRIBE_CLASS(ReadServed, (), (client, sequence, index), (), ())
};
// At this very moment the leader of `term` holds a lease.
struct LeaseHeld {
  uint64_t term = 0;
  BOOST_DESCRIBE_CLASS(LeaseHeld, (), (term), (), ())
};

// The operator asks for something, first with this server; and that is over: done, or given up.
struct AdminAsked {
  uint64_t number = 0;
  AdminCommand command = AdminCommand::transfer;
  NodeId server;
  BOOST_DESCRIBE_CLASS(AdminAsked, (), (number, command, server), (), ())
};
struct AdminEnded {
  uint64_t number = 0;
  AdminCommand command = AdminCommand::transfer;
  bool done = false;
  BOOST_DESCRIBE_CLASS(AdminEnded, (), (number, command, done), (), ())
};

// Leadership transfer: the leader stops taking commands; has brought the target up to date and told
// it to stand; or takes commands again, as nothing has come of it.
struct TransferBegan {
  uint64_t term = 0;
  NodeId target;
  BOOST_DESCRIBE_CLASS(TransferBegan, (), (term, target), (), ())
};
struct HandedOver {
  uint64_t term = 0;
  NodeId target;
  BOOST_DESCRIBE_CLASS(HandedOver, (), (term, target), (), ())
};
struct TransferGivenUp {
  uint64_t term = 0;
  NodeId target;
  BOOST_DESCRIBE_CLASS(TransferGivenUp, (), (term, target), (), ())
};

// A leader is about to bring this configuration into its log, at once or when new servers have
// caught up; `after` is the index of the one it uses.
struct ChangeBegan {
  uint64_t after = 0;
  uint64_t voters = 0;
  uint64_t outgoing = 0;
  uint64_t learners = 0;
  BOOST_DESCRIBE_CLASS(ChangeBegan, (), (after, voters, outgoing, learners), (), ())
};
// An entry that carries a configuration has been appended; sets are bits, of the first 64 servers.
struct ConfigAppended {
  uint64_t index = 0;
  uint64_t prefix_hash = 0;
  uint64_t voters = 0;
  uint64_t outgoing = 0;  // of a joint configuration
  uint64_t learners = 0;
  BOOST_DESCRIBE_CLASS(ConfigAppended, (), (index, prefix_hash, voters, outgoing, learners), (), ())
};
// From now on the server decides by the configuration of the entry `index`; 0: the initial one.
struct Configured {
  uint64_t index = 0;
  uint64_t voters = 0;
  uint64_t outgoing = 0;
  uint64_t learners = 0;
  BOOST_DESCRIBE_CLASS(Configured, (), (index, voters, outgoing, learners), (), ())
};
// The server has learnt that the configuration it uses is committed.
struct ConfigCommitted {
  uint64_t index = 0;
  uint64_t voters = 0;
  uint64_t outgoing = 0;
  uint64_t learners = 0;
  bool leading = false;
  BOOST_DESCRIBE_CLASS(ConfigCommitted, (), (index, voters, outgoing, learners, leading), (), ())
};
// New servers have received the log in so many rounds; `quick`: and will be added.
struct CaughtUp {
  uint64_t servers = 0;
  uint64_t rounds = 0;
  bool quick = false;
  BOOST_DESCRIBE_CLASS(CaughtUp, (), (servers, rounds, quick), (), ())
};

// After a crash: what the disk had kept. `cut` entries at the log's end were torn and are gone.
struct Recovered {
  uint64_t term = 0;
  uint64_t last_index = 0;
  uint64_t prefix_hash = 0;
  uint64_t cut = 0;
  uint64_t last_term = 0;
  BOOST_DESCRIBE_CLASS(Recovered, (), (term, last_index, prefix_hash, cut, last_term), (), ())
};
// The disk lost what the server may have promised to keep: it takes no further part.
struct Halted {
  HaltReason reason = HaltReason::unreadable_hard_state;
  uint64_t index = 0;  // of the unreadable entry
  BOOST_DESCRIBE_CLASS(Halted, (), (reason, index), (), ())
};

}  // namespace ordain::raft
