// The workloads that every consensus protocol offers, for their registrations.
#pragma once

#include "protocols/kv/client_config.h"
#include "sim/scenario/protocol.h"

namespace ordain::kv {

// "kv" and "register"; the same clients, with other names for what they do.
std::vector<WorkloadEntry> workloads();

// What the plan's clients are to do.
ClientConfig client_config(const ClusterPlan& plan);

// The properties that need nothing but the clients' operations.
std::vector<PropertyEntry> properties();

}  // namespace ordain::kv
