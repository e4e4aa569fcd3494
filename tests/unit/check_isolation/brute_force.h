// Isolation by definition, for histories of a few transactions: tries every serial order, or every
// order of begins and commits, against a store that really executes them. Knows nothing of
// dependencies, so that it can judge the checkers that do.
#pragma once

#include "sim/check/isolation/levels.h"
#include "sim/check/isolation/transactions.h"

namespace ordain::check::isolation {

// Level is one of the snapshot or serial ones.
bool allowed_by_brute_force(const Transactions& transactions, Level level);

// Serializability with session order, by a search over how far each session got that remembers
// where it failed: for histories of more transactions in few sessions.
bool session_serializable_by_frontiers(const Transactions& transactions);

}  // namespace ordain::check::isolation
