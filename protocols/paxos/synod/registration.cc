#include "protocols/paxos/synod/registration.h"

#include <algorithm>

#include "protocols/paxos/facts.h"
#include "protocols/paxos/registration.h"
#include "protocols/paxos/synod/cluster.h"
#include "protocols/paxos/tell.h"
#include "sim/scenario/mutants.h"

namespace ordain::paxos::synod {
namespace {

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("paxos")
      .field("proposers", &Config::proposers, "the first so many servers propose; 0: all do")
      .field("acceptors", &Config::acceptors, "the last so many servers accept; 0: all do")
      .field("learners", &Config::learners,
             "the first so many servers learn, proposers among them; 0: all do")
      .field("q1", &Config::q1,
             "acceptors in a quorum of phase 1; 0: the fewest that fit q2, or a majority")
      .field("q2", &Config::q2,
             "acceptors in a quorum of phase 2; 0: the fewest that fit q1, or a majority")
      .field("teaching", &Config::teaching,
             "whether quorums that need not intersect are taken, to watch what comes of it")
      .field("distinguished", &Config::distinguished,
             "whether only the lowest proposer that is not suspected tries (2.4)")
      .field("alive", &Config::alive, "how often a server shows that it is there")
      .at_least(milliseconds(1))
      .field("suspect", &Config::suspect, "silence after which a server is held for dead")
      .at_least(milliseconds(1))
      .range("back_off", &Config::back_off_low, &Config::back_off_high,
             "a proposer's wait after a refusal; the longest doubles with each; 0s: none")
      .at_least(Duration{})
      .field("retransmit", &Config::retransmit, "how often a phase asks again for its quorum")
      .at_least(milliseconds(1))
      .field("query", &Config::query,
             "how often a learner asks for acceptances until it has learnt (2.3)")
      .at_least(milliseconds(1))
      .field("answer_learned", &Config::answer_learned,
             "whether a server that has learnt answers clients at once, without another ballot")
      .share();
}

Config config_of(const ClusterPlan& plan) {
  Config config = *static_cast<const Config*>(plan.config.get());
  config.servers = plan.servers;
  return config;
}

std::vector<Problem> check_config(const ClusterPlan& plan) {
  const Config config = config_of(plan);
  std::vector<Problem> out;
  const auto at_most_all = [&](const char* key, uint32_t count) {
    if (count <= plan.servers) return;
    out.push_back(
        {key, "there are not so many servers", "at most " + std::to_string(plan.servers), ""});
  };
  at_most_all("/proposers", config.proposers);
  at_most_all("/acceptors", config.acceptors);
  at_most_all("/learners", config.learners);
  if (!out.empty()) return out;
  if (config.distinguished && config.suspect <= config.alive) {
    out.push_back({"/suspect", "a server must be silent for longer than it usually is",
                   "above " + format_duration(config.alive), ""});
  }
  const char* key = config.q1 != 0 ? "/q1" : "/q2";
  for (Problem& problem : quorum_problems(config.quorums(), config.teaching, key)) {
    out.push_back(std::move(problem));
  }
  return out;
}

// A core that can decide: a quorum of each phase, and a proposer.
uint32_t core(const ClusterPlan& plan) {
  const Config config = config_of(plan);
  const Quorums quorums = config.quorums();
  const uint32_t spare_acceptors = quorums.acceptors - std::max(quorums.q1, quorums.q2);
  return plan.servers - std::min(spare_acceptors, config.proposer_count() - 1);
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  Config config = config_of(plan);
  config.mutants = planted_mutants(mutants(), plan);
  return make_nodes(config, client_config(plan));
}

Setting setting(const ClusterPlan& plan) {
  const Config config = config_of(plan);
  Setting out;
  out.learners = config.learner_count();
  out.quorums = config.quorums();
  return out;
}

}  // namespace

void register_protocol(Registry& registry) {
  Protocol paxos;
  paxos.name = "paxos";
  paxos.about =
      "Single-decree Paxos: proposers, acceptors and learners agree on one value, for good.";
  paxos.paper =
      "Lamport, Paxos Made Simple, 2001; with the quorums of Howard, Malkhi and Spiegelman, "
      "Flexible Paxos, 2016";
  paxos.config = config_table();
  paxos.workloads = propose_workloads();
  paxos.properties = property_entries(setting);
  paxos.mutants = mutant_entries(mutants(), "paxos");
  paxos.facts = {&kFactType<BallotBegun>, &kFactType<Promised>,  &kFactType<Refused>,
                 &kFactType<Proposed>,    &kFactType<Accepted>,  &kFactType<Learned>,
                 &kFactType<BackedOff>,   &kFactType<Recovered>, &kFactType<Halted>};
  paxos.max_servers = kMaxAcceptors;
  paxos.core = core;
  paxos.build = build;
  paxos.check_config = check_config;
  paxos.tell = tell;
  registry.add(std::move(paxos));
}

}  // namespace ordain::paxos::synod
