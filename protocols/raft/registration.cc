#include "protocols/raft/registration.h"

#include "protocols/kv/registration.h"
#include "protocols/raft/cluster.h"
#include "protocols/raft/facts.h"
#include "protocols/raft/properties/all.h"
#include "protocols/raft/properties/probes.h"
#include "protocols/raft/tell.h"

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
  for (const MutantInfo& mutant : mutants()) {
    for (const std::string& name : plan.mutants) {
      if (name == mutant.name) config.mutants.add(mutant.mutant);
    }
  }
  return make_nodes(config, kv::client_config(plan));
}

std::vector<PropertyEntry> property_entries() {
  std::vector<PropertyEntry> out;
  for (const PropertyInfo& info : properties()) {
    out.push_back({std::string(info.name), std::string(info.about), info.kind,
                   [make = info.make](const ClusterPlan& plan) { return make(plan.servers); }});
  }
  for (PropertyEntry& shared : kv::properties()) out.push_back(std::move(shared));
  for (const ProbeInfo& info : probes()) {
    out.push_back({std::string(info.name), std::string(info.about), PropertyKind::sometimes,
                   [info](const ClusterPlan&) {
                     return std::make_unique<Probe>(info.name, info.type, info.takes);
                   }});
  }
  return out;
}

// Why the plan hides the mutant, or "".
std::string refuse(Mutant mutant, const ClusterPlan& plan) {
  const Config& config = config_of(plan);
  switch (mutant) {
    case Mutant::fig8:
      return config.no_op && config.max_batch > 1
                 ? "a leader's no-op travels with the backlog: set no_op to false or max_batch to 1"
                 : "";
    case Mutant::quorum_wrong:
    case Mutant::dup_votes:
      return plan.servers < 4 ? "it takes four servers or more" : "";
    case Mutant::commit_min_lastlog:
      return config.pipeline ? "" : "heartbeats must carry no entries: set pipeline to true";
    case Mutant::no_sessions:
      return plan.clients == 0 ? "it takes clients that retry" : "";
    default:
      return plan.servers < 2 ? "it takes more than one server" : "";
  }
}

std::vector<MutantEntry> mutant_entries() {
  std::vector<MutantEntry> out;
  for (const MutantInfo& info : mutants()) {
    const std::string file(info.name.substr(info.name.find('.') + 1));
    out.push_back(
        {std::string(info.name), std::string(info.about), std::string(info.violates),
         std::string(info.source), std::string(info.armed_by),
         "scenarios/mutants/raft/" + file + ".json",
         [mutant = info.mutant](const ClusterPlan& plan) { return refuse(mutant, plan); }});
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
  raft.workloads = kv::workloads();
  raft.properties = property_entries();
  raft.mutants = mutant_entries();
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
