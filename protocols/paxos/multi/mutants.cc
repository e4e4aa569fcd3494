#include "protocols/paxos/multi/mutants.h"

#include "protocols/paxos/multi/config.h"

namespace ordain::multi_paxos {
namespace {

std::string_view needs_two_servers(const Config&, const MutantSetting& setting) {
  return setting.servers < 2 ? "it takes more than one server" : "";
}
std::string_view needs_a_window(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients";
  return config.inflight < 2 || !config.pipeline
             ? "slots must be under way together: set pipeline to true and inflight to 2 or more"
             : "";
}
std::string_view needs_leases(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that read";
  return !config.leases() ? "nobody holds a lease: set reads to \"lease\"" : "";
}
std::string_view needs_local_reads(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that read";
  return config.reads != Reads::local ? "only the leader reads: set reads to \"local\"" : "";
}
std::string_view needs_quorum_reads(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that read";
  return config.reads != Reads::quorum ? "no read waits: set reads to \"quorum\"" : "";
}
std::string_view needs_a_change(const Config& config, const MutantSetting&) {
  if (config.reconfigure.empty()) return "the configuration must change: set reconfigure";
  return config.inflight < 2 ? "slots must be in flight: set inflight to 2 or more" : "";
}
std::string_view needs_snapshots(const Config& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients";
  return config.snapshot.every == 0 ? "there are no snapshots: set snapshot/every" : "";
}

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = {
      {Mutant::gap_stall, "mp.gap_stall",
       "a new leader proposes again what was reported and leaves the gaps between open",
       "core_converges", "Paxos Made Simple, section 3",
       "a leader that crashes with several slots under way", &needs_a_window},
      {Mutant::gap_noop_overwrites, "mp.gap_noop_overwrites",
       "a new leader puts no-ops where promises reported accepted values", "safe_at",
       "Paxos Made Simple, section 3; PMMC, 2.3", "a change of leaders with slots under way",
       &needs_a_window},
      {Mutant::exec_with_hole, "mp.exec_with_hole",
       "a replica executes a slot as soon as it is chosen, whatever lies open before it",
       "prefix_execution", "PMMC, 2.1", "several slots under way, on links that reorder",
       &needs_a_window},
      {Mutant::lease_clock, "mp.lease_clock",
       "a leader counts its lease from when the answer arrived, not from when it asked",
       "lease_exclusion", "Paxos Made Live, 5.2; TiKV issue 964",
       "reads by lease, a leader cut off, delays or pauses", &needs_leases},
      {Mutant::lease_not_blocking, "mp.lease_not_blocking",
       "an acceptor gives a lease and promises other ballots all the same", "lease_exclusion",
       "Paxos Made Live, 5.2", "reads by lease, and a leader cut off", &needs_leases},
      {Mutant::empty_disk_rejoins, "mp.empty_disk_rejoins",
       "a server whose disk was lost votes at once", "safe_at", "Paxos Made Live, 5.1",
       "a wiped disk", &needs_two_servers},
      {Mutant::reconfig_no_alpha, "mp.reconfig_no_alpha",
       "a configuration decides from the next slot on, though slots behind it are under way",
       "quorum_intersection", "Reconfiguring a State Machine, section 3; PMMC, 4.1",
       "reconfigure, with slots under way", &needs_a_change},
      {Mutant::snapshot_handle, "mp.snapshot_handle",
       "the journal is cut before the snapshot that stands for it is on disk", "durability",
       "Paxos Made Live, 5.5", "snapshots, slow disks, crashes", &needs_snapshots},
      {Mutant::no_retransmit, "mp.no_retransmit",
       "scouts and commanders send once, and never again", "core_converges",
       "Liu, Chand and Stoller, Moderately Complex Paxos Made Simple, 2019",
       "a network that loses messages", &needs_two_servers},
      {Mutant::commit_on_subset, "mp.commit_on_subset",
       "a leader executes a slot with any quorum, though replicas that may read have not accepted "
       "it",
       "fresh_reads", "Ceph issue 7736", "reads at every replica, on links of different speed",
       &needs_local_reads},
      {Mutant::epoch_unchecked, "mp.epoch_unchecked",
       "a read begun under one mastership is answered under a later one of the same server",
       "fresh_reads", "Paxos Made Live, 5.4",
       "reads confirmed by a quorum, a leader that loses its place and gets it back",
       &needs_quorum_reads},
      {Mutant::restamp, "mp.restamp",
       "a new leader stamps what may have been chosen with its own clock", "safe_at",
       "Ongaro's thesis, 6.3; Paxos Made Simple, section 3",
       "commands that depend on time, a change of leaders with slots under way", &needs_a_window},
  };
  return table;
}

}  // namespace ordain::multi_paxos
