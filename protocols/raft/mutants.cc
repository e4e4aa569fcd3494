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
std::string_view needs_no_no_op(const Config& config, const MutantSetting& setting) {
  if (setting.servers < 3) return "it takes three servers or more";
  return config.no_op ? "a leader's no-op leaves other candidates behind: set no_op to false" : "";
}
std::string_view needs_no_pipeline(const Config& config, const MutantSetting&) {
  return config.pipeline ? "a pipelining leader moves next_index as it sends: set pipeline to false"
                         : "";
}
std::string_view needs_empty_heartbeats(const Config& config, const MutantSetting&) {
  return config.pipeline ? "" : "heartbeats must carry no entries: set pipeline to true";
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
      {Mutant::vote_nonatomic, "rf.vote_nonatomic",
       "the term and the vote are two writes, and the answer leaves after the first", "vote_once",
       "hashicorp/raft issue 661", "a server that crashes between two writes, with a slow disk",
       &needs_two_servers},
      {Mutant::forget_vote_stepdown, "rf.forget_vote_stepdown",
       "a candidate that gives way to a leader of its term forgets that it voted for itself",
       "vote_once", "akka-raft issue 56 (Scott, Fuzzing Raft for Fun and Profit)",
       "three candidates in one term, delays as long as election timeouts, no_op off",
       &needs_no_no_op},
      {Mutant::match_regress, "rf.match_regress",
       "a leader lets an old acknowledgement set match_index back", "match_monotonic",
       "RaftOS issue 25, PySyncObj issue 167", "a network that reorders or duplicates messages",
       &needs_two_servers},
      {Mutant::apply_before_persist, "rf.apply_before_persist",
       "a leader counts its own copy of an entry, and answers, before it is on its disk",
       "linearizable", "etcd issue 14370",
       "a single server, a disk whose writes take time, and crashes", &needs_clients},
      {Mutant::leader_votes, "rf.leader_votes", "a leader votes for another candidate of its term",
       "vote_once", "daos-stack/raft issue 70",
       "two candidates in one term, delays as long as election timeouts, no_op off",
       &needs_no_no_op},
      {Mutant::zero_index, "rf.zero_index",
       "the first entry is taken for the empty prefix: the term at index 1 is not compared",
       "log_matching", "akka-raft issue 58", "two leaders that write different first entries",
       &needs_two_servers},
      {Mutant::next_le_match, "rf.next_le_match", "next_index does not move on with match_index",
       "next_gt_match", "PySyncObj issue 167, willemt/raft pull request 118", "pipeline off",
       &needs_no_pipeline},
      {Mutant::commit_scan_break, "rf.commit_scan_break",
       "a leader stops looking for entries to commit at the first one of an earlier term",
       "operations_complete", "RaftOS issue 30",
       "a leader that crashes with entries that are not committed", &needs_clients},
      {Mutant::retry_empty, "rf.retry_empty",
       "after a rejection a leader sends an AppendEntries without entries and takes them for sent",
       "operations_complete", "willemt/raft pull request 118", "a network that loses messages",
       &needs_two_servers},
      {Mutant::nack_overwrites, "rf.nack_overwrites",
       "each rejection makes the leader begin again at the end of its log", "core_converges",
       "CCF issue 3723", "a follower that misses two entries or more", &needs_two_servers},
      {Mutant::nack_wrong_index, "rf.nack_wrong_index",
       "a follower whose log conflicts names the end of its log as the place to go on",
       "core_converges", "CCF issue 2835",
       "a server that crashes or is cut off with entries of its own", &needs_two_servers},
      {Mutant::timer_reset_on_any_rv, "rf.timer_reset_on_any_rv",
       "a vote request that is refused starts the election timer again", "leader_elected_in_core",
       "Howard and others, Students' Guide to Raft (MIT 6.824)",
       "timeouts close together, and a server whose log is behind", &needs_two_servers},
      {Mutant::apply_uncommitted, "rf.apply_uncommitted",
       "a follower applies entries when it appends them", "state_machine_safety",
       "Raft, 5.3: an entry is applied once it is committed",
       "leaders that crash with entries that are not committed", &needs_two_servers},
      {Mutant::amnesia_restart, "rf.amnesia_restart",
       "a server starts with empty hands under the same name", "term_monotonic",
       "akka-raft issue 62", "a server that crashes and restarts", &needs_two_servers},
  };
  return table;
}

}  // namespace ordain::raft
