// This protocol's probes, one row each (sim/check/probe.h).
#pragma once

#include <vector>

#include "protocols/paxos/multi/facts.h"
#include "sim/check/probe.h"

namespace ordain::multi_paxos {

const std::vector<ProbeInfo>& probes();

}  // namespace ordain::multi_paxos
