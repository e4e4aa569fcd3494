// The same scenario with another protocol, or the same one configured otherwise: same cluster,
// network, clients, faults and seeds.
//
// What the other protocol does not know is left out and named, never silently: keys of `config`
// and `clients`, mutants, properties. Its own settings stand in the scenario's `configs`, by the
// protocol's name, and override `config`.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace ordain {

struct OtherProtocol {
  Scenario scenario;
  std::vector<std::string> left_out;  // JSON pointers: "/config/pipeline", "/mutants/0"
};

// `config`: further settings, an object or null. Throws InputError.
OtherProtocol with_protocol(const Scenario& scenario, const std::string& protocol,
                            const Value& config, const Registry& registry);

}  // namespace ordain
