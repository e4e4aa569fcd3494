// This protocol's probes, one row each (sim/check/probe.h).
#pragma once

#include <vector>

#include "protocols/paxos/facts.h"
#include "sim/check/probe.h"

namespace ordain::paxos {

const std::vector<ProbeInfo>& probes();
const std::vector<ProbeInfo>& fast_probes();  // of Fast Paxos, beside these

}  // namespace ordain::paxos
