// The known bugs that can be planted in single-decree Paxos, each at exactly one line: a question
// to `config.broken(Mutant::...)` there. mutants.cc says of each what it breaks and who met it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/core/mutant.h"

namespace ordain::paxos {

BOOST_DEFINE_FIXED_ENUM_CLASS(Mutant, uint8_t, ignore_accepted, adopt_lowest, accept_nocheck,
                              accept_keeps_promise, promise_volatile, accept_volatile, ballot_reuse,
                              nonunique_ballot, dup_promise, q1_minority, learner_mixes_ballots,
                              learner_dup, no_backoff, nack_higher_accept)

struct Config;
using MutantSet = ordain::MutantSet<Mutant>;
using MutantInfo = ordain::MutantInfo<Mutant, Config>;

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::paxos
