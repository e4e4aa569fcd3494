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

std::string_view needs_reads_past_the_log(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that read";
  return config.reads == Reads::log ? "reads go through the log: set reads to read_index" : "";
}
std::string_view needs_read_index(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that read";
  return config.reads != Reads::read_index ? "reads need no round: set reads to read_index" : "";
}
std::string_view needs_lease(const Config& config, const MutantSetting& setting) {
  if (setting.servers < 2) return "it takes more than one server";
  return config.reads != Reads::lease ? "there are no leases: set reads to lease" : "";
}
std::string_view needs_drift(const Config& config, const MutantSetting& setting) {
  if (const std::string_view none = needs_lease(config, setting); !none.empty()) return none;
  return config.clock_drift_ppm == 0 ? "no clock drifts, it is told: set clock_drift_ppm" : "";
}
std::string_view needs_lease_and_transfer(const Config& config, const MutantSetting& setting) {
  if (const std::string_view none = needs_lease(config, setting); !none.empty()) return none;
  return config.admin.empty() ? "nothing asks for a transfer: set admin" : "";
}
std::string_view needs_transfer(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that are refused";
  return config.admin.empty() ? "nothing asks for a transfer: set admin" : "";
}
std::string_view needs_pre_vote(const Config& config, const MutantSetting& setting) {
  if (setting.servers < 2) return "it takes more than one server";
  return config.pre_vote ? "" : "nobody asks before it stands: set pre_vote to true";
}
std::string_view needs_stability_and_pre_vote(const Config& config, const MutantSetting& setting) {
  if (const std::string_view none = needs_pre_vote(config, setting); !none.empty()) return none;
  return config.demand.max_leaders == 0 ? "no property minds: set demand.max_leaders" : "";
}
std::string_view needs_stickiness(const Config& config, const MutantSetting& setting) {
  if (setting.servers < 2) return "it takes more than one server";
  return config.stickiness ? "" : "candidacies depose the leader anyway: set stickiness to true";
}
std::string_view needs_check_quorum(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that wait";
  if (!config.check_quorum) return "it is switched off anyway: set check_quorum to true";
  return config.demand.max_outage <= Duration{} ? "no property minds: set demand.max_outage" : "";
}
std::string_view needs_follower_reads(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that read";
  return config.follower_reads ? "" : "followers serve no reads: set follower_reads to true";
}
std::string_view needs_pipeline(const Config& config, const MutantSetting&) {
  return config.pipeline ? "" : "nothing is sent ahead: set pipeline to true";
}

std::vector<MutantInfo> of_the_core() {
  return {
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
  };
}

std::vector<MutantInfo> of_the_extensions() {
  return {
      {Mutant::readindex_no_noop, "rx.readindex_no_noop",
       "a leader reads before it has committed an entry of its own term", "no_stale_read",
       "Ongaro's thesis, 6.4; etcd issue 7331, TiKV issue 9239",
       "reads read_index or lease, and leaders that change", &needs_reads_past_the_log},
      {Mutant::read_no_round, "rx.read_no_round",
       "a leader reads without asking a quorum whether it still leads", "no_stale_read",
       "Kingsbury, Jepsen: etcd and Consul, 2014; Xraft issue 40",
       "reads read_index, and leaders that are cut off", &needs_read_index},
      {Mutant::lease_drift, "rx.lease_drift",
       "a lease lasts an election timeout by the leader's clock, whatever the clocks' drift",
       "lease_exclusion", "Ongaro's thesis, 6.4.1; TiKV issue 964, SOFAJRaft issue 34",
       "reads lease, clocks that drift within clock_drift_ppm, and leaders that are cut off",
       &needs_drift},
      {Mutant::lease_survives_transfer, "rx.lease_survives_transfer",
       "a leader keeps its lease after it has told another to stand", "lease_exclusion",
       "TiKV issue 1593, etcd issue 12704, raft-rs issue 234",
       "reads lease, transfers, and an old leader that does not hear of the new one",
       &needs_lease_and_transfer},
      {Mutant::lease_no_stickiness, "rx.lease_no_stickiness",
       "servers vote for others within the lease that they have granted", "lease_exclusion",
       "Ongaro's thesis, 6.4.1", "reads lease, and servers that stand early: crashes, partitions",
       &needs_lease},
      {Mutant::prevote_bumps_term, "rx.prevote_bumps_term",
       "a server goes to the next term when it only asks about it", "leader_stable",
       "the purpose of Ongaro's thesis, 9.6",
       "pre_vote, demand.max_leaders, and a server that comes and goes",
       &needs_stability_and_pre_vote},
      {Mutant::prevote_ignored_low_term, "rx.prevote_ignored_low_term",
       "a pre-vote request about a term that has been is not answered", "leader_elected_in_core",
       "etcd issue 8243, canonical/raft issue 279, Openraft issue 1796",
       "pre_vote, and a server with a higher term and a shorter log than the others",
       &needs_pre_vote},
      {Mutant::prevote_mixed, "rx.prevote_mixed",
       "servers with odd names are of an old release: they stand without asking, and know no "
       "pre-votes",
       "leader_elected_in_core", "etcd issue 8501",
       "pre_vote, and a quorum that takes both releases", &needs_pre_vote},
      {Mutant::checkquorum_no_help, "rx.checkquorum_no_help",
       "a server does not answer a leader whose term is below its own", "leader_elected_in_core",
       "etcd pull requests 5451 and 5468",
       "stickiness without pre_vote, and a server that was cut off", &needs_stickiness},
      {Mutant::no_checkquorum, "rx.no_checkquorum", "a leader that no quorum answers leads on",
       "available", "Ongaro's thesis, 6.2",
       "check_quorum, demand.max_outage, and a leader that is heard but hears nobody",
       &needs_check_quorum},
      {Mutant::transfer_stuck, "rx.transfer_stuck",
       "a leader that is deposed does not forget that it was handing over: it takes no commands "
       "when it leads again",
       "operations_complete", "hashicorp/raft issue 696", "transfers, and leaders that come back",
       &needs_transfer},
      {Mutant::follower_read_local, "rx.follower_read_local",
       "a follower reads its state without asking the leader how far it must be", "no_stale_read",
       "Ongaro's thesis, 6.4", "follower_reads", &needs_follower_reads},
      {Mutant::pipeline_no_rollback, "rx.pipeline_no_rollback",
       "a leader that sent ahead does not go back when something was lost", "core_converges",
       "PySyncObj issue 167", "pipeline, and a network that loses messages", &needs_pipeline},
  };
}

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = [] {
    std::vector<MutantInfo> all = of_the_core();
    for (const MutantInfo& info : of_the_extensions()) all.push_back(info);
    return all;
  }();
  return table;
}

}  // namespace ordain::raft
