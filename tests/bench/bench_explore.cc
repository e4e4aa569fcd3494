// Exhaustive exploration: distinct states a second on one thread, and bytes a stored state.
#include <cstdio>

#include "protocols/builtin.h"
#include "sim/explore/exhaustive/search.h"
#include "sim/scenario/scenario.h"
#include "tests/bench/figures.h"
#include "tests/support/two_phase.h"

namespace ordain::bench {
namespace {

// Three Raft servers, two elections and a crash.
constexpr const char* kRaft = R"({
  "name": "raft", "protocol": "raft", "nodes": 3,
  "explore": {"timers": {"election": 2, "heartbeat": 1}, "crashes": 1, "max_states": 1000000}
})";

void measure(Figures& out, const std::string& suffix, const RunSpec& spec,
             const ExploreSpec& bounds) {
  ExploreResult result;
  const auto seconds = take_turns({[&] { result = explore(spec, bounds); }}, 5);
  const double per_round = median(seconds[0]);
  char note[96];
  std::snprintf(note, sizeof note, "%.0f states, %.1f transitions each, %.0f local states",
                static_cast<double>(result.states),
                static_cast<double>(result.transitions) / static_cast<double>(result.states),
                static_cast<double>(result.local_states));
  out.add("states_per_s" + suffix, static_cast<double>(result.states) / per_round, "states/s",
          note);
  out.add("bytes_per_state" + suffix,
          static_cast<double>(result.bytes) / static_cast<double>(result.states), "bytes");
}

void two_phase(Figures& out) {
  ExploreSpec bounds;
  bounds.timeouts = {Bound::kAny};
  measure(out, "_two_phase", test::two_phase::spec(6), bounds);
}

void raft(Figures& out) {
  const Scenario scenario = load_scenario(kRaft, "raft", builtin_registry());
  measure(out, "", make_run_spec(scenario, builtin_registry()), scenario.explore);
}

}  // namespace

std::vector<Bench> explore_benches() {
  return {{"states_per_s bytes_per_state", raft},
          {"states_per_s_two_phase bytes_per_state_two_phase", two_phase}};
}

}  // namespace ordain::bench
