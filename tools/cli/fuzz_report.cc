#include "tools/cli/fuzz_report.h"

#include <algorithm>

#include "sim/base/json_writer.h"
#include "sim/base/text.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/run_report.h"

namespace ordain::cli {
namespace {

struct Totals {
  uint64_t runs = 0, longest = 0, events = 0, verified = 0;
  std::map<std::string, uint64_t> probes;
};

Totals totals_of(const CampaignOutcome& outcome) {
  Totals out;
  for (const ScenarioOutcome& each : outcome.scenarios) {
    out.runs += each.runs;
    out.longest = std::max(out.longest, each.runs);
    out.events += each.events;
    out.verified += each.verified;
    for (const auto& [name, runs] : each.probes) out.probes[name] += runs;
  }
  return out;
}

uint64_t per_second(uint64_t count, int64_t ms) {
  return ms > 0 ? count * 1000 / static_cast<uint64_t>(ms) : 0;
}

std::string sizes(const StoryCounts& counts) {
  return count(counts.events, "event") + ", " + count(counts.faults, "fault") + ", " +
         count(counts.operations, "operation") + ", " + count(counts.nodes, "node");
}

std::string failure_text(const SavedFailure& saved, const Palette& palette) {
  const DistinctFailure& failure = saved.failure;
  const Violation& violation = failure.violation;
  std::string out = "\n" + palette.paint(failure.expected ? Colour::green : Colour::red,
                                         failure.expected ? "expected   " : "failure    ");
  out += palette.paint(Colour::bold, violation.property) + " in " + count(failure.count, "run") +
         ", first in run " + std::to_string(failure.first.index() + 1) + ", seed " +
         std::to_string(failure.first.seed()) + ", fingerprint " + hex64(violation.fingerprint) +
         "\n";
  out += labelled(palette, "", violation.reason);
  if (!failure.first.swarm.empty())
    out += labelled(palette, "swarm", join(failure.first.swarm, ", "));
  if (!is_lost(failure.first))
    out += labelled(palette, "size", sizes(saved.original.value_or(failure.first.counts)));
  if (saved.shrunk) out += labelled(palette, "shrunk", sizes(*saved.shrunk));
  if (!saved.story.empty()) out += saved.story;
  return out + palette.paint(Colour::dim, "again      ") + saved.again + "\n";  // never wrapped
}

std::string scenario_text(const FuzzReport& report, size_t i, const Palette& palette) {
  const ScenarioOutcome& outcome = report.outcome.scenarios[i];
  const Scenario& scenario = report.scenarios[i].scenario;
  std::string out = palette.paint(Colour::bold, scenario.name) + ", " + scenario.protocol + ": " +
                    count(outcome.runs, "run");
  if (outcome.runs > 0) {
    out += ", seeds " + std::to_string(report.options.first_seed) + " to " +
           std::to_string(report.options.first_seed + outcome.runs - 1);
  }
  out += ": " +
         palette.paint(outcome.as_expected ? Colour::green : Colour::red,
                       outcome.as_expected ? "as expected (" + scenario.expect.text() + ")"
                                           : "not as expected (" + scenario.expect.text() + ")") +
         ", " + count(outcome.failures.size(), "distinct failure") + "\n";
  std::vector<std::string> hit;
  for (const auto& [name, runs] : outcome.probes) {
    if (runs > 0) hit.push_back(name + " " + std::to_string(runs));
  }
  if (!hit.empty()) out += labelled(palette, "probes", join(hit, ", "));
  const std::string missed = missed_probes(outcome.probes);
  if (!missed.empty()) {
    out += labelled(palette, "never hit", missed + "; what they ask for is not tested");
  }
  for (const auto& [seed, what] : outcome.nondeterministic) {
    out +=
        labelled(palette, "differs", "nondeterminism: seed " + std::to_string(seed) + ", " + what);
  }
  for (const SavedFailure& saved : report.failures) {
    if (saved.scenario == i) out += failure_text(saved, palette);
  }
  return out;
}

void write_counts(JsonWriter& out, std::string_view key, const std::optional<StoryCounts>& counts) {
  out.key(key);
  if (!counts) return out.null();
  out.begin_object();
  out.field("events", counts->events);
  out.field("faults", counts->faults);
  out.field("operations", counts->operations);
  out.field("nodes", counts->nodes);
  out.end_object();
}

void write_failure(JsonWriter& out, const SavedFailure& saved, const FuzzReport& report) {
  const DistinctFailure& failure = saved.failure;
  const bool lost = is_lost(failure.first);
  out.begin_object();
  out.field("property", failure.violation.property);
  out.field("fingerprint", hex64(failure.violation.fingerprint));
  out.field("seed", std::to_string(failure.first.seed()));
  out.field("count", failure.count);
  out.field("runs_to_first", failure.first.index() + 1);
  out.key("repro");
  saved.repro.empty() ? out.null() : out.string(saved.repro);
  const StoryCounts counts = saved.original.value_or(failure.first.counts);
  write_counts(out, "original", lost ? std::nullopt : std::optional(counts));
  write_counts(out, "shrunk", saved.shrunk);
  out.field("scenario", report.scenarios[saved.scenario].scenario.name);
  out.field("reason", failure.violation.reason);
  out.field("expected", failure.expected);
  out.field("swarm", failure.first.swarm);
  out.field("again", saved.again);
  out.end_object();
}

void write_scenario_member(JsonWriter& out, const CampaignScenario& scenario,
                           const ScenarioOutcome& outcome) {
  out.begin_object();
  out.field("name", scenario.scenario.name);
  out.field("path", scenario.path);
  out.field("protocol", scenario.scenario.protocol);
  out.field("runs", outcome.runs);
  out.field("failures", static_cast<uint64_t>(outcome.failures.size()));
  out.field("as_expected", outcome.as_expected);
  out.end_object();
}

}  // namespace

std::string fuzz_text(const FuzzReport& report, const Palette& palette) {
  std::string out;
  for (size_t i = 0; i < report.scenarios.size(); ++i) {
    out += scenario_text(report, i, palette) + (i + 1 < report.scenarios.size() ? "\n" : "");
  }
  const Totals totals = totals_of(report.outcome);
  out +=
      "\n" +
      labelled(palette, "ran",
               count(totals.runs, "run") + " with strategy " + report.options.strategy + ", " +
                   count(totals.events, "event") + " in " + std::to_string(report.outcome.wall_ms) +
                   " ms, " + std::to_string(per_second(totals.runs, report.outcome.wall_ms)) +
                   " runs/s; " + std::to_string(totals.verified) + " run again and the same");
  if (report.outcome.interrupted) out += "interrupted: these are partial results\n";
  return out;
}

std::string fuzz_json(const FuzzReport& report) {
  const CampaignOutcome& outcome = report.outcome;
  const Totals totals = totals_of(outcome);
  const uint64_t last = report.options.first_seed + std::max<uint64_t>(totals.longest, 1) - 1;
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("runs", totals.runs);
  out.field("first_seed", std::to_string(report.options.first_seed));
  out.field("last_seed", std::to_string(last));
  out.key("failures");
  out.begin_array();
  for (const SavedFailure& saved : report.failures) write_failure(out, saved, report);
  out.end_array();
  out.field("runs_per_second", per_second(totals.runs, outcome.wall_ms));
  out.field("events", totals.events);
  out.key("probes");
  out.begin_object();
  for (const auto& [name, runs] : totals.probes) out.field(name, runs);
  out.end_object();
  out.key("nondeterministic");
  out.begin_array();
  for (const ScenarioOutcome& each : outcome.scenarios) {
    for (const auto& [seed, what] : each.nondeterministic) out.string(std::to_string(seed));
  }
  out.end_array();
  out.field("strategy", report.options.strategy);
  out.key("scenarios");
  out.begin_array();
  for (size_t i = 0; i < report.scenarios.size(); ++i) {
    write_scenario_member(out, report.scenarios[i], outcome.scenarios[i]);
  }
  out.end_array();
  out.field("verified", totals.verified);
  out.field("interrupted", outcome.interrupted);
  out.field("wall_ms", outcome.wall_ms);
  out.end_object();
  return text + "\n";
}

int fuzz_status(const CampaignOutcome& outcome) {
  const auto any = [&](auto&& is) {
    return std::any_of(outcome.scenarios.begin(), outcome.scenarios.end(), is);
  };
  if (any([](const ScenarioOutcome& each) { return !each.nondeterministic.empty(); })) return 3;
  if (outcome.interrupted) return kInterruptedStatus;
  return any([](const ScenarioOutcome& each) { return !each.as_expected; }) ? 1 : 0;
}

}  // namespace ordain::cli
