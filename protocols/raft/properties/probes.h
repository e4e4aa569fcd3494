// This protocol's probes, one row each (sim/check/probe.h).
#pragma once

#include <vector>

#include "protocols/raft/facts.h"
#include "sim/check/probe.h"

namespace ordain::raft {

const std::vector<ProbeInfo>& probes();

}  // namespace ordain::raft
