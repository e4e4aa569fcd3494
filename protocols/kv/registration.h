// The workloads that every consensus protocol offers, for their registrations.
#pragma once

#include "protocols/kv/client_config.h"
#include "protocols/kv/mutants.h"
#include "sim/scenario/protocol.h"

namespace ordain::kv {

// Of a protocol that keeps registers in its own way: "kv" and "register", the same clients with
// other names for what they do.
std::vector<WorkloadEntry> workloads();

// Of a protocol that drives a StateMachine by a log: those two, "lock" and "queue", with
// transactions in "kv", and sessions that may end.
std::vector<WorkloadEntry> machine_workloads();

// What the plan's clients are to do.
ClientConfig client_config(const ClusterPlan& plan);

// The properties that need nothing but the clients' operations.
std::vector<PropertyEntry> properties();
// The same, and what locks promise: of a protocol with machine_workloads().
std::vector<PropertyEntry> machine_properties();

// The bugs that can be planted in the StateMachine, shown by scenarios/mutants/FOLDER. A protocol
// adds them to its own, keeps the planted ones in its configuration, and hands them to apply().
// `divergence` is its property for replicas whose states differ at the same place of the log.
std::vector<MutantEntry> mutant_entries(const std::string& folder,
                                        const std::string& divergence = "state_machine_safety");
MutantSet planted_mutants(const ClusterPlan& plan);

}  // namespace ordain::kv
