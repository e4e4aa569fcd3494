#include "protocols/raft/registration.h"

#include "protocols/kv/registration.h"
#include "protocols/raft/cluster.h"
#include "protocols/raft/facts.h"
#include "protocols/raft/properties/all.h"
#include "protocols/raft/properties/probes.h"
#include "protocols/raft/tell.h"
#include "sim/scenario/mutants.h"

namespace ordain::raft {
namespace {

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("raft")
      .range("election_timeout", &Config::election_low, &Config::election_high,
             "how long a server waits for a leader before it stands for election (5.2)")
      .at_least(milliseconds(1))
      .field("heartbeat", &Config::heartbeat, "how often a leader shows that it is there (5.2)")
      .at_least(microseconds(100))
      .field("max_batch", &Config::max_batch, "entries of one AppendEntries at most")
      .at_least(1)
      .at_most(10'000)
      .field("pipeline", &Config::pipeline,
             "whether a leader sends on before a follower has answered (thesis, 10.2.1)")
      .field("inflight", &Config::inflight,
             "with pipelining: entries sent to a follower and not yet answered, at most")
      .at_least(1)
      .at_most(1'000'000)
      .field("no_op", &Config::no_op,
             "whether a leader begins its term with an empty entry (section 8)")
      .share();
}

const Config& config_of(const ClusterPlan& plan) {
  return *static_cast<const Config*>(plan.config.get());
}

std::vector<Problem> check_config(const ClusterPlan& plan) {
  const Config& config = config_of(plan);
  if (config.heartbeat < config.election_low) return {};
  return {{"/heartbeat", "a heartbeat must come more often than the shortest election timeout",
           "below " + format_duration(config.election_low), ""}};
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  Config config = config_of(plan);
  config.mutants = planted_mutants(mutants(), plan);
  config.machine_mutants = kv::planted_mutants(plan);
  return make_nodes(config, kv::client_config(plan));
}

std::vector<PropertyEntry> property_entries() {
  std::vector<PropertyEntry> out;
  for (const PropertyInfo& info : properties()) {
    out.push_back({std::string(info.name), std::string(info.about), info.kind,
                   [make = info.make](const ClusterPlan& plan) { return make(plan.servers); }});
  }
  for (PropertyEntry& shared : kv::machine_properties()) out.push_back(std::move(shared));
  for (const ProbeInfo& info : probes()) {
    out.push_back({std::string(info.name), std::string(info.about), PropertyKind::sometimes,
                   [info](const ClusterPlan&) {
                     return std::make_unique<Probe>(info.name, info.type, info.takes);
                   }});
  }
  return out;
}

}  // namespace

void register_protocol(Registry& registry) {
  Protocol raft;
  raft.name = "raft";
  raft.about =
      "Raft: a leader replicates a log of commands; what lies on a majority is applied everywhere.";
  raft.paper =
      "Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (Extended "
      "Version), 2014";
  raft.config = config_table();
  raft.workloads = kv::machine_workloads();
  raft.properties = property_entries();
  raft.mutants = mutant_entries(mutants(), "raft");
  for (MutantEntry& shared : kv::mutant_entries("raft")) raft.mutants.push_back(std::move(shared));
  raft.facts = {&kFactType<TermAdvanced>, &kFactType<BecameCandidate>, &kFactType<Voted>,
                &kFactType<VoteRefused>,  &kFactType<Elected>,         &kFactType<SteppedDown>,
                &kFactType<Appended>,     &kFactType<Truncated>,       &kFactType<BackedOff>,
                &kFactType<Committed>,    &kFactType<Applied>,         &kFactType<Recovered>,
                &kFactType<Halted>};
  raft.max_servers = kMaxServers;
  raft.build = build;
  raft.check_config = check_config;
  raft.tell = tell;
  registry.add(std::move(raft));
}

}  // namespace ordain::raft
