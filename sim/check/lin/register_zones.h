// Registers whose observed values are each written at most once: decided by sorting, without
// search.
//
// Gibbons and Korach, "Testing shared memories" (SIAM J. Comput. 1997), for reads and writes: the
// operations on one value are contiguous in every linearization, so they form a cluster with a zone
// between the first response and the last invocation. A zone is forward when a response comes
// first: then the cluster fills it. The history is linearizable iff within no cluster a read
// returns before its write is invoked, no two forward zones overlap, and no other zone lies inside
// a forward one.
//
// A successful cas a -> b makes b's cluster follow a's immediately, so chains of them merge into
// one block with an inner order. The zone conditions carry over, because they only say that for no
// two blocks each has an operation that returned before one of the other was invoked; longer cycles
// of such constraints contain one of length two. Indeterminate writes count only when their value
// is observed. A failed cas is no constraint when its value is never written, and otherwise a case
// for the search.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/check/lin/compile.h"

namespace ordain::check::lin {

struct ZonesResult {
  bool linearizable = false;
  // Indices into RegisterOps::ops; empty when not linearizable.
  std::vector<uint32_t> linearization;
};

enum class Wanted : uint8_t { Verdict, Linearization };

// nullopt when the special case does not apply.
std::optional<ZonesResult> check_zones(const RegisterOps& ops, Wanted wanted);

}  // namespace ordain::check::lin
