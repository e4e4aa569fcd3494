#include "sim/explore/campaign/tally.h"

#include <algorithm>

namespace ordain {
namespace {

// A run that could not be judged: not a violation, and not what a campaign may pass over.
Violation undecided(const RunSummary& summary) {
  Report report;
  report.violated("undecided", summary.undecided, summary.counts.events, Time{}, kNoNode);
  return report.violations().front();
}

}  // namespace

void Tally::add(RunSummary summary) {
  ++outcome_.runs;
  outcome_.events += summary.counts.events;
  outcome_.verified += summary.verified ? 1 : 0;
  for (const auto& [name, times] : summary.probes) outcome_.probes[name] += times > 0 ? 1 : 0;
  if (!summary.divergence.empty()) {
    outcome_.nondeterministic.emplace_back(summary.seed(), summary.divergence);
  }
  for (const Violation& violation : summary.violations) add_violation(violation, summary);
  if (summary.verdict == Verdict::undecided && expect_.verdict != Verdict::undecided) {
    add_violation(undecided(summary), summary);
  }
}

void Tally::add_violation(const Violation& violation, const RunSummary& summary) {
  for (DistinctFailure& known : outcome_.failures) {
    if (known.violation.fingerprint == violation.fingerprint) {
      ++known.count;
      return;
    }
  }
  const bool expected = expect_.verdict == Verdict::violation &&
                        (expect_.violates.empty() || expect_.violates == violation.property);
  outcome_.failures.push_back({violation, summary, 1, expected});
}

ScenarioOutcome Tally::finish() {
  const auto& failures = outcome_.failures;
  const bool nothing_else =
      std::all_of(failures.begin(), failures.end(), [](const auto& f) { return f.expected; });
  outcome_.as_expected =
      nothing_else && (expect_.verdict != Verdict::violation || !failures.empty());
  return std::move(outcome_);
}

}  // namespace ordain
