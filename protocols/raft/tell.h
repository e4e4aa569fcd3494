// Raft's facts as sentences for a story.
#pragma once

#include <string>

#include "sim/core/fact.h"

namespace ordain::raft {

// What the reporting node did, as in "n3 ...": "is elected leader of term 2". Empty for facts that
// only a detailed story tells.
std::string tell(const FactEvent& event);

}  // namespace ordain::raft
