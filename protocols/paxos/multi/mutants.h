// The known bugs that can be planted in this Multi-Paxos, each at exactly one line: a question to
// `config.broken(Mutant::...)` there. mutants.cc says of each what it breaks and who met it first.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/core/mutant.h"

namespace ordain::multi_paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(Mutant, uint8_t, gap_stall, gap_noop_overwrites, exec_with_hole,
                              lease_clock, lease_not_blocking, empty_disk_rejoins,
                              reconfig_no_alpha, snapshot_handle, no_retransmit, commit_on_subset,
                              epoch_unchecked, restamp)

struct Config;
using MutantSet = ordain::MutantSet<Mutant>;
using MutantInfo = ordain::MutantInfo<Mutant, Config>;

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::multi_paxos
