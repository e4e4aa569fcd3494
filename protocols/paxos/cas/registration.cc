#include "protocols/paxos/cas/registration.h"

#include <algorithm>

#include "protocols/kv/registration.h"
#include "protocols/paxos/cas/cluster.h"
#include "protocols/paxos/cas/properties.h"
#include "protocols/paxos/cas/tell.h"
#include "protocols/paxos/registration.h"
#include "sim/scenario/mutants.h"
#include "sim/scenario/probes.h"

namespace ordain::cas_paxos {
namespace {

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("cas_paxos")
      .field("q1", &Config::q1,
             "servers in a quorum of phase 1; 0: the fewest that fit q2, or a majority")
      .field("q2", &Config::q2,
             "servers in a quorum of phase 2; 0: the fewest that fit q1, or a majority")
      .field("one_round_trip", &Config::one_round_trip,
             "whether a change brings phase 1 of its proposer's next one with it")
      .range("back_off", &Config::back_off_low, &Config::back_off_high,
             "a proposer's wait after a conflict; the longest doubles with each")
      .at_least(microseconds(1))
      .field("retransmit", &Config::retransmit, "how often a phase asks again for its quorum")
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
  return paxos::quorum_problems(config.quorums(), false, config.q1 != 0 ? "/q1" : "/q2");
}

uint32_t core(const ClusterPlan& plan) {
  const paxos::Quorums quorums = config_of(plan).quorums();
  return std::max(quorums.q1, quorums.q2);
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  Config config = config_of(plan);
  config.mutants = planted_mutants(mutants(), plan);
  return make_nodes(config, kv::client_config(plan));
}

template <class P>
std::unique_ptr<Property> make(const ClusterPlan& plan) {
  if constexpr (std::is_constructible_v<P, const paxos::Quorums&>) {
    return std::make_unique<P>(config_of(plan).quorums());
  } else {
    return std::make_unique<P>();
  }
}

bool any(const Fact&) { return true; }
bool one_round_trip(const Fact& fact) { return fact.as<Changed>().one_round_trip; }
bool several(const Fact& fact) { return fact.as<Changed>().changes > 1; }

std::vector<PropertyEntry> property_entries() {
  constexpr auto always = PropertyKind::always;
  std::vector<PropertyEntry> out = {
      {"promise_monotonic",
       "an acceptor promises nothing below what it has promised, crashes or not", always,
       &make<PromiseMonotonic>},
      {"accept_below_promise", "an acceptor accepts nothing below what it has promised", always,
       &make<AcceptBelowPromise>},
      {"one_state_per_ballot", "a ballot proposes one state", always, &make<OneStatePerBallot>},
      {"changes_latest",
       "a change is applied to a state no older than the last one chosen below it", always,
       &make<ChangesLatest>},
      {"changed_implies_chosen",
       "an operation is answered only after a quorum has accepted its state", always,
       &make<ChangedImpliesChosen>},
  };
  for (PropertyEntry& shared : kv::properties()) out.push_back(std::move(shared));
  add_probes({{"register_changed", "a change was accepted by a quorum", &kFactType<Changed>, any},
              {"changed_in_one_round_trip", "a change needed no phase 1", &kFactType<Changed>,
               one_round_trip},
              {"changes_combined", "several operations went into one change", &kFactType<Changed>,
               several},
              {"conflict", "an acceptor refused a ballot", &kFactType<Refused>, any},
              {"server_recovered", "a server came back after a crash", &kFactType<Recovered>, any},
              {"server_halted", "a server stopped at an unreadable disk", &kFactType<Halted>, any}},
             out);
  return out;
}

}  // namespace

void register_protocol(Registry& registry) {
  Protocol cas;
  cas.name = "cas_paxos";
  cas.about =
      "CASPaxos: registers that are changed by functions of their state, without log and leader.";
  cas.paper = "Rystsov, CASPaxos: Replicated State Machines without logs, 2018";
  cas.config = config_table();
  cas.workloads = kv::workloads();
  cas.properties = property_entries();
  cas.mutants = mutant_entries(mutants(), "cas_paxos");
  cas.facts = {&kFactType<Promised>,  &kFactType<Refused>, &kFactType<Proposed>,
               &kFactType<Accepted>,  &kFactType<Changed>, &kFactType<BackedOff>,
               &kFactType<Recovered>, &kFactType<Halted>};
  cas.max_servers = paxos::kMaxAcceptors;
  cas.core = core;
  cas.build = build;
  cas.check_config = check_config;
  cas.tell = tell;
  registry.add(std::move(cas));
}

}  // namespace ordain::cas_paxos
