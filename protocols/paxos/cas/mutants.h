// The known bugs that can be planted in CASPaxos, each at exactly one line: a question to
// `config.broken(Mutant::...)` there. mutants.cc says of each what it breaks.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/core/mutant.h"

namespace ordain::cas_paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(Mutant, uint8_t, first_state, local_read, no_sessions, stale_cache)

struct Config;
using MutantSet = ordain::MutantSet<Mutant>;
using MutantInfo = ordain::MutantInfo<Mutant, Config>;

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::cas_paxos
