// Tells the scenario layer about single-decree Paxos, with quorums of any sizes that intersect.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain::paxos::synod {

void register_protocol(Registry& registry);

}  // namespace ordain::paxos::synod
