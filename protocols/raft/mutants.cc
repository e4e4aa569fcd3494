#include "protocols/raft/mutants.h"

namespace ordain::raft {

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = {
      {Mutant::vote_volatile, "rf.vote_volatile",
       "the vote is not written to disk with the term: after a restart the server votes again",
       "vote_once", "Ongaro's thesis, 3.8; willemt/raft pull request 47",
       "a server that crashes and restarts while an election goes on"},
      {Mutant::log_volatile, "rf.log_volatile",
       "a follower acknowledges entries before they are on its disk", "commit_truth",
       "Ongaro's thesis, 3.8; etcd issue 14143", "a disk whose writes take time"},
      {Mutant::no_uptodate, "rf.no_uptodate",
       "a vote is given to a candidate whose log is behind the voter's", "leader_completeness",
       "Raft, 5.4.1", "servers that miss entries: crashes, partitions or loss"},
      {Mutant::fig8, "rf.fig8",
       "a leader commits entries of earlier terms by counting their copies", "commit_own_term",
       "Raft, 5.4.2 and Figure 8; PySyncObj issue 169",
       "no_op off, or max_batch 1: a no-op sent with the backlog hides it"},
      {Mutant::revote, "rf.revote", "a server votes for every candidate of a term", "vote_once",
       "Camunda issue 5356, NebulaGraph issue 2405", "two candidates in one term"},
      {Mutant::truncate_always, "rf.truncate_always",
       "a follower cuts its log after prev_log_index even where nothing conflicts",
       "committed_kept", "RaftOS issue 26", "a network that reorders messages"},
      {Mutant::no_prevterm, "rf.no_prevterm",
       "a follower appends without comparing the term at prev_log_index", "log_matching",
       "Raft, 5.3", "leaders that crash with entries that they have not replicated"},
      {Mutant::stale_vote_resp, "rf.stale_vote_resp",
       "a candidate counts votes that were given to it in an earlier term", "election_safety",
       "Xraft issue 33, akka-raft issue 46",
       "split votes, and delays as long as election timeouts"},
      {Mutant::quorum_wrong, "rf.quorum_wrong",
       "a leader commits with copies on a third of the servers and one more", "commit_truth",
       "akka-raft issue 42", "four servers or more"},
      {Mutant::fixed_timeout, "rf.fixed_timeout",
       "election timeouts are not randomised: all servers stand at once, and nobody wins",
       "leader_elected_in_core", "Ongaro's thesis, 9.3", "a constant network delay"},
      {Mutant::commit_min_lastlog, "rf.commit_min_lastlog",
       "a follower commits up to the end of its log instead of the last entry the leader confirmed",
       "state_machine_safety", "Scylla issue 9965",
       "heartbeats that carry no entries: pipeline on"},
      {Mutant::dup_votes, "rf.dup_votes", "a candidate counts a voter twice", "election_safety",
       "akka-raft issue 45", "four servers or more, and a network that duplicates messages"},
      {Mutant::no_sessions, "rx.no_sessions",
       "a command that a client sent twice is executed twice", "exactly_once",
       "Ongaro's thesis, Figure 6.2", "lost replies"},
  };
  return table;
}

}  // namespace ordain::raft
