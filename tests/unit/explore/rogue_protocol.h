// A protocol that does to its process what no protocol should, in one run of four: for the tests of
// what a campaign does then. It is not among the built-in ones.
#pragma once

#include "sim/scenario/scenario.h"

namespace ordain::test {

const Registry& rogue_registry();

// `does`: nothing, hang, allocate, throw_error, throw_number, crash, leave, or differ.
Scenario rogue_scenario(const std::string& does);

// The seeds from `first` on, of `count`, with which it does so.
std::vector<uint64_t> rogue_seeds(const std::string& does, uint64_t first, uint64_t count);

}  // namespace ordain::test
