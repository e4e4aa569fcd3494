#include "protocols/paxos/fast/registration.h"

#include <algorithm>

#include "protocols/paxos/facts.h"
#include "protocols/paxos/fast/cluster.h"
#include "protocols/paxos/properties/probes.h"
#include "protocols/paxos/registration.h"
#include "protocols/paxos/tell.h"
#include "sim/scenario/mutants.h"
#include "sim/scenario/probes.h"

namespace ordain::fast_paxos {
namespace {

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("fast_paxos")
      .field("q1", &Config::q1,
             "acceptors in a quorum of phase 1; 0: the fewest that fit q2, or a majority")
      .field("q2", &Config::q2,
             "acceptors in a quorum of a classic phase 2; 0: the fewest that fit q1, or a majority")
      .field("fast_quorum", &Config::fast_quorum,
             "acceptors in a quorum of a fast ballot; 0: the fewest that fit q1")
      .field("fast", &Config::fast, "whether a free ballot is opened to the clients")
      .field("coordinated", &Config::coordinated,
             "whether a collision is resolved without another phase 1")
      .field("teaching", &Config::teaching,
             "whether quorums that need not intersect are taken, to watch what comes of it")
      .field("alive", &Config::alive, "how often a server shows that it is there")
      .at_least(milliseconds(1))
      .field("suspect", &Config::suspect, "silence after which a server is held for dead")
      .at_least(milliseconds(1))
      .field("patience", &Config::patience, "how long a fast ballot may take before a classic one")
      .at_least(milliseconds(1))
      .range("back_off", &Config::back_off_low, &Config::back_off_high,
             "a coordinator's wait after a refusal; the longest doubles with each")
      .at_least(microseconds(1))
      .field("retransmit", &Config::retransmit, "how often a phase asks again for its quorum")
      .at_least(milliseconds(1))
      .field("query", &Config::query, "how often a learner asks until it has learnt")
      .at_least(milliseconds(1))
      .share();
}

Config config_of(const ClusterPlan& plan) {
  Config config = *static_cast<const Config*>(plan.config.get());
  config.servers = plan.servers;
  return config;
}

std::vector<Problem> check_config(const ClusterPlan& plan) {
  const Config config = config_of(plan);
  const paxos::Quorums quorums = config.quorums();
  const char* key = !quorums.intersect() ? (config.q1 != 0 ? "/q1" : "/q2") : "/fast_quorum";
  std::vector<Problem> out = paxos::quorum_problems(quorums, config.teaching, key);
  if (config.suspect <= config.alive) {
    out.push_back({"/suspect", "a server must be silent for longer than it usually is",
                   "above " + format_duration(config.alive), ""});
  }
  return out;
}

uint32_t core(const ClusterPlan& plan) {
  const paxos::Quorums quorums = config_of(plan).quorums();
  return std::max(quorums.q1, quorums.q2);
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  Config config = config_of(plan);
  config.mutants = planted_mutants(mutants(), plan);
  return make_nodes(config, paxos::client_config(plan));
}

paxos::Setting setting(const ClusterPlan& plan) {
  paxos::Setting out;
  out.learners = plan.servers;
  out.quorums = config_of(plan).quorums();
  return out;
}

}  // namespace

void register_protocol(Registry& registry) {
  Protocol fast;
  fast.name = "fast_paxos";
  fast.about =
      "Fast Paxos: acceptors take a value straight from a client, one message delay sooner.";
  fast.paper = "Lamport, Fast Paxos, 2006";
  fast.config = config_table();
  fast.workloads = paxos::propose_workloads();
  fast.properties = paxos::property_entries(setting);
  add_probes(paxos::fast_probes(), fast.properties);
  fast.mutants = mutant_entries(mutants(), "fast_paxos");
  fast.facts = {&kFactType<paxos::BallotBegun>, &kFactType<paxos::Promised>,
                &kFactType<paxos::Refused>,     &kFactType<paxos::Proposed>,
                &kFactType<paxos::Accepted>,    &kFactType<paxos::Collided>,
                &kFactType<paxos::Learned>,     &kFactType<paxos::BackedOff>,
                &kFactType<paxos::Recovered>,   &kFactType<paxos::Halted>};
  fast.max_servers = paxos::kMaxAcceptors;
  fast.core = core;
  fast.build = build;
  fast.check_config = check_config;
  fast.tell = paxos::tell;
  registry.add(std::move(fast));
}

}  // namespace ordain::fast_paxos
