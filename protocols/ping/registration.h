// Tells the scenario layer about ping.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain::ping {

void register_protocol(Registry& registry);

}  // namespace ordain::ping
