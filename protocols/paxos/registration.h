// What the registrations of the Paxos family share, and all of its single-decree protocols at once.
#pragma once

#include "protocols/paxos/client_config.h"
#include "protocols/paxos/properties/probes.h"
#include "protocols/paxos/properties/setting.h"
#include "sim/scenario/protocol.h"

namespace ordain::paxos {

// paxos, fast_paxos, cas_paxos
void register_protocols(Registry& registry);

// The workload of clients that propose values.
std::vector<WorkloadEntry> propose_workloads();
ClientConfig client_config(const ClusterPlan& plan);

// The properties of single-decree Paxos and Fast Paxos; `setting` completes what the plan says of
// servers and clients.
using MakeSetting = std::function<Setting(const ClusterPlan&)>;
std::vector<PropertyEntry> property_entries(const MakeSetting& setting);

// A problem for a configuration whose quorums are not safe, unless it is for teaching; `key` is the
// one to mend.
std::vector<Problem> quorum_problems(const Quorums& quorums, bool teaching, std::string key);

}  // namespace ordain::paxos
