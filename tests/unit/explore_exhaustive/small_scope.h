// What is asked of each protocol that is explored: the counts of the plain enumeration, and planted
// bugs at their shortest depth.
#pragma once

#include <string>

#include "protocols/builtin.h"
#include "sim/explore/exhaustive/search.h"
#include "sim/scenario/scenario.h"

namespace ordain::test {

RunSpec spec_of(const Scenario& scenario);
ExploreResult explored(const Scenario& scenario);

// As many states, transitions and steps as the plain enumeration has, and no violation.
ExploreResult expect_as_plain(const Scenario& scenario, const std::string& about);

// The one violation is found after so many steps, and its path replays in virtual time.
void expect_shortest_path(const Scenario& scenario, const std::string& property, size_t steps);

}  // namespace ordain::test
