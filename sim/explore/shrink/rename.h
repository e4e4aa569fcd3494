// Nodes that go, and others that take over their names: what the story says about them follows.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/value.h"

namespace ordain::shrinking {

// The numbers of the servers ('n') or clients ('c'), those that the story names most first; among
// equals in their order.
std::vector<uint64_t> by_mentions(const Value& tree, char kind, uint64_t count);

// Of `count` nodes of the kind those in `kept` stay and get the first names, in their order. What
// was only about others goes with them: faults, settings of their clocks, overrides.
Value with_nodes(Value tree, char kind, uint64_t count, std::vector<uint64_t> kept);

}  // namespace ordain::shrinking
