#include "protocols/paxos/multi/registration.h"

#include "protocols/kv/registration.h"
#include "protocols/paxos/multi/cluster.h"
#include "protocols/paxos/multi/facts.h"
#include "protocols/paxos/multi/properties/all.h"
#include "protocols/paxos/multi/properties/probes.h"
#include "protocols/paxos/multi/tell.h"
#include "sim/scenario/codec_model.h"
#include "sim/scenario/mutants.h"
#include "sim/scenario/probes.h"

namespace ordain::multi_paxos {
namespace {

std::shared_ptr<const Table<Change>> change_table() {
  static const auto table =
      Table<Change>("change")
          .field("at", &Change::at, "when it is proposed, on each server's own clock")
          .required()
          .field("members", &Change::members, "the servers that decide from then on")
          .required()
          .share();
  return table;
}

std::shared_ptr<const Table<SnapshotConfig>> snapshot_table() {
  static const auto table =
      Table<SnapshotConfig>("snapshot")
          .field("every", &SnapshotConfig::every,
                 "slots executed since the last snapshot before the next is taken; 0: none are "
                 "taken")
          .at_most(1'000'000'000)
          .share();
  return table;
}

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("multi_paxos")
      .range("election_timeout", &Config::election_low, &Config::election_high,
             "how long a server waits for a leader before it sends out a scout")
      .at_least(milliseconds(1))
      .field("heartbeat", &Config::heartbeat,
             "how often a leader shows that it is there and sends again what got lost")
      .at_least(microseconds(100))
      .field("max_batch", &Config::max_batch, "slots of one message at most")
      .at_least(1)
      .at_most(10'000)
      .field("batch_delay", &Config::batch_delay,
             "how long a leader collects commands before it sends them, and reads before it has "
             "itself confirmed; 0: it sends each at once")
      .at_least(Duration{})
      .field("pipeline", &Config::pipeline,
             "whether a leader proposes on while earlier slots are undecided")
      .field("inflight", &Config::inflight,
             "slots proposed and not yet executed, at most; a configuration decided in a slot "
             "governs those from so many later on (Paxos Made Simple's alpha, PMMC's WINDOW)")
      .at_least(1)
      .at_most(1'000'000)
      .object("snapshot", &Config::snapshot, snapshot_table(),
              "what may be forgotten (PMMC, 4.2; Paxos Made Live, 5.5)")
      .field("reads", &Config::reads,
             "whether reads go through the log, are answered by a leader with a lease, by one that "
             "a quorum has confirmed, or by any replica that a leader with a lease lets read")
      .field("lease", &Config::lease,
             "how long an acceptor that answered a heartbeat promises nobody else anything")
      .at_least(milliseconds(1))
      .field("drift_bound_ppm", &Config::drift_bound_ppm,
             "leases hold as long as no clock is faster or slower than by so much")
      .at_most(900'000)
      .field("members", &Config::members,
             "the servers of the first configuration; default: all; the others are replicas that "
             "do not vote")
      .objects("reconfigure", &Config::reconfigure, change_table(),
               "changes of the configuration, one after the other")
      .share();
}

const Config& config_of(const ClusterPlan& plan) {
  return *static_cast<const Config*>(plan.config.get());
}

bool names_a_stranger(const std::vector<NodeId>& members, const ClusterPlan& plan) {
  for (NodeId member : members) {
    if (member.value >= plan.servers) return true;
  }
  return false;
}

std::vector<Problem> check_config(const ClusterPlan& plan) {
  const Config& config = config_of(plan);
  std::vector<Problem> out;
  if (config.heartbeat >= config.election_low) {
    out.push_back({"/heartbeat",
                   "a heartbeat must come more often than the shortest election timeout",
                   "below " + format_duration(config.election_low), ""});
  }
  if (config.leases() && config.lease <= config.heartbeat) {
    out.push_back({"/lease", "a lease must outlast the heartbeats that renew it",
                   "above " + format_duration(config.heartbeat), ""});
  }
  if (names_a_stranger(config.members, plan)) {
    out.push_back({"/members", "only servers are members of a configuration", "servers", ""});
  }
  for (size_t i = 0; i < config.reconfigure.size(); ++i) {
    const std::vector<NodeId>& members = config.reconfigure[i].members;
    if (!members.empty() && !names_a_stranger(members, plan)) continue;
    out.push_back({"/reconfigure/" + std::to_string(i) + "/members",
                   "a configuration is made of servers, of one at least", "servers", ""});
  }
  return out;
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  Config config = config_of(plan);
  config.mutants = planted_mutants(mutants(), plan);
  config.machine_mutants = kv::planted_mutants(plan);
  return make_nodes(config, kv::client_config(plan));
}

uint64_t bits_of(const std::vector<NodeId>& members) {
  uint64_t out = 0;
  for (NodeId member : members) out |= uint64_t{1} << member.value;
  return out;
}

Setting setting_of(const ClusterPlan& plan) {
  const Config& config = config_of(plan);
  Setting out{plan.servers, config.inflight, bits_of(config.members), {}};
  if (config.members.empty()) out.members = ~uint64_t{0} >> (64 - plan.servers);
  for (const Change& change : config.reconfigure) out.changes.push_back(bits_of(change.members));
  return out;
}

std::vector<PropertyEntry> property_entries() {
  std::vector<PropertyEntry> out;
  for (const PropertyInfo& info : properties()) {
    out.push_back({std::string(info.name), std::string(info.about), info.kind,
                   [make = info.make](const ClusterPlan& plan) { return make(setting_of(plan)); }});
  }
  return out;
}

// Whether commands depend on time is the clients' doing, of whom mutants.cc does not know.
std::vector<MutantEntry> own_mutants() {
  std::vector<MutantEntry> out = mutant_entries(mutants(), "multi_paxos");
  for (size_t i = 0; i < out.size(); ++i) {
    if (mutants()[i].mutant != Mutant::restamp) continue;
    out[i].refuse = [refuse = out[i].refuse](const ClusterPlan& plan) {
      const std::string why = refuse(plan);
      if (!why.empty() || kv::client_config(plan).asks_timed()) return why;
      return std::string(
          "no command depends on time: set /clients/session_expiry, or workload to \"lock\" with "
          "a lease");
    };
  }
  return out;
}

}  // namespace

void register_protocol(Registry& registry) {
  Protocol multi;
  multi.name = "multi_paxos";
  multi.about =
      "Multi-Paxos: a leader runs phase 1 once for all slots, then phase 2 slot by slot; replicas "
      "execute what is chosen in order.";
  multi.paper =
      "van Renesse and Altinbuken, Paxos Made Moderately Complex, 2015; Lamport, Paxos Made "
      "Simple, 2001; Chandra, Griesemer and Redstone, Paxos Made Live, 2007";
  multi.config = config_table();
  multi.properties = property_entries();
  multi.mutants = own_mutants();
  kv::add_machine(multi, "multi_paxos");
  add_probes(probes(), multi.properties);
  multi.facts = {
      &kFactType<ScoutSpawned>,      &kFactType<Promised>,      &kFactType<PromiseWithheld>,
      &kFactType<Elected>,           &kFactType<Preempted>,     &kFactType<Proposed>,
      &kFactType<GapFilled>,         &kFactType<Accepted>,      &kFactType<Chosen>,
      &kFactType<Applied>,           &kFactType<CaughtUp>,      &kFactType<SnapshotTaken>,
      &kFactType<SnapshotInstalled>, &kFactType<ReadServed>,    &kFactType<ReadConfirmed>,
      &kFactType<ReadByReplica>,     &kFactType<LeaseAcquired>, &kFactType<Reconfigured>,
      &kFactType<Retired>,           &kFactType<Recovered>,     &kFactType<DiskLost>,
      &kFactType<Rejoined>};
  multi.max_servers = kMaxServers;
  multi.build = build;
  multi.check_config = check_config;
  multi.tell = tell;
  registry.add(std::move(multi));
}

}  // namespace ordain::multi_paxos
