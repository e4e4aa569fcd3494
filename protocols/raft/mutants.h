// The known bugs that can be planted in this Raft, each at exactly one line: a question to
// `config.broken(Mutant::...)` there. mutants.cc says of each what it breaks and who met it first.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/mutant.h"

namespace ordain::raft {

enum class Mutant : uint8_t {
  vote_volatile,
  log_volatile,
  no_uptodate,
  fig8,
  revote,
  truncate_always,
  no_prevterm,
  stale_vote_resp,
  quorum_wrong,
  fixed_timeout,
  commit_min_lastlog,
  dup_votes,
  no_sessions,
  readindex_no_noop,
  read_no_round,
  lease_drift,
  lease_survives_transfer,
  lease_no_stickiness,
  prevote_bumps_term,
  prevote_ignored_low_term,
  prevote_mixed,
  checkquorum_no_help,
  no_checkquorum,
  transfer_stuck,
  follower_read_local,
  pipeline_no_rollback,
  snap_stale,
  snap_no_sessions,
  snap_wal_order,
  snap_heartbeat_stop,
  prev0_append,
  term_regress_snapshot,
  snap_no_config,
  single_change_no_noop,
  config_on_commit,
  direct_switch,
  joint_union_majority,
  joint_leave_early,
  new_leader_ignores_uncommitted_cfg,
  retire_too_early,
  learner_votes,
  member_reborn,
  outsider_votes,
  removed_disrupts,
  vote_nonatomic,
  forget_vote_stepdown,
  match_regress,
  apply_before_persist,
  leader_votes,
  zero_index,
  next_le_match,
  commit_scan_break,
  retry_empty,
  nack_overwrites,
  nack_wrong_index,
  timer_reset_on_any_rv,
  apply_uncommitted,
  amnesia_restart,
  apply_twice,
  lazy_leader_init
};

struct Config;
using MutantSet = ordain::MutantSet<Mutant>;
using MutantInfo = ordain::MutantInfo<Mutant, Config>;

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::raft
