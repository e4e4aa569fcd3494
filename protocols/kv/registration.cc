#include "protocols/kv/registration.h"

#include "protocols/kv/fencing.h"
#include "protocols/kv/linearizable.h"
#include "protocols/kv/operations_complete.h"
#include "sim/scenario/mutants.h"

namespace ordain::kv {
namespace {

using ClientTable = Table<ClientConfig>;

ClientTable& with_pace(ClientTable& table) {
  return table
      .field("outstanding", &ClientConfig::outstanding,
             "operations that a client has under way at once")
      .at_least(1)
      .at_most(1000)
      .field("start", &ClientConfig::start,
             "when clients begin; one that crashes before begins when it is back")
      .at_least(Duration{})
      .range("think", &ClientConfig::think_low, &ClientConfig::think_high,
             "how long a client waits from one operation to the next")
      .at_least(Duration{})
      .field("timeout", &ClientConfig::timeout,
             "after which an operation is sent to another server")
      .at_least(microseconds(1))
      .field("attempts", &ClientConfig::attempts,
             "tries before an operation is given up as indeterminate")
      .at_least(1)
      .field("backoff", &ClientConfig::backoff,
             "1: every try waits for timeout; more: each so many times as long as the one before, "
             "less a random part of up to one half")
      .at_least(1)
      .at_most(10)
      .field("max_timeout", &ClientConfig::max_timeout, "which backing off never goes beyond")
      .at_least(microseconds(1));
}

ClientTable& with_registers(ClientTable& table) {
  table.field("reads", &ClientConfig::reads, "how many of all operations read")
      .field("cas", &ClientConfig::cas, "how many of the others compare and set");
  return with_pace(table);
}

ClientTable& with_keys(ClientTable& table, const char* about) {
  return table.field("keys", &ClientConfig::keys, about).at_least(1).at_most(1'000'000);
}

ClientTable& with_transactions(ClientTable& table) {
  return table
      .field("transactions", &ClientConfig::transactions,
             "how many of all operations are transactions over several keys")
      .field("transaction_keys", &ClientConfig::transaction_keys, "keys of a transaction at most")
      .at_least(1)
      .at_most(Transaction::kMaxParts / 2);
}

ClientTable& with_sessions(ClientTable& table) {
  return table
      .field("session_expiry", &ClientConfig::session_expiry,
             "sessions end that were not used for so long, by the leaders' clocks; 0: never")
      .at_least(Duration{})
      .field("max_sessions", &ClientConfig::max_sessions,
             "beyond, the session that was not used for longest ends; 0: any number")
      .field("keep_alive", &ClientConfig::keep_alive,
             "how often an idle client uses its session, where sessions end; 0: never")
      .at_least(Duration{});
}

WorkloadEntry kv_workload(bool on_machine) {
  ClientTable table("kv");
  with_keys(with_registers(table), "how many keys there are");
  if (on_machine) with_sessions(with_transactions(table));
  return {"kv", "get, put and compare-and-set over a few keys", table.share()};
}

WorkloadEntry register_workload(bool on_machine) {
  ClientTable table("register");
  with_registers(table);
  if (on_machine) with_sessions(table);
  return {"register", "read, write and compare-and-set of one register", table.share()};
}

WorkloadEntry lock_workload() {
  ClientTable table("lock");
  table.field("reads", &ClientConfig::reads, "how many of all operations read what a lock guards")
      .field("writes", &ClientConfig::writes,
             "how often a holder writes what its lock guards before it releases it")
      .field("lease", &ClientConfig::lease,
             "after which a lock passes on without a release, by the leaders' clocks; 0: never")
      .at_least(Duration{});
  with_sessions(with_keys(with_pace(table), "how many locks there are"));
  return {"lock", "acquire, write with the fencing token, release", table.share()};
}

WorkloadEntry queue_workload() {
  ClientTable table("queue");
  table.field("dequeues", &ClientConfig::reads, "how many of all operations dequeue");
  with_sessions(with_keys(with_pace(table), "how many queues there are"));
  return {"queue", "enqueue and dequeue, first in, first out", table.share()};
}

std::vector<PropertyEntry> lock_properties() {
  return {
      {"mutual_exclusion", "nobody is granted a lock that another holds and whose lease never ends",
       PropertyKind::always,
       [](const ClusterPlan& plan) {
         return std::make_unique<MutualExclusion>(client_config(plan));
       }},
      {"fencing_monotonic",
       "a lock's tokens grow, and once a write with one is done, none with a lower one is "
       "accepted",
       PropertyKind::always, [](const ClusterPlan& plan) {
         return std::make_unique<FencingMonotonic>(client_config(plan));
       }}};
}

std::vector<MutantEntry> machine_mutants(const std::string& folder, const std::string& divergence) {
  std::vector<MutantEntry> out = mutant_entries(mutants(), folder);
  for (size_t i = 0; i < out.size(); ++i) {
    if (mutants()[i].mutant == Mutant::session_expiry_local) out[i].violates = divergence;
    out[i].refuse = [hidden_by = mutants()[i].hidden_by](const ClusterPlan& plan) {
      return std::string(hidden_by(client_config(plan), mutant_setting(plan)));
    };
  }
  return out;
}

}  // namespace

std::vector<WorkloadEntry> workloads() { return {kv_workload(false), register_workload(false)}; }

ClientConfig client_config(const ClusterPlan& plan) {
  ClientConfig config;
  if (plan.workload_config)
    config = *std::static_pointer_cast<const ClientConfig>(plan.workload_config);
  if (plan.workload == "register" || plan.workload == "lock") {
    config.read = Function::read;
    config.write = Function::write;
  }
  if (plan.workload == "register") config.keys = 1;
  if (plan.workload == "lock") config.application = Application::locks;
  if (plan.workload == "queue") config.application = Application::queues;
  config.servers = plan.servers;
  config.clients = plan.clients;
  config.operations = plan.operations;
  return config;
}

MutantSet planted_mutants(const ClusterPlan& plan) {
  return ordain::planted_mutants(mutants(), plan);
}

std::vector<PropertyEntry> properties() {
  return {
      {"operations_complete",
       "after healing, each client gets an answer or has nothing left to ask",
       PropertyKind::eventually,
       [](const ClusterPlan& plan) {
         return std::make_unique<OperationsComplete>(client_config(plan));
       }},
      {"linearizable", "each response fits some order of the operations that respects real time",
       PropertyKind::always, [](const ClusterPlan& plan) {
         return std::make_unique<Linearizable>(client_config(plan));
       }}};
}

void add_machine(Protocol& protocol, const std::string& folder, const std::string& divergence) {
  protocol.workloads = {kv_workload(true), register_workload(true), lock_workload(),
                        queue_workload()};
  for (PropertyEntry& entry : properties()) protocol.properties.push_back(std::move(entry));
  for (PropertyEntry& entry : lock_properties()) protocol.properties.push_back(std::move(entry));
  for (MutantEntry& entry : machine_mutants(folder, divergence)) {
    protocol.mutants.push_back(std::move(entry));
  }
}

}  // namespace ordain::kv
