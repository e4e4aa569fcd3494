#include "sim/explore/shrink/trial.h"

#include <algorithm>

#include "sim/base/error.h"

namespace ordain::shrinking {

StorySize size_of(const RunResult& result, uint32_t servers) {
  StorySize out;
  out.events = result.events;
  out.faults = result.messages.lost + result.messages.duplicated;
  for (const auto& [kind, times] : result.faults) {
    if (kind != "lost_write") out.faults += times;  // what another fault has led to
  }
  out.operations = result.operations.invoked;
  out.nodes = servers;
  return out;
}

bool is_wanted(const Wanted& wanted, const RunResult& result) {
  return !result.violations.empty() && result.violations.front().property == wanted.property &&
         result.violations.front().fingerprint == wanted.fingerprint;
}

namespace {

Trial try_out(const Value& tree, const Registry& registry, const Wanted& wanted,
              uint64_t max_events) {
  Trial out;
  RunResult result;
  try {
    const Scenario scenario = read_scenario(tree, "candidate", registry);
    RunSpec spec = make_run_spec(scenario, registry);
    spec.max_events = std::min(spec.max_events, max_events);
    result = run(spec, scenario.seed);
    out.size = size_of(result, spec.servers);
    out.struck = result.struck.size();
  } catch (const InputError&) {
    return out;
  }
  out.in_liveness = !result.core.empty();
  out.digest = result.digest;
  out.ending = Ending::none;
  if (result.violations.empty()) return out;
  out.violation = result.violations.front();
  out.ending = is_wanted(wanted, result) ? Ending::same : Ending::other;
  return out;
}

RunResult run_tree(const Value& tree, const Registry& registry, const RunOptions& options) {
  const Scenario scenario = read_scenario(tree, "candidate", registry);
  return run(make_run_spec(scenario, registry), scenario.seed, options);
}

}  // namespace

Judge judge_of(const Registry& registry, Wanted wanted) {
  return {[&registry, wanted = std::move(wanted)](const Value& tree, uint64_t max_events) {
            return try_out(tree, registry, wanted, max_events);
          },
          [&registry](const Value& tree, const RunOptions& options) {
            return run_tree(tree, registry, options);
          }};
}

}  // namespace ordain::shrinking
