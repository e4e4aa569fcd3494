// A protocol's table of probes (sim/check/probe.h) as the scenario layer wants it.
#pragma once

#include <string>
#include <vector>

#include "sim/check/probe.h"
#include "sim/scenario/protocol.h"

namespace ordain {

inline void add_probes(const std::vector<ProbeInfo>& table, std::vector<PropertyEntry>& to) {
  for (const ProbeInfo& info : table) {
    to.push_back({std::string(info.name), std::string(info.about), PropertyKind::sometimes,
                  [info](const ClusterPlan&) {
                    return std::make_unique<Probe>(info.name, info.type, info.takes);
                  }});
  }
}

}  // namespace ordain
