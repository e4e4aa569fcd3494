#include "protocols/raft/mutants.h"

#include "protocols/raft/config.h"

namespace ordain::raft {
namespace {

std::string_view needs_two_servers(const Config&, const MutantSetting& setting) {
  return setting.servers < 2 ? "it takes more than one server" : "";
}
std::string_view needs_four_servers(const Config&, const MutantSetting& setting) {
  return setting.servers < 4 ? "it takes four servers or more" : "";
}
std::string_view needs_clients(const Config&, const MutantSetting& setting) {
  return setting.clients == 0 ? "it takes clients that retry" : "";
}
std::string_view needs_small_batches(const Config& config, const MutantSetting&) {
  return config.no_op && config.max_batch > 1
             ? "a leader's no-op travels with the backlog: set no_op to false or max_batch to 1"
             : "";
}
std::string_view needs_empty_heartbeats(const Config& config, const MutantSetting&) {
  return config.pipeline ? "" : "heartbeats must carry no entries: set pipeline to true";
}

std::string_view needs_snapshots(const Config& config, const MutantSetting& setting) {
  if (setting.servers < 2) return "it takes more than one server";
  return config.snapshot.every == 0 ? "it takes snapshots: set snapshot/every" : "";
}

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = {
      {Mutant::vote_volatile, "rf.vote_volatile",
       "the vote is not written to disk with the term: after a restart the server votes again",
       "vote_once", "Ongaro's thesis, 3.8; willemt/raft pull request 47",
       "a server that crashes and restarts while an election goes on", &needs_two_servers},
      {Mutant::log_volatile, "rf.log_volatile",
       "a follower acknowledges entries before they are on its disk", "commit_truth",
       "Ongaro's thesis, 3.8; etcd issue 14143", "a disk whose writes take time",
       &needs_two_servers},
      {Mutant::no_uptodate, "rf.no_uptodate",
       "a vote is given to a candidate whose log is behind the voter's", "leader_completeness",
       "Raft, 5.4.1", "servers that miss entries: crashes, partitions or loss", &needs_two_servers},
      {Mutant::fig8, "rf.fig8",
       "a leader commits entries of earlier terms by counting their copies", "commit_own_term",
       "Raft, 5.4.2 and Figure 8; PySyncObj issue 169",
       "no_op off, or max_batch 1: a no-op sent with the backlog hides it", &needs_small_batches},
      {Mutant::revote, "rf.revote", "a server votes for every candidate of a term", "vote_once",
       "Camunda issue 5356, NebulaGraph issue 2405", "two candidates in one term",
       &needs_two_servers},
      {Mutant::truncate_always, "rf.truncate_always",
       "a follower cuts its log after prev_log_index even where nothing conflicts",
       "committed_kept", "RaftOS issue 26", "a network that reorders messages", &needs_two_servers},
      {Mutant::no_prevterm, "rf.no_prevterm",
       "a follower appends without comparing the term at prev_log_index", "log_matching",
       "Raft, 5.3", "leaders that crash with entries that they have not replicated",
       &needs_two_servers},
      {Mutant::stale_vote_resp, "rf.stale_vote_resp",
       "a candidate counts votes that were given to it in an earlier term", "election_safety",
       "Xraft issue 33, akka-raft issue 46", "split votes, and delays as long as election timeouts",
       &needs_two_servers},
      {Mutant::quorum_wrong, "rf.quorum_wrong",
       "a leader commits with copies on a third of the servers and one more", "commit_truth",
       "akka-raft issue 42", "four servers or more", &needs_four_servers},
      {Mutant::fixed_timeout, "rf.fixed_timeout",
       "election timeouts are not randomised: all servers stand at once, and nobody wins",
       "leader_elected_in_core", "Ongaro's thesis, 9.3", "a constant network delay",
       &needs_two_servers},
      {Mutant::commit_min_lastlog, "rf.commit_min_lastlog",
       "a follower commits up to the end of its log instead of the last entry the leader confirmed",
       "state_machine_safety", "Scylla issue 9965", "heartbeats that carry no entries: pipeline on",
       &needs_empty_heartbeats},
      {Mutant::dup_votes, "rf.dup_votes", "a candidate counts a voter twice", "election_safety",
       "akka-raft issue 45", "four servers or more, and a network that duplicates messages",
       &needs_four_servers},
      {Mutant::no_sessions, "rx.no_sessions",
       "a command that a client sent twice is executed twice", "exactly_once",
       "Ongaro's thesis, Figure 6.2", "lost replies", &needs_clients},
      {Mutant::prev0_append, "rf.prev0_append",
       "an AppendEntries from the log's very beginning is appended where a compacted log begins",
       "log_matching", "willemt/raft issue 118",
       "snapshots, and a network that duplicates messages or holds them back", &needs_snapshots},
      {Mutant::term_regress_snapshot, "rf.term_regress_snapshot",
       "a server that installs a snapshot takes the term of its last entry for its own",
       "term_monotonic", "willemt/raft issue 118",
       "snapshots of entries of earlier terms: leaders that change", &needs_snapshots},
      {Mutant::snap_stale, "rx.snap_stale",
       "a snapshot that arrives late replaces a state that is newer", "state_machine_safety",
       "Raft, section 7; raft-rs issue 430", "snapshots, and messages that arrive late or twice",
       &needs_snapshots},
      {Mutant::snap_no_sessions, "rx.snap_no_sessions",
       "a snapshot leaves out the clients' sessions", "exactly_once",
       "Ongaro's thesis, 6.3; Atomix issue 417",
       "snapshots, servers that fall behind, and clients that retry", &needs_snapshots},
      {Mutant::snap_wal_order, "rx.snap_wal_order",
       "the log's prefix is dropped from the disk before the snapshot is written",
       "snapshot_durable", "etcd issue 12691", "snapshots, and crashes while the disk writes",
       &needs_snapshots},
      {Mutant::snap_heartbeat_stop, "rx.snap_heartbeat_stop",
       "a leader sends no heartbeats while one follower receives a snapshot",
       "core_converges", "SandTable, WRaft bug 8",
       "snapshots that take longer than an election timeout, and idle clients", &needs_snapshots},
  };
  return table;
}

}  // namespace ordain::raft
