// Tells the scenario layer about CASPaxos.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain::cas_paxos {

void register_protocol(Registry& registry);

}  // namespace ordain::cas_paxos
