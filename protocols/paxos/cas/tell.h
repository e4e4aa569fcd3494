// CASPaxos's facts as sentences for a story.
#pragma once

#include <string>

#include "sim/core/fact.h"

namespace ordain::cas_paxos {

// What the reporting node did, as in "n3 ...". Empty for facts that only a detailed story tells.
std::string tell(const FactEvent& event);

}  // namespace ordain::cas_paxos
