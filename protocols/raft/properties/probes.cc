#include "protocols/raft/properties/probes.h"

namespace ordain::raft {
namespace {

bool any(const Fact&) { return true; }

bool split_vote(const Fact& fact) {
  return fact.as<VoteRefused>().reason == Refusal::voted_for_another;
}
bool log_behind(const Fact& fact) { return fact.as<VoteRefused>().reason == Refusal::log_behind; }
bool joint(const Fact& fact) { return fact.as<Configured>().outgoing != 0; }
bool leader_deposed(const Fact& fact) { return fact.as<SteppedDown>().led; }
bool quorum_lost(const Fact& fact) {
  return fact.as<SteppedDown>().reason == StepDown::quorum_lost;
}
bool leader_heard(const Fact& fact) {
  return fact.as<VoteRefused>().reason == Refusal::hears_a_leader;
}
bool admin_done(const Fact& fact) { return fact.as<AdminEnded>().done; }
bool torn(const Fact& fact) { return fact.as<Recovered>().cut > 0; }
bool repeated(const Fact& fact) {
  const auto applied = fact.as<Applied>();
  return applied.client.valid() && applied.sequence == 0;
}

}  // namespace

const std::vector<ProbeInfo>& probes() {
  static const std::vector<ProbeInfo> all = {
      {"leader_elected", "a leader was elected", &kFactType<Elected>, any},
      {"leader_deposed", "a leader met a higher term", &kFactType<SteppedDown>, leader_deposed},
      {"vote_split", "a vote was refused as another candidate had it", &kFactType<VoteRefused>,
       split_vote},
      {"vote_refused_log", "a vote was refused as the candidate's log was behind",
       &kFactType<VoteRefused>, log_behind},
      {"log_truncated", "entries that conflicted were cut off", &kFactType<Truncated>, any},
      {"conflict_backoff", "a leader looked further back in a follower's log",
       &kFactType<BackedOff>, any},
      {"server_recovered", "a server came back after a crash", &kFactType<Recovered>, any},
      {"torn_tail_cut", "a server cut a torn record off its log", &kFactType<Recovered>, torn},
      {"configuration_changed", "a change of the members was committed",
       &kFactType<ConfigCommitted>, any},
      {"joint_configuration", "two configurations decided together", &kFactType<Configured>, joint},
      {"server_caught_up", "a new server received the log before it was added",
       &kFactType<CaughtUp>, any},
      {"snapshot_taken", "a server compacted its log", &kFactType<SnapshotTaken>, any},
      {"snapshot_installed", "a server went on from its leader's snapshot",
       &kFactType<SnapshotInstalled>, any},
      {"snapshot_loaded", "a server recovered from its own snapshot", &kFactType<SnapshotLoaded>,
       any},
      {"server_halted", "a server stopped at an unreadable disk", &kFactType<Halted>, any},
      {"command_repeated", "a command came through the log twice, and did nothing the second time",
       &kFactType<Applied>, repeated},
      {"pre_votes_asked", "a server asked before it stood", &kFactType<AskedForPreVotes>, any},
      {"quorum_lost", "a leader stepped down as no quorum answered it", &kFactType<SteppedDown>,
       quorum_lost},
      {"vote_refused_leader", "a candidate was ignored as a leader was heard from",
       &kFactType<VoteRefused>, leader_heard},
      {"read_served", "a read was answered without going through the log", &kFactType<ReadServed>,
       any},
      {"lease_held", "a leader held a lease", &kFactType<LeaseHeld>, any},
      {"leadership_handed_over", "a leader told another server to stand", &kFactType<HandedOver>,
       any},
      {"transfer_given_up", "a leader gave up handing over", &kFactType<TransferGivenUp>, any},
      {"admin_done", "the operator got what it asked for", &kFactType<AdminEnded>, admin_done},
  };
  return all;
}

}  // namespace ordain::raft
