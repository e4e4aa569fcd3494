// F10: a real five-node Raft, or Multi-Paxos, over ten virtual seconds, with its client histories,
// invariants and digest; and the swarm campaign, which is what a user of `fuzz` waits for.
#include <cstdio>
#include <string>

#include "protocols/builtin.h"
#include "sim/run/run.h"
#include "sim/scenario/scenario.h"
#include "tests/bench/figures.h"
#include "tests/bench/workloads.h"
#include "tests/support/scenarios.h"

namespace ordain::bench {
namespace {

// A random link cut for half a second to a second, again and again; four operations outstanding.
constexpr const char* kF10 = R"({
  "name": "f10", "protocol": "raft", "nodes": 5,
  "clients": {"count": 1, "workload": "kv", "operations": 1000000, "outstanding": 4,
              "think": 0},
  "faults": [{"every": "500ms", "partition": {"one_way": {"from": "any", "to": "any"}},
              "for": ["500ms", "1s"], "times": 0}],
  "duration": "10s", "liveness": false
})";

struct Measured {
  double runs_per_s = 0;
  double events_per_s = 0;
  double commits = 0;
  double bare = 0;  // events of the bare loop that one run is worth
};

// The machine that the budgets were set on took so long for an event of the bare loop.
constexpr double kBudgetsBareNs = 31;

Measured measure(const RunSpec& spec, uint64_t seeds) {
  constexpr uint64_t kBareEvents = 400'000;
  constexpr int kRounds = 7;  // and one that is not counted
  uint64_t seed = 0, events = 0, answered = 0;
  BareLoop bare(1000);
  const auto runs = [&] {
    for (uint64_t i = 0; i < seeds; ++i) {
      const RunResult result = run(spec, ++seed);
      events += result.events;
      answered += result.operations.ok + result.operations.failed;
    }
  };
  const auto seconds = take_turns({runs, [&] { bare.run(kBareEvents); }}, kRounds);
  std::vector<double> ratios;  // of one run to one event of the bare loop, in the same round
  for (size_t i = 0; i < seconds[0].size(); ++i) {
    ratios.push_back(seconds[0][i] / static_cast<double>(seeds) /
                     (seconds[1][i] / static_cast<double>(kBareEvents)));
  }
  const double per_round = median(seconds[0]);
  return {static_cast<double>(seeds) / per_round,
          static_cast<double>(events) / (kRounds + 1) / per_round,
          static_cast<double>(answered) / static_cast<double>((kRounds + 1) * seeds),
          median(ratios)};
}

struct Variant {
  std::string suffix;
  std::vector<std::string> settings;
};

// Everything that the protocol has, switched on, as in its swarm_all scenario.
std::string everything(const std::string& protocol) {
  const Scenario all = test::load(test::scenario_path(protocol + "/swarm_all"));
  return "/config=" + write_value_inline(*all.tree.find("config"));
}

// Each protocol as it is and with everything; with all its properties, with as many as the
// prototype had that the budget of F10 comes from, and on disks that take their time.
std::vector<Variant> variants() {
  const std::string slow_disk = R"(/disk={"latency": {"uniform": ["1ms", "5ms"]}})";
  std::vector<Variant> out;
  const auto add = [&](const std::string& suffix, std::vector<std::string> settings,
                       const std::string& four_checks) {
    out.push_back({suffix, settings});
    settings.push_back("/properties=" + four_checks);
    out.push_back({suffix + "_four_checks", settings});
    settings.back() = slow_disk;
    out.push_back({suffix + "_disk", std::move(settings)});
  };
  const std::string raft_checks =
      R"(["election_safety", "log_matching", "leader_completeness", "state_machine_safety"])";
  const std::string paxos_checks =
      R"(["agreement", "one_value_per_ballot", "safe_at", "state_machine_safety"])";
  const std::string multi_paxos = R"(/protocol="multi_paxos")";
  add("", {}, raft_checks);
  add("_all", {everything("raft")}, raft_checks);
  add("_multi_paxos", {multi_paxos}, paxos_checks);
  const std::string leases =
      R"(/config={"reads": "lease", "batch_delay": "8ms", "snapshot": {"every": 100}})";
  add("_multi_paxos_lease", {multi_paxos, leases}, paxos_checks);
  add("_multi_paxos_all", {multi_paxos, everything("multi_paxos")}, paxos_checks);
  return out;
}

void f10(Figures& out, const Variant& variant) {
  const Scenario scenario = load_scenario(kF10, "f10", builtin_registry(), variant.settings);
  const Measured m = measure(make_run_spec(scenario, builtin_registry()), 20);
  char note[128];
  std::snprintf(note, sizeof note, "%.0f operations answered a run; %.0f runs/s if %s", m.commits,
                1e9 / (m.bare * kBudgetsBareNs), "the bare loop took 31 ns");
  out.add("f10" + variant.suffix + "_runs_per_s", m.runs_per_s, "runs/s", note);
  out.add("f10" + variant.suffix + "_events_per_s", m.events_per_s, "events/s");
}

void swarm(Figures& out) {
  const Scenario scenario = test::load(test::scenario_path("raft/swarm"));
  const Measured m = measure(make_run_spec(scenario, builtin_registry()), 40);
  out.add("swarm_runs_per_s", m.runs_per_s, "runs/s", "scenarios/raft/swarm.json");
  out.add("swarm_events_per_s", m.events_per_s, "events/s");
}

}  // namespace

std::vector<Bench> raft_benches() {
  std::vector<Bench> out;
  for (const Variant& variant : variants()) {
    const std::string name = "f10" + variant.suffix;
    out.push_back({name + "_runs_per_s " + name + "_events_per_s",
                   [variant](Figures& figures) { f10(figures, variant); }});
  }
  out.push_back({"swarm_runs_per_s swarm_events_per_s", swarm});
  return out;
}

}  // namespace ordain::bench
