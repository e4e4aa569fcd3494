// The protocols that the program knows, registered by name: no static initialisers, so that what is
// linked in is what is listed here.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain {

const Registry& builtin_registry();

}  // namespace ordain
