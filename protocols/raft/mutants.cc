#include "protocols/raft/mutants.h"

#include <iterator>

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

std::string_view needs_snapshots(const Config& config, const MutantSetting& setting) {
  if (setting.servers < 2) return "it takes more than one server";
  return config.snapshot.every == 0 ? "it takes snapshots: set snapshot/every" : "";
}

bool changes_members(const Config& config) {
  for (const AdminStep& step : config.admin) {
    if (step.command != AdminCommand::transfer) return true;
  }
  return false;
}
std::string_view needs_changes(const Config& config, const MutantSetting&) {
  return changes_members(config) ? "" : "it takes changes of the members: ask for them in admin";
}
std::string_view needs_removal_and_no_stickiness(const Config& config,
                                                 const MutantSetting& setting) {
  if (config.stickiness) return "nobody listens to it: set stickiness to false";
  if (config.demand.max_leaders == 0) return "no property minds: set demand.max_leaders";
  return needs_changes(config, setting);
}
std::string_view needs_single(const Config& config, const MutantSetting& setting) {
  if (config.membership.rule != MembershipRule::single) {
    return "it is about changes of one server at a time: set membership/rule to single";
  }
  return needs_changes(config, setting);
}
std::string_view needs_joint(const Config& config, const MutantSetting& setting) {
  if (config.membership.rule != MembershipRule::joint) {
    return "it is about joint consensus: set membership/rule to joint";
  }
  return needs_changes(config, setting);
}
std::string_view needs_learners(const Config& config, const MutantSetting&) {
  for (const AdminStep& step : config.admin) {
    if (step.command == AdminCommand::learner) return "";
  }
  return "it takes learners: ask for one in admin";
}
std::string_view needs_spares(const Config& config, const MutantSetting& setting) {
  return config.membership.voters.empty() || config.membership.voters.size() >= setting.servers
             ? "it takes servers that do not vote: name fewer in membership/voters"
             : "";
}
std::string_view needs_identity(const Config& config, const MutantSetting&) {
  return config.membership.identity ? "" : "servers must mark their disks: set membership/identity";
}
std::string_view needs_changes_and_snapshots(const Config& config, const MutantSetting& setting) {
  const std::string_view hidden = needs_snapshots(config, setting);
  return hidden.empty() ? needs_changes(config, setting) : hidden;
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

constexpr MutantInfo kMutants[] = {
    {Mutant::vote_volatile, "rf.vote_volatile",
     "the vote is not written to disk with the term: after a restart the server votes again",
     "vote_once", "Ongaro's thesis, 3.8; willemt/raft pull request 47",
     "a server that crashes and restarts while an election goes on", &needs_two_servers},
    {Mutant::log_volatile, "rf.log_volatile",
     "a follower acknowledges entries before they are on its disk", "commit_truth",
     "Ongaro's thesis, 3.8; etcd issue 14143", "a disk whose writes take time", &needs_two_servers},
    {Mutant::no_uptodate, "rf.no_uptodate",
     "a vote is given to a candidate whose log is behind the voter's", "leader_completeness",
     "Raft, 5.4.1", "servers that miss entries: crashes, partitions or loss", &needs_two_servers},
    {Mutant::fig8, "rf.fig8", "a leader commits entries of earlier terms by counting their copies",
     "commit_own_term", "Raft, 5.4.2 and Figure 8; PySyncObj issue 169",
     "no_op off, or max_batch 1: a no-op sent with the backlog hides it", &needs_small_batches},
    {Mutant::revote, "rf.revote", "a server votes for every candidate of a term", "vote_once",
     "Camunda issue 5356, NebulaGraph issue 2405", "two candidates in one term",
     &needs_two_servers},
    {Mutant::truncate_always, "rf.truncate_always",
     "a follower cuts its log after prev_log_index even where nothing conflicts", "committed_kept",
     "RaftOS issue 26", "a network that reorders messages", &needs_two_servers},
    {Mutant::no_prevterm, "rf.no_prevterm",
     "a follower appends without comparing the term at prev_log_index", "log_matching", "Raft, 5.3",
     "leaders that crash with entries that they have not replicated", &needs_two_servers},
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
    {Mutant::no_sessions, "rx.no_sessions", "a command that a client sent twice is executed twice",
     "exactly_once", "Ongaro's thesis, Figure 6.2", "lost replies", &needs_clients},
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
    {Mutant::snap_no_sessions, "rx.snap_no_sessions", "a snapshot leaves out the clients' sessions",
     "exactly_once", "Ongaro's thesis, 6.3; Atomix issue 417",
     "snapshots, servers that fall behind, and clients that retry", &needs_snapshots},
    {Mutant::snap_no_config, "rx.snap_no_config",
     "a snapshot holds the initial configuration instead of the latest", "config_matches_log",
     "canonical/raft issue 329", "snapshots, and changes of the members",
     &needs_changes_and_snapshots},
    {Mutant::single_change_no_noop, "rx.single_change_no_noop",
     "a leader begins a change before it has committed an entry of its own term",
     "quorum_intersection", "Ongaro, raft-dev, 10 July 2015",
     "two leaders that each begin a change, and neither finishes", &needs_single},
    {Mutant::config_on_commit, "rx.config_on_commit",
     "a server adopts a configuration when it is committed, not when it is appended",
     "config_matches_log", "etcd issues 7625 and 5004", "changes of the members", &needs_changes},
    {Mutant::direct_switch, "rx.direct_switch",
     "a leader goes from the old configuration to the new in one step, several servers at once",
     "quorum_intersection", "Ongaro's thesis, Figure 4.2",
     "a change that leaves the old majority and the new one disjoint", &needs_joint},
    {Mutant::joint_union_majority, "rx.joint_union_majority",
     "a joint configuration decides by a majority of all its servers together", "commit_truth",
     "async-raft issue 62", "a joint change while some servers cannot be reached", &needs_joint},
    {Mutant::joint_leave_early, "rx.joint_leave_early",
     "a new leader leaves a joint configuration that it has inherited before it is committed",
     "quorum_intersection", "Camunda issue 60086", "leaders that crash amid joint consensus",
     &needs_joint},
    {Mutant::new_leader_ignores_uncommitted_cfg, "rx.new_leader_ignores_uncommitted_cfg",
     "a new leader goes by the last committed configuration instead of the latest in its log",
     "config_matches_log", "NuRaft issue 67", "leaders that change amid a change of the members",
     &needs_changes},
    {Mutant::removed_disrupts, "rx.removed_disrupts",
     "a server that knows that it was removed goes on standing for election", "leader_stable",
     "Ongaro's thesis, 4.2.3", "a removal, demand/max_leaders, and no stickiness",
     &needs_removal_and_no_stickiness},
    {Mutant::retire_too_early, "rx.retire_too_early",
     "a server that is being removed neither votes nor stands, though the change is not "
     "committed",
     "leader_elected_in_core", "CCF issues 5973 and 5919",
     "a removal whose leader crashes before it is committed", &needs_changes},
    {Mutant::learner_votes, "rx.learner_votes",
     "the copies on learners count towards a majority of the voters", "commit_truth",
     "Ongaro's thesis, 4.2.1", "learners", &needs_learners},
    {Mutant::member_reborn, "rx.member_reborn",
     "a server whose disk was wiped comes back as the server it was, and votes again", "vote_once",
     "RethinkDB issue 5289; Ongaro's thesis, 3.8", "a wiped disk, and membership/identity",
     &needs_identity},
    {Mutant::outsider_votes, "rf.outsider_votes",
     "a candidate asks and counts servers that are not in its configuration", "election_safety",
     "akka-raft issue 49", "servers that do not vote", &needs_spares},
    {Mutant::snap_wal_order, "rx.snap_wal_order",
     "the log's prefix is dropped from the disk before the snapshot is written", "snapshot_durable",
     "etcd issue 12691", "snapshots, and crashes while the disk writes", &needs_snapshots},
    {Mutant::snap_heartbeat_stop, "rx.snap_heartbeat_stop",
     "a leader sends no heartbeats while one follower receives a snapshot", "core_converges",
     "SandTable, WRaft bug 8",
     "snapshots that take longer than an election timeout, and idle clients", &needs_snapshots},
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
     "leader_elected_in_core", "etcd issue 8501", "pre_vote, and a quorum that takes both releases",
     &needs_pre_vote},
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
     "two candidates in one term, delays as long as election timeouts, no_op off", &needs_no_no_op},
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
     "a server starts with empty hands under the same name", "term_monotonic", "akka-raft issue 62",
     "a server that crashes and restarts", &needs_two_servers},
    {Mutant::apply_twice, "rf.apply_twice",
     "the applied index on disk is one behind the state that it was written with",
     "state_machine_safety", "Ongaro's thesis, 3.8", "snapshots, and servers that crash",
     &needs_snapshots},
    {Mutant::lazy_leader_init, "rf.lazy_leader_init",
     "a server that leads again goes on with the next_index and match_index of its last time",
     "commit_truth", "akka-raft issue 58; Raft, Figure 2: \"reinitialized after election\"",
     "leaders that are cut off with entries of their own, and come back", &needs_two_servers},
};

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table(std::begin(kMutants), std::end(kMutants));
  return table;
}

}  // namespace ordain::raft
