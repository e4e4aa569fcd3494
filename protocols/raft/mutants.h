// The known bugs that can be planted in this Raft, each at exactly one line: a question to
// `config.broken(Mutant::...)` there. mutants.cc says of each what it breaks and who met it first.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/core/mutant.h"

namespace ordain::raft {

BOOST_DEFINE_FIXED_ENUM_CLASS(Mutant, uint8_t, vote_volatile, log_volatile, no_uptodate, fig8,
                              revote, truncate_always, no_prevterm, stale_vote_resp, quorum_wrong,
                              fixed_timeout, commit_min_lastlog, dup_votes, no_sessions,
                              readindex_no_noop, read_no_round, lease_drift,
                              lease_survives_transfer, lease_no_stickiness, prevote_bumps_term,
                              prevote_ignored_low_term, prevote_mixed, checkquorum_no_help,
                              no_checkquorum, transfer_stuck, follower_read_local,
                              pipeline_no_rollback)

struct Config;
using MutantSet = ordain::MutantSet<Mutant>;
using MutantInfo = ordain::MutantInfo<Mutant, Config>;

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::raft
