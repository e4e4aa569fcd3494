// Causal consistency of registers, as the absence of bad patterns (Bouajjani, Enea, Guerraoui and
// Hamza, "On verifying causal consistency", POPL 2017: CC, the weakest of their three). Causal
// order is the closure of each client's order and of "read from"; bad are a circle in it, a read of
// a value nobody wrote, of the initial value with a write of the key in its causal past, and of a
// write that another write of the key follows in its causal past. O(operations * clients).
#pragma once

#include "sim/check/history.h"
#include "sim/check/order/verdict.h"

namespace ordain::check::order {

// Throws InputError unless the values written to a key are unique.
Verdict check_causal(const History& history);

}  // namespace ordain::check::order
