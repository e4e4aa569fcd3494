// A Raft server: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm
// (Extended Version)", 2014. Sections cited in this folder are the paper's; "thesis" is Ongaro's,
// "Consensus: Bridging Theory and Practice", 2014.
//
// The state is Figure 2's. Each RPC family has a file:
//   server.cc          starting, recovering, timers
//   roles.cc           follower, candidate, leader: section 5.1's transitions
//   request_vote.cc    leader election: 5.2, 5.4.1
//   append_entries.cc  the follower's side of log replication: 5.3
//   replication.cc     the leader's side of it, pipelined: 5.3, thesis 10.2.1
//   commit.cc          committing and applying: 5.3, 5.4.2
//   snapshot.cc        log compaction: section 7, thesis chapter 5
//   install_snapshot.cc  InstallSnapshot, both sides: Figure 13
//   client.cc          client interaction: section 8
//   membership.cc      who takes part, and how that changes: section 6, thesis chapter 4
//   admin.cc           what an operator asks for
//   pre_vote.cc        asking before standing: thesis 9.6
//   check_quorum.cc    who was heard from, and what follows: thesis 4.2.3, 6.2
//   read_index.cc      reads that bypass the log: thesis 6.4
//   lease.cc           leases: thesis 6.4.1
//   transfer.cc        leadership transfer: thesis 3.10
// and quorum.h says what a quorum is.
#pragma once

#include <limits>
#include <variant>
#include <vector>

#include "protocols/kv/state_machine.h"
#include "protocols/raft/config.h"
#include "protocols/raft/facts.h"
#include "protocols/raft/log.h"
#include "protocols/raft/messages.h"
#include "protocols/raft/snapshot.h"
#include "sim/core/context.h"
#include "sim/core/durable.h"

namespace ordain::raft {

BOOST_DEFINE_FIXED_ENUM_CLASS(Role, uint8_t, follower, candidate, leader, pre_candidate)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerTimer, uint8_t, election, heartbeat, transfer, batch)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerPick, uint8_t, election_timeout)
BOOST_DEFINE_FIXED_ENUM_CLASS(ServerArea, uint8_t, hard_state, log, snapshot, identity)

// What a crash between the writing of a snapshot and the cutting of the log left of the latter.
BOOST_DEFINE_FIXED_ENUM_CLASS(Leftover, uint8_t, none, prefix, whole_log)

// Why a server stands for election.
enum class Cause : uint8_t { timeout, transfer };

inline constexpr LocalTime kNever{std::numeric_limits<int64_t>::min()};

// A read that waits until it may be answered. `from` is the client or, where a follower asks for
// it, that server.
struct PendingRead {
  kv::Command command;
  NodeId from;
  uint64_t index = 0;  // a follower's: from here on it may be answered; 0: not known yet
  uint64_t round = 0;  // a leader's: it may be answered once a quorum has answered this round
  BOOST_DESCRIBE_CLASS(PendingRead, (), (command, from, index, round), (), ())
};

// What a leader knows of one server's log (itself included: it is durable there like anywhere).
struct Progress {
  uint64_t next_index = 1;
  uint64_t match_index = 0;
  bool probing = false;      // where the logs part is not known: nothing is sent ahead
  uint64_t waiting_for = 0;  // unless sending ahead: the round whose answer is awaited; 0: none
  uint64_t backed_off = 0;   // rejections of this round and earlier ones have been dealt with
  uint64_t acknowledged_round = 0;     // the highest that it has answered in this term
  LocalTime acknowledged_at = kNever;  // the latest `sent_at` that it has answered in this term
  LocalTime heard_at{};                // on this leader's clock
  Payload sending{};                   // the Snapshot that it is being sent, if any,
  uint64_t sent_items = 0;             // and where the next piece begins
  BOOST_DESCRIBE_CLASS(Progress, (),
                       (next_index, match_index, probing, waiting_for, backed_off,
                        acknowledged_round, acknowledged_at, heard_at, sending, sent_items),
                       (), ())
};

