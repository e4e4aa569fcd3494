// Multi-Paxos's facts as sentences for a story.
#pragma once

#include <string>

#include "sim/core/fact.h"

namespace ordain::multi_paxos {

// What the reporting node did, as in "n3 ...": "leads in ballot 2.n3". Empty for facts that only a
// detailed story tells.
std::string tell(const FactEvent& event);

}  // namespace ordain::multi_paxos
