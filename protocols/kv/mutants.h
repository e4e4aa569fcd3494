// The known bugs that can be planted in the state machine, each at exactly one line, over every
// protocol that drives it. A protocol keeps their set in its configuration and hands it to
// StateMachine::apply; its registration lists them (registration.h).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/core/mutant.h"

namespace ordain::kv {

BOOST_DEFINE_FIXED_ENUM_CLASS(Mutant, uint8_t, session_expiry_local, dedup_last_seq_only,
                              no_fencing)

struct ClientConfig;
using MutantSet = ordain::MutantSet<Mutant>;
using MutantInfo = ordain::MutantInfo<Mutant, ClientConfig>;

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::kv
