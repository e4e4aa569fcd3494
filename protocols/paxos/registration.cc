#include "protocols/paxos/registration.h"

#include "protocols/paxos/cas/registration.h"
#include "protocols/paxos/fast/registration.h"
#include "protocols/paxos/properties/all.h"
#include "protocols/paxos/synod/registration.h"
#include "sim/scenario/probes.h"

namespace ordain::paxos {

std::vector<WorkloadEntry> propose_workloads() {
  static const auto table = Table<ClientConfig>("propose")
                                .range("think", &ClientConfig::think_low, &ClientConfig::think_high,
                                       "how long a client waits before each proposal")
                                .at_least(Duration{})
                                .field("timeout", &ClientConfig::timeout,
                                       "after which a proposal is sent to another server")
                                .at_least(microseconds(1))
                                .field("attempts", &ClientConfig::attempts,
                                       "tries before a proposal is given up as indeterminate")
                                .at_least(1)
                                .share();
  return {{"propose",
           "each proposal is a compare-and-set from 0, on a register that is written once", table}};
}

ClientConfig client_config(const ClusterPlan& plan) {
  ClientConfig config;
  if (plan.workload_config) {
    config = *std::static_pointer_cast<const ClientConfig>(plan.workload_config);
  }
  config.servers = plan.servers;
  config.clients = plan.clients;
  config.operations = plan.operations;
  return config;
}

std::vector<PropertyEntry> property_entries(const MakeSetting& setting) {
  std::vector<PropertyEntry> out;
  for (const PropertyInfo& info : properties()) {
    const auto make = [info, setting](const ClusterPlan& plan) {
      Setting all = setting(plan);
      all.servers = plan.servers;
      all.clients = plan.clients;
      all.operations = plan.operations;
      return info.make(all);
    };
    out.push_back({std::string(info.name), std::string(info.about), info.kind, make});
  }
  add_probes(probes(), out);
  return out;
}

std::vector<Problem> quorum_problems(const Quorums& quorums, bool teaching, std::string key) {
  const QuorumProblem problem = problem_of(quorums);
  if (!problem.found()) return {};
  const bool too_large = quorums.q1 > quorums.acceptors || quorums.q2 > quorums.acceptors ||
                         quorums.fast > quorums.acceptors;
  if (teaching && !too_large) return {};
  return {{std::move(key), problem.what, problem.suggestion,
           too_large ? "" : "or set \"teaching\" to true to watch what comes of it"}};
}

void register_protocols(Registry& registry) {
  synod::register_protocol(registry);
  fast_paxos::register_protocol(registry);
  cas_paxos::register_protocol(registry);
}

}  // namespace ordain::paxos