// New servers that receive the log before they are added (thesis, 4.2.1).
struct Staging {
  Configuration next;  // to be appended when they have caught up
  ServerSet servers;
  uint32_t round = 0;
  uint64_t goal = 0;  // the round is over when each holds this entry
  LocalTime began;
  BOOST_DESCRIBE_CLASS(Staging, (), (next, servers, round, goal, began), (), ())
};

struct Server {
  using Config = raft::Config;
  using Messages =
      std::variant<AppendEntries, AppendEntriesReply, kv::Request, RequestVote, RequestVoteReply,
                   AdminRequest, TimeoutNow, PreVote, PreVoteReply, ReadIndexRequest,
                   ReadIndexReply, InstallSnapshot, InstallSnapshotReply>;
  using Timer = ServerTimer;
  using Pick = ServerPick;
  using Area = ServerArea;

  // Persistent state; written before anybody can see a change of it.
  uint64_t current_term = 0;
  NodeId voted_for;
  Log log;
  Payload snapshot;  // a Snapshot of what the log has forgotten, if it has

  // Volatile state of every server.
  NodeId self;
  Role role = Role::follower;
  NodeId leader;                     // of the current term, as far as known
  Configuration configuration;       // the latest in the log, committed or not
  uint64_t configuration_index = 0;  // of its entry; 0: the initial one
  uint64_t commit_index = 0;
  uint64_t last_applied = 0;
  kv::StateMachine machine;
  PartialSnapshot incoming;
  Duration election_timeout;
  LocalTime heard_at = kNever;     // from a leader, where that matters (Config::notes_contact)
  std::vector<PendingRead> reads;  // in the order in which they came

  // Of candidates, of leaders.
  std::vector<NodeId> votes;  // or pre-votes
  PerServer<Progress> progress;
  uint64_t round = 0;       // of broadcasts in this term
  uint64_t confirming = 0;  // the round that reads wait for; 0: none is under way
  uint64_t sent = 0;        // entries up to here have been offered to the followers
  bool collecting = false;  // entries behind it wait for their batch to be complete
  NodeId transfer_to;       // whom leadership is being handed over to
  Staging staging;
  ServerSet leaving;             // removed servers that may not know it yet
  uint64_t settled_round = 0;    // from this broadcast on they are told that it is committed
  bool lease_forfeited = false;  // in this term

  // Of a server that recovers.
  bool recovered = false;
  uint64_t torn = 0;  // torn entries at the end of the disk's log, to be cut
  Leftover leftover = Leftover::none;
  bool halted = false;
  Halted halt;

  BOOST_DESCRIBE_CLASS(Server, (),
                       (current_term, voted_for, log, snapshot, self, role, leader, configuration,
                        configuration_index, commit_index, last_applied, machine, incoming,
                        election_timeout, heard_at, reads, votes, progress, round, confirming, sent,
                        collecting, transfer_to, staging, leaving, settled_round, lease_forfeited,
                        recovered, torn, leftover, halted, halt),
                       (), ())

  Server(const Config& config, NodeId id);
  static Server recover(const Config& config, NodeId id, const Durable& disk);

  void on_start(Ctx& ctx);
  void on_timer(Timer timer, Ctx& ctx);
  template <class M>
  void on(const M& message, NodeId from, Ctx& ctx);

 private:
  // server.cc
  void read_hard_state(const Durable& disk);
  void read_snapshot(const Durable& disk);
  void read_log(const Durable& disk);
  void read_identity(const Config& config, const Durable& disk);
  void tidy_log(Ctx& ctx);

