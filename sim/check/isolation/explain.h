// Cycles of transactions in words, each step with the values that show it.
#pragma once

#include <string>
#include <vector>

#include "sim/check/isolation/cycles.h"
#include "sim/check/isolation/polygraph.h"

namespace ordain::check::isolation {

Finding explain(const Transactions& transactions, const Cycle& cycle);
Finding explain(const Transactions& transactions, Level level, const Refutation& refutation);

}  // namespace ordain::check::isolation
