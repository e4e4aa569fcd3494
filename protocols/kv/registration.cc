#include "protocols/kv/registration.h"

#include "protocols/kv/linearizable.h"
#include "protocols/kv/operations_complete.h"

namespace ordain::kv {
namespace {

Table<ClientConfig> common_table(const std::string& name) {
  Table<ClientConfig> table(name);
  table.field("reads", &ClientConfig::reads, "how many of all operations read")
      .field("cas", &ClientConfig::cas, "how many of the others compare and set")
      .field("outstanding", &ClientConfig::outstanding,
             "operations that a client has under way at once")
      .at_least(1)
      .at_most(1000)
      .range("think", &ClientConfig::think_low, &ClientConfig::think_high,
             "how long a client waits from one operation to the next")
      .at_least(Duration{})
      .field("timeout", &ClientConfig::timeout,
             "after which an operation is sent to another server")
      .at_least(microseconds(1))
      .field("attempts", &ClientConfig::attempts,
             "tries before an operation is given up as indeterminate")
      .at_least(1);
  return table;
}

std::shared_ptr<const AnyTable> kv_table() {
  static const auto table = common_table("kv")
                                .field("keys", &ClientConfig::keys, "how many keys there are")
                                .at_least(1)
                                .at_most(1'000'000)
                                .share();
  return table;
}

std::shared_ptr<const AnyTable> register_table() {
  static const auto table = common_table("register").share();
  return table;
}

}  // namespace

std::vector<WorkloadEntry> workloads() {
  return {{"kv", "get, put and compare-and-set over a few keys", kv_table()},
          {"register", "read, write and compare-and-set of one register", register_table()}};
}

ClientConfig client_config(const ClusterPlan& plan) {
  ClientConfig config;
  if (plan.workload_config)
    config = *std::static_pointer_cast<const ClientConfig>(plan.workload_config);
  if (plan.workload == "register") {
    config.keys = 1;
    config.read = Function::read;
    config.write = Function::write;
  }
  config.servers = plan.servers;
  config.clients = plan.clients;
  config.operations = plan.operations;
  return config;
}

std::vector<PropertyEntry> properties() {
  return {
      {"operations_complete",
       "after healing, each client gets an answer or has nothing left to ask",
       PropertyKind::eventually,
       [](const ClusterPlan& plan) {
         return std::make_unique<OperationsComplete>(client_config(plan));
       }},
      {"linearizable",
       "each response fits some order of the operations, key by key, that respects real time",
       PropertyKind::always, [](const ClusterPlan&) { return std::make_unique<Linearizable>(); }}};
}

}  // namespace ordain::kv
