// Shrinking: what it costs and what is left, over the failing seeds of every mutant that has a
// scenario. `ordain_bench shrink-table` prints tests/bench/SHRINK.md.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "protocols/builtin.h"
#include "sim/explore/shrink/shrink.h"
#include "tests/bench/figures.h"
#include "tests/support/paths.h"
#include "tests/support/scenarios.h"

namespace ordain::bench {
namespace {

constexpr uint64_t kSeedsTried = 100;

struct Case {
  std::string mutant;  // folder/name
  Scenario scenario;
};

std::vector<Case> mutants_of(const std::string& protocol) {
  std::vector<Case> out;
  const size_t root = (test::source_dir() + "/scenarios/mutants/").size();
  for (const std::string& path : test::scenario_files("mutants", test::Deep::yes)) {
    const std::string name = path.substr(root);
    if (!name.starts_with(protocol)) continue;
    out.push_back({name.substr(0, name.size() - 5), test::load(path)});
  }
  return out;
}

// The first seeds that fail as the scenario expects.
std::vector<uint64_t> failing_seeds(const Scenario& scenario, size_t wanted) {
  const RunSpec spec = make_run_spec(scenario, builtin_registry());
  std::vector<uint64_t> out;
  for (uint64_t seed = 1; seed <= kSeedsTried && out.size() < wanted; ++seed) {
    const RunResult result = run(spec, seed);
    if (!result.violations.empty() && scenario.expect.met(result.verdict, result.violations)) {
      out.push_back(seed);
    }
  }
  return out;
}

struct Measured {
  ShrinkOutcome outcome;
  double seconds = 0;
};

Measured measure(Scenario scenario, uint64_t seed) {
  scenario.seed = seed;
  ShrinkOptions options;
  options.time = seconds(3'600);  // replays alone bound it, so that the table is the engine's
  const double before = cpu_seconds();
  ShrinkOutcome outcome = shrink(scenario, builtin_registry(), options);
  return {std::move(outcome), cpu_seconds() - before};
}

double median_of(const std::vector<Measured>& all, double (*figure)(const Measured&)) {
  std::vector<double> values;
  for (const Measured& one : all) values.push_back(figure(one));
  return median(std::move(values));
}

std::vector<Measured> measure_all(const Case& mutant, size_t seeds) {
  std::vector<Measured> out;
  for (uint64_t seed : failing_seeds(mutant.scenario, seeds)) {
    out.push_back(measure(mutant.scenario, seed));
  }
  return out;
}

void figures(Figures& out) {
  std::vector<Measured> all;
  for (const Case& mutant : mutants_of("raft/")) {
    for (Measured& one : measure_all(mutant, 3)) all.push_back(std::move(one));
  }
  const std::string note = std::to_string(all.size()) + " failing runs of five nodes";
  const auto add = [&](const char* name, const char* unit, double (*figure)(const Measured&)) {
    out.add(name, median_of(all, figure), unit, note);
  };
  add("shrink_raft_replays", "replays",
      [](const Measured& m) { return static_cast<double>(m.outcome.replays); });
  add("shrink_raft_s", "s", [](const Measured& m) { return m.seconds; });
  add("shrink_raft_faults", "faults",
      [](const Measured& m) { return static_cast<double>(m.outcome.shrunk.faults); });
  add("shrink_raft_operations", "operations",
      [](const Measured& m) { return static_cast<double>(m.outcome.shrunk.operations); });
}

std::string sizes(const StorySize& size) {
  return std::to_string(size.events) + " / " + std::to_string(size.faults) + " / " +
         std::to_string(size.operations) + " / " + std::to_string(size.nodes);
}

}  // namespace

std::vector<Bench> shrink_benches() {
  return {{"shrink_raft_replays shrink_raft_s shrink_raft_faults shrink_raft_operations", figures}};
}

void print_shrink_table() {
  std::printf(
      "# What shrinking leaves\n\n"
      "Each mutant's scenario under its first three failing seeds, shrunk with `ordain shrink`'s\n"
      "own budget of replays. Sizes are events / faults / operations / nodes. Made by\n"
      "`./dev bench shrink-table > tests/bench/SHRINK.md`.\n\n"
      "| mutant | seed | before | after | events, ratio | replays | minimal |\n"
      "|---|---|---|---|---|---|---|\n");
  for (const Case& mutant : mutants_of("")) {
    for (uint64_t seed : failing_seeds(mutant.scenario, 3)) {
      const ShrinkOutcome o = measure(mutant.scenario, seed).outcome;
      std::printf("| %s | %llu | %s | %s | %.1f | %llu | %s |\n", mutant.mutant.c_str(),
                  static_cast<unsigned long long>(seed), sizes(o.original).c_str(),
                  sizes(o.shrunk).c_str(),
                  static_cast<double>(o.original.events) / static_cast<double>(o.shrunk.events),
                  static_cast<unsigned long long>(o.replays), o.minimal ? "yes" : "no");
      std::fflush(stdout);
    }
  }
}

}  // namespace ordain::bench
