#include "sim/explore/shrink/shrink.h"

#include "sim/base/text.h"
#include "sim/explore/shrink/concretise.h"
#include "sim/explore/shrink/explain.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"
#include "sim/scenario/repro.h"

namespace ordain {
namespace {

using namespace shrinking;

constexpr uint64_t kNoLimit = ~uint64_t{0};

std::string what(const Violation& violation) {
  return violation.property + ", fingerprint " + hex64(violation.fingerprint);
}

Value size_value(const StorySize& size) {
  const auto number = [](uint64_t n) { return Value::number(std::to_string(n)); };
  return Value::object()
      .with("events", number(size.events))
      .with("faults", number(size.faults))
      .with("operations", number(size.operations))
      .with("nodes", number(size.nodes));
}

// What is to recur: what was saved, or else what the run itself ends with.
std::optional<Wanted> wanted_of(const Scenario& failing, const RunResult& found,
                                ShrinkOutcome& out) {
  std::optional<Wanted> wanted;
  if (failing.repro() != nullptr) {
    const Repro repro = read_repro(failing);
    if (!repro.fingerprint) {
      out.found = "it was saved as a run that violates nothing";
      return std::nullopt;
    }
    wanted = Wanted{repro.property, *repro.fingerprint};
  } else if (!found.violations.empty()) {
    wanted = Wanted{found.violations.front().property, found.violations.front().fingerprint};
  }
  if (wanted && is_wanted(*wanted, found)) return wanted;
  out.found = found.violations.empty() ? "nothing is violated"
                                       : "violates " + what(found.violations.front());
  return std::nullopt;
}

// The explicit story that is the same run; at the worst, the scenario as it stands.
struct Start {
  Value tree;
  Trial trial;
  uint64_t replays = 0;
};

Start explicit_story(const Scenario& failing, const Judge& judge, const RunResult& found) {
  Start out;
  for (const Reactions reactions :
       {Reactions::just_after, Reactions::at_once, Reactions::kept, Reactions::all_kept}) {
    out.tree = concretise(failing, found, reactions);
    for (const char* key : {"about", "expect", "repro"}) out.tree.erase(key);
    out.trial = judge.try_out(out.tree, kNoLimit);
    ++out.replays;
    if (out.trial.ending == Ending::same) return out;
  }
  out.tree = failing.tree;
  set_seed(out.tree, failing.seed);
  for (const char* key : {"about", "expect", "repro"}) out.tree.erase(key);
  out.trial = judge.try_out(out.tree, kNoLimit);
  ++out.replays;
  return out;
}

// In the order in which a scenario is read.
Value ordered(Value tree) {
  Value out = Value::object();
  for (const char* key :
       {"$schema",  "name",   "about",  "protocol",  "nodes",  "config",     "mutants",
        "network",  "disk",   "clocks", "clients",   "faults", "properties", "duration",
        "liveness", "limits", "seed",   "overrides", "expect", "repro"}) {
    if (const Value* value = tree.find(key)) out.set(key, *value);
  }
  return out;
}

// What was shrunk before says where it came from, and how large that was.
const Value* known_origin(const Scenario& failing, const char* key) {
  return failing.repro() == nullptr ? nullptr : failing.repro()->find(key);
}

Value shrunk_repro(const Scenario& failing, const Search& search, const Registry& registry,
                   const ShrinkOutcome& outcome, const Explanation& explanation) {
  Value tree = search.best();
  const Value* origin = known_origin(failing, "from");
  const Value from = origin != nullptr
                         ? *origin
                         : Value::string(failing.name + ", seed " + std::to_string(failing.seed));
  tree.set("about", Value::string(outcome.violation.reason + ". Shrunk from " + from.text + "."));
  const Scenario shrunk = read_scenario(tree, failing.source, registry);
  Value out = make_repro(shrunk, search.replay({}));
  Value& repro = *out.find("repro");
  const Value* original = known_origin(failing, "original");
  repro.set("from", from);
  repro.set("original", original != nullptr ? *original : size_value(outcome.original));
  repro.set("shrunk", size_value(outcome.shrunk));
  repro.set("minimal", Value::boolean(outcome.minimal));
  repro.set("story", Value::strings(explanation.lines));
  return ordered(std::move(out));
}

}  // namespace

ShrinkOutcome shrink(const Scenario& failing, const Registry& registry,
                     const ShrinkOptions& options) {
  ShrinkOutcome out;
  const RunSpec spec = make_run_spec(failing, registry);
  const RunResult found = run(spec, failing.seed);
  const std::optional<Wanted> wanted = wanted_of(failing, found, out);
  if (!wanted) return out;
  out.recurs = true;
  out.original = size_of(found, spec.servers);

  const Judge judge = judge_of(registry, *wanted);
  Start start = explicit_story(failing, judge, found);
  Search search(judge, std::move(start.tree), std::move(start.trial), options, start.replays);
  out.minimal = run_passes(search);
  out.in_budget = !search.cut_short();
  out.replays = search.replays();
  out.slips = search.slips();
  out.slipped.assign(search.slipped().begin(), search.slipped().end());
  out.violation = search.trial().violation;
  out.shrunk = search.trial().size;

  const Explanation explanation = explain(search, registry);
  out.story = join(explanation.lines, "\n") + "\n";
  out.mermaid = explanation.mermaid;
  out.scenario = shrunk_repro(failing, search, registry, out, explanation);
  return out;
}

}  // namespace ordain
