// The workloads that every consensus protocol offers, for their registrations.
#pragma once

#include "protocols/kv/client_config.h"
#include "protocols/kv/mutants.h"
#include "sim/scenario/protocol.h"

namespace ordain::kv {

// What the plan's clients are to do.
ClientConfig client_config(const ClusterPlan& plan);

// Of a protocol that keeps registers in its own way: "kv" and "register", the same clients with
// other names for what they do; and the properties that need nothing but the clients' operations.
std::vector<WorkloadEntry> workloads();
std::vector<PropertyEntry> properties();

// To a protocol that drives a StateMachine by a log it adds all that comes with one:
//   workloads   those two, "lock" and "queue", with transactions in "kv", and sessions that may end
//   properties  the same, and what locks promise
//   mutants     the bugs that can be planted in the machine, shown by scenarios/mutants/FOLDER
// `divergence` is the protocol's property for replicas whose states differ at the same place of the
// log.
void add_machine(Protocol& protocol, const std::string& folder,
                 const std::string& divergence = "state_machine_safety");

// Of those mutants, the plan's: for the protocol's configuration, and StateMachine::apply().
MutantSet planted_mutants(const ClusterPlan& plan);

}  // namespace ordain::kv
