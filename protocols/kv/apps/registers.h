// Numbers by key: read, write, compare-and-set, and transactions over several keys. A transaction
// is a minitransaction (Aguilera et al., "Sinfonia", SOSP 2007): unless each compare finds what it
// expects, nothing happens.
//
// The machine's hash is the sum of a number for each key's value, kept up to date by each change.
#pragma once

#include "protocols/kv/command.h"
#include "sim/base/small_map.h"

namespace ordain::kv {

using Values = SmallMap<uint64_t, int64_t>;

Result apply_to_registers(const Command& command, Values& values, uint64_t& hash);

}  // namespace ordain::kv