  // roles.cc
  void become_follower(uint64_t term, Ctx& ctx);
  void go_to_term(uint64_t term, Ctx& ctx);
  void stand(Ctx& ctx);
  void become_candidate(Cause cause, Ctx& ctx);
  void become_leader(Ctx& ctx);
  void step_down(StepDown reason, Ctx& ctx);
  void ask_voters(const Payload& request, Ctx& ctx);
  void stop_leading(Ctx& ctx);
  void save_hard_state(Ctx& ctx);
  void draw_election_timeout(Ctx& ctx);
  void restart_election_timer(Ctx& ctx);

  // request_vote.cc
  void handle(const RequestVote& request, NodeId candidate, Ctx& ctx);
  void handle(const RequestVoteReply& reply, NodeId voter, Ctx& ctx);
  bool is_up_to_date(uint64_t last_log_index, uint64_t last_log_term) const;
  void refuse_vote(NodeId candidate, Refusal reason, Ctx& ctx);

  // quorum.h
  std::array<Quorum, 2> quorums(const Config& config) const;
  template <class Has>
  bool quorum_of(const Ctx& ctx, Has has) const;
  template <class Value>
  auto reached_by_quorum(const Ctx& ctx, Value value) const;

  // append_entries.cc
  void handle(const AppendEntries& request, NodeId from, Ctx& ctx);
  void recognise_leader(NodeId from, Ctx& ctx);
  void reject(const AppendEntries& request, NodeId from, Ctx& ctx);
  void store(const AppendEntries& request, Ctx& ctx);
  void truncate_from(uint64_t index, Ctx& ctx);

  // replication.cc
  struct SharedAppend {  // the last AppendEntries made in a handler: who needs the same shares it
    uint64_t next_index = 0;
    uint64_t entries = 0;
    Payload message;
  };
  void append_as_leader(const kv::Command& command, Ctx& ctx);
  void append_entry(Payload entry, Ctx& ctx);
  Progress fresh_progress(const Ctx& ctx) const;
  void handle(const AppendEntriesReply& reply, NodeId follower, Ctx& ctx);
  void back_off(const AppendEntriesReply& reply, NodeId follower, Ctx& ctx);
  void matched(NodeId follower, uint64_t index, Ctx& ctx);
  void replicate(Ctx& ctx);
  void collect(Ctx& ctx);
  void replicate_to(NodeId follower, SharedAppend& shared, Ctx& ctx);
  void send_heartbeats(Ctx& ctx);
  void send_append(NodeId follower, uint64_t entries, SharedAppend& shared, Ctx& ctx);
  static bool sends_ahead(const Progress& follower, const Config& config);
  uint64_t sendable(const Progress& follower, const Config& config) const;

  // commit.cc
  void advance_commit_index(Ctx& ctx);
  bool a_quorum_is_ahead(const Ctx& ctx) const;
  uint64_t replicated_on_quorum(const Ctx& ctx) const;
  void commit_to(uint64_t index, Ctx& ctx);
  void apply_to(uint64_t index, Ctx& ctx);
  void apply_next(Ctx& ctx);

  // snapshot.cc
  void compact(Ctx& ctx);
  Snapshot take_snapshot(const Ctx& ctx) const;

  // install_snapshot.cc
  void handle(const InstallSnapshot& request, NodeId from, Ctx& ctx);
  void handle(const InstallSnapshotReply& reply, NodeId follower, Ctx& ctx);
  bool take_in(const InstallSnapshot& request);
  void install(const InstallSnapshot& request, Ctx& ctx);
  void send_snapshot(NodeId follower, Ctx& ctx);

