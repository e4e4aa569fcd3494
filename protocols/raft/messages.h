// The RPCs of Figure 2 as pairs of messages. The sender is the candidate or leader: messages do not
// repeat its id.
#pragma once

#include <cstdint>
#include <vector>

#include "protocols/kv/command.h"
#include "sim/base/time.h"
#include "sim/core/payload.h"

namespace ordain::raft {

struct RequestVote {
  uint64_t term = 0;
  uint64_t last_log_index = 0;
  uint64_t last_log_term = 0;
  bool by_transfer = false;  // the leader has asked for this election (thesis, 3.10 and 4.2.3)
  BOOST_DESCRIBE_CLASS(RequestVote, (), (term, last_log_index, last_log_term, by_transfer), (), ())
};

struct RequestVoteReply {
  uint64_t term = 0;
  bool vote_granted = false;
  BOOST_DESCRIBE_CLASS(RequestVoteReply, (), (term, vote_granted), (), ())
};

// Whether the receiver would vote for the sender in `next_term` (thesis, 9.6). It is no term that
// anybody is in: the rule about higher terms does not apply to it.
struct PreVote {
  uint64_t next_term = 0;
  uint64_t last_log_index = 0;
  uint64_t last_log_term = 0;
  BOOST_DESCRIBE_CLASS(PreVote, (), (next_term, last_log_index, last_log_term), (), ())
};

struct PreVoteReply {
  uint64_t term = 0;
  uint64_t next_term = 0;  // of the request
  bool granted = false;
  BOOST_DESCRIBE_CLASS(PreVoteReply, (), (term, next_term, granted), (), ())
};

// The entries are shared with the logs that hold them: a broadcast copies none. `round` counts the
// leader's broadcasts, so that it can tell an answer to an old one; `sent_at` is the leader's
// clock, where it measures leases, and comes back with the answer.
struct AppendEntries {
  uint64_t term = 0;
  uint64_t prev_log_index = 0;
  uint64_t prev_log_term = 0;
  uint64_t leader_commit = 0;
  uint64_t round = 0;
  Payloads entries;  // each an Entry
  LocalTime sent_at{};
  BOOST_DESCRIBE_CLASS(AppendEntries, (),
                       (term, prev_log_index, prev_log_term, leader_commit, round, entries,
                        sent_at),
                       (), ())
};

struct AppendEntriesReply {
  uint64_t term = 0;
  uint64_t round = 0;
  bool success = false;
  uint64_t index = 0;          // success: the log matches up to here; else where to look next
  uint64_t conflict_term = 0;  // the term of the entry that conflicts; 0: the log is too short
  LocalTime sent_at{};         // of the request
  BOOST_DESCRIBE_CLASS(AppendEntriesReply, (),
                       (term, round, success, index, conflict_term, sent_at), (), ())
};

// "Stand for election now": a leader hands over (thesis, 3.10).
struct TimeoutNow {
  uint64_t term = 0;
  BOOST_DESCRIBE_CLASS(TimeoutNow, (), (term), (), ())
};

// A follower asks up to where it must have applied the log before it may answer a read of its
// client's (thesis, 6.4).
struct ReadIndexRequest {
  uint64_t term = 0;
  kv::Command command;
  BOOST_DESCRIBE_CLASS(ReadIndexRequest, (), (term, command), (), ())
};

struct ReadIndexReply {
  uint64_t term = 0;
  NodeId client;
  uint64_t sequence = 0;
  uint64_t read_index = 0;
  BOOST_DESCRIBE_CLASS(ReadIndexReply, (), (term, client, sequence, read_index), (), ())
};

// What the disk keeps beside the log (Figure 2, "persistent state"), written as one record.
struct HardState {
  uint64_t current_term = 0;
  NodeId voted_for;
  BOOST_DESCRIBE_CLASS(HardState, (), (current_term, voted_for), (), ())
};

// Written at a server's first start, where servers are told from what is left of them ("identity"):
// a disk without it has lost everything.
struct Identity {
  NodeId self;
  BOOST_DESCRIBE_CLASS(Identity, (), (self), (), ())
};

}  // namespace ordain::raft
