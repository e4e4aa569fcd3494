// Why it happened, told so that a person can read it in a minute.
//
// Of all deliveries in the causal past of the violation (Lamport 1978; DEMi's provenance, Scott et
// al., NSDI'16) those matter without which it does not happen: each is dropped once, by itself. The
// story is made of these, of what went wrong, and of what the nodes reported on the way.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/shrink/search.h"

namespace ordain::shrinking {

struct Explanation {
  std::vector<std::string> lines;
  std::string mermaid;
  uint64_t deliveries = 0;  // in the causal past
  uint64_t needed = 0;      // of these, those that matter
};

Explanation explain(Search& search, const Registry& registry);

}  // namespace ordain::shrinking
