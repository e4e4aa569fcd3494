// Tells the scenario layer about Fast Paxos.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain::fast_paxos {

void register_protocol(Registry& registry);

}  // namespace ordain::fast_paxos
