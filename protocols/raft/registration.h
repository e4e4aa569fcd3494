// Tells the scenario layer about Raft.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain::raft {

void register_protocol(Registry& registry);

}  // namespace ordain::raft