  // membership.cc
  static Configuration initial_configuration(const Ctx& ctx);
  Configuration configuration_at(uint64_t index, uint64_t& place, const Ctx& ctx) const;
  void adopt_configuration(uint64_t up_to, Ctx& ctx);
  void configuration_appended(uint64_t index, Ctx& ctx);
  void configuration_committed(Ctx& ctx);
  bool may_stand(const Ctx& ctx) const;
  bool has_retired(const Ctx& ctx) const;
  ServerSet electorate(const Ctx& ctx) const;
  ServerSet recipients() const;
  void report_change(const Configuration& next, Ctx& ctx);
  void append_configuration(const Configuration& next, Ctx& ctx);
  void change_voters(const AdminRequest& request, NodeId from, Ctx& ctx);
  bool would_answer(const Configuration& next, const ServerSet& fresh, const Ctx& ctx) const;
  Configuration wanted_configuration(const AdminRequest& request) const;
  Configuration one_step(const Configuration& wanted) const;
  void begin_change(Configuration next, Ctx& ctx);
  void begin_staging(const Configuration& next, const ServerSet& fresh, Ctx& ctx);
  void staging_progress(Ctx& ctx);
  void outsider_matched(const AppendEntriesReply& reply, NodeId server, Ctx& ctx);
  void leave_joint(Ctx& ctx);
  void inherit_configuration(Ctx& ctx);

  // client.cc
  void handle(const kv::Request& request, NodeId client, Ctx& ctx);
  bool bypasses_log(const kv::Command& command, const Ctx& ctx) const;
  void reply_to_client(NodeId client, uint64_t sequence, const kv::Result& result, Ctx& ctx);

  // pre_vote.cc
  bool asks_first(const Config& config) const;
  void become_pre_candidate(Ctx& ctx);
  void handle(const PreVote& request, NodeId from, Ctx& ctx);
  void handle(const PreVoteReply& reply, NodeId voter, Ctx& ctx);

  // check_quorum.cc
  void heard_from_leader(Ctx& ctx);
  void heard_from(Progress& follower, const AppendEntriesReply& reply, Ctx& ctx);
  LocalTime quorum_heard_at(const Ctx& ctx) const;
  bool hears_a_leader(const Ctx& ctx) const;
  bool ignores(const RequestVote& request, NodeId candidate, Ctx& ctx);
  bool has_lost_its_quorum(const Ctx& ctx) const;

  // read_index.cc
  void begin_read(const kv::Command& command, NodeId from, Ctx& ctx);
  void begin_follower_read(const kv::Command& command, NodeId client, Ctx& ctx);
  void note_read(const PendingRead& read);
  void begin_confirming(Ctx& ctx);
  bool knows_commit_index(const Ctx& ctx) const;
  uint64_t answered_round(NodeId server) const;
  bool is_confirmed(uint64_t asked, const Ctx& ctx) const;
  uint64_t confirmed_round(const Ctx& ctx) const;
  void serve_reads(Ctx& ctx);
  void serve_follower_reads(Ctx& ctx);
  void answer_read(const PendingRead& read, Ctx& ctx);
  void handle(const ReadIndexRequest& request, NodeId follower, Ctx& ctx);
  void handle(const ReadIndexReply& reply, NodeId from, Ctx& ctx);
  void drop_reads();

  // lease.cc
  bool holds_lease(const Ctx& ctx) const;
  void report_lease(Ctx& ctx) const;

  // admin.cc
  void handle(const AdminRequest& request, NodeId from, Ctx& ctx);
  void answer_admin(NodeId to, const AdminRequest& request, AdminStatus status, Ctx& ctx);

  // transfer.cc
  void transfer_leadership(const AdminRequest& request, NodeId from, Ctx& ctx);
  void hand_over_if_caught_up(Ctx& ctx);
  void handle(const TimeoutNow& request, NodeId from, Ctx& ctx);
  void give_up_transfer(Ctx& ctx);
  void end_transfer(Ctx& ctx);
};

// Figure 2, rules for all servers: a message with a higher term makes anyone a follower of it.
template <class M>
void Server::on(const M& message, NodeId from, Ctx& ctx) {
  if (halted) return;
  if constexpr (std::is_same_v<M, RequestVote>) {  // before its term is looked at
    if (ignores(message, from, ctx)) return;
  }
  if constexpr (requires { message.term; }) {
    if (message.term > current_term) become_follower(message.term, ctx);
  }
  handle(message, from, ctx);
}

}  // namespace ordain::raft
