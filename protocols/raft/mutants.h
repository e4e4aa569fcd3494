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
                              vote_nonatomic, forget_vote_stepdown, match_regress,
                              apply_before_persist, leader_votes, zero_index, next_le_match,
                              commit_scan_break, retry_empty, nack_overwrites, nack_wrong_index,
                              timer_reset_on_any_rv, apply_uncommitted, amnesia_restart)

struct Config;
using MutantSet = ordain::MutantSet<Mutant>;
using MutantInfo = ordain::MutantInfo<Mutant, Config>;

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::raft
