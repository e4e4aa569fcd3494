// A protocol made up for the tests of the loader: one of everything that a registration can have.
#pragma once

#include "sim/scenario/protocol.h"

namespace ordain::test {

const Registry& demo_registry();

// A scenario of it, correct and short, with `changes` (JSON members, comma first) added.
std::string demo_scenario(const std::string& changes = "");

}  // namespace ordain::test
