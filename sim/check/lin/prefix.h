// Prefixes of one object's history, and the shortest that is not linearizable.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/lin/check.h"
#include "sim/check/lin/compile.h"

namespace ordain::check::lin {

// One object's history alone, with the indices its operations have in the whole.
struct Alone {
  History history;
  std::vector<uint32_t> source;
};

Alone isolate(const History& history, const Object& object, const Value& initial);

// Where the shortest failing prefix ends (a count of events), at `at` or later; requires that the
// whole fails. A search knows every result, also of operations that have not returned yet; a prefix
// does not, so it may fail later than a search did, never sooner.
uint32_t shortest_failing_prefix(const History& history, const Options& options, uint32_t at);

}  // namespace ordain::check::lin
