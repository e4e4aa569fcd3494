// Tells the scenario layer about Multi-Paxos.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain::multi_paxos {

void register_protocol(Registry& registry);

}  // namespace ordain::multi_paxos
