// Delta debugging (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE
// TSE 2002, section 3): of a list of items, the fewest that are still needed. Chunks are taken out,
// half as large each time nothing more can go, at last single ones, until not one can (1-minimal).
// Of the two moves of the paper only the complements are tried: a chunk alone hardly ever fails.
// Later items go first: what came last is least often the cause of what came before it.
#pragma once

#include <functional>
#include <vector>

#include "sim/explore/shrink/search.h"

namespace ordain::shrinking {

// `with` makes the candidate that has only the items with these numbers, in order.
void ddmin(Search& search, size_t count,
           const std::function<Value(const std::vector<size_t>& kept)>& with);

}  // namespace ordain::shrinking
