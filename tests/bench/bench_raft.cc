// F10: a real five-node Raft, or Multi-Paxos, over ten virtual seconds, with its client histories,
// invariants and digest; and the swarm campaign, which is what a user of `fuzz` waits for.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "protocols/builtin.h"
#include "sim/run/run.h"
#include "sim/scenario/scenario.h"
#include "tests/bench/figures.h"
#include "tests/support/paths.h"

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
};

Measured measure(const RunSpec& spec, uint64_t seeds) {
  uint64_t seed = 0, events = 0, answered = 0;
  const auto seconds = take_turns({[&] {
                                    for (uint64_t i = 0; i < seeds; ++i) {
                                      const RunResult result = run(spec, ++seed);
                                      events += result.events;
                                      answered += result.operations.ok + result.operations.failed;
                                    }
                                  }},
                                  7);
  const double per_round = median(seconds[0]);
  return {static_cast<double>(seeds) / per_round, static_cast<double>(events) / 8 / per_round,
          static_cast<double>(answered) / static_cast<double>(8 * seeds)};
}

void f10(Figures& out, const std::string& suffix, const std::vector<std::string>& settings) {
  const Scenario scenario = load_scenario(kF10, "f10", builtin_registry(), settings);
  const Measured m = measure(make_run_spec(scenario, builtin_registry()), 20);
  char note[64];
  std::snprintf(note, sizeof note, "%.0f operations answered a run", m.commits);
  out.add("f10" + suffix + "_runs_per_s", m.runs_per_s, "runs/s", note);
  out.add("f10" + suffix + "_events_per_s", m.events_per_s, "events/s");
}

void swarm(Figures& out) {
  const std::string path = test::source_dir() + "/scenarios/raft/swarm.json";
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Scenario scenario = load_scenario(text, path, builtin_registry());
  const Measured m = measure(make_run_spec(scenario, builtin_registry()), 40);
  out.add("swarm_runs_per_s", m.runs_per_s, "runs/s", "scenarios/raft/swarm.json");
  out.add("swarm_events_per_s", m.events_per_s, "events/s");
}

}  // namespace

std::vector<Bench> raft_benches() {
  const std::string slow_disk = R"(/disk={"latency": {"uniform": ["1ms", "5ms"]}})";
  const std::string multi_paxos = R"(/protocol="multi_paxos")";
  // Those of the prototype that the budget comes from; all others off, linearizability too.
  const std::string four_checks = R"(/properties=["election_safety", "log_matching",
                                                  "leader_completeness", "state_machine_safety"])";
  return {{"f10_runs_per_s f10_events_per_s", [](Figures& out) { f10(out, "", {}); }},
          {"f10_four_checks_runs_per_s f10_four_checks_events_per_s",
           [four_checks](Figures& out) { f10(out, "_four_checks", {four_checks}); }},
          {"f10_disk_runs_per_s f10_disk_events_per_s",
           [slow_disk](Figures& out) { f10(out, "_disk", {slow_disk}); }},
          {"f10_multi_paxos_runs_per_s f10_multi_paxos_events_per_s",
           [multi_paxos](Figures& out) { f10(out, "_multi_paxos", {multi_paxos}); }},
          {"swarm_runs_per_s swarm_events_per_s", swarm}};
}

}  // namespace ordain::bench
