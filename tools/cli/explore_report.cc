#include "tools/cli/explore_report.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/codec.h"
#include "tools/cli/run_report.h"

namespace ordain::cli {
namespace {

std::string bound_text(Bound bound) { return bound.any() ? "any" : std::to_string(bound.most); }

std::string bounds_text(const Scenario& scenario) {
  const ExploreSpec& spec = scenario.explore;
  std::string out = "timeouts " + bound_text(spec.timeouts);
  for (const auto& [name, bound] : spec.timers.by_name) {
    out += ", timer " + name + " " + bound_text(bound);
  }
  out += ", crashes " + bound_text(spec.crashes) + ", restarts " + bound_text(spec.restarts) +
         ", drops " + bound_text(spec.drops) + ", duplications " + bound_text(spec.duplications) +
         ", depth " + bound_text(spec.depth);
  const uint64_t operations = spec.operations.value_or(scenario.plan.operations);
  if (scenario.plan.clients > 0) out += ", operations " + std::to_string(operations);
  if (spec.picks > 1) out += ", picks among up to " + std::to_string(spec.picks);
  if (spec.reduction != Reduction::none) {
    out += "; left out: " + std::string(enum_name(spec.reduction));
  }
  if (spec.symmetry) out += "; alike servers are one";
  return out;
}

std::string completeness(const ExploreResult& result) {
  switch (result.cut) {
    case CutBy::none:
      return result.complete() ? "complete: every schedule within the bounds was looked at"
                               : "not complete: every schedule was looked at, not all were judged";
    case CutBy::violation:
      return "not complete: ended at the violation";
    case CutBy::depth:
      return "not complete: longer paths than the bound on depth were not looked at";
    case CutBy::max_states:
      return "not complete: ended at the limit of states (--max-states)";
    case CutBy::interrupted:
      return "not complete: interrupted";
  }
  return "";
}

std::string verdict(const ExploreReport& report, const Palette& palette) {
  std::string said = report.result.undecided.empty() ? "no violation" : "undecided";
  if (!report.violations.empty()) said = "violation";
  const bool expected = report.expected();
  said += expected ? ", as expected" : ", but expected: " + report.scenario.expect.text();
  return palette.paint(expected ? Colour::green : Colour::red, said);
}

std::string violation_text(const ToldViolation& told, const Palette& palette) {
  const std::string indent(kLabel, ' ');
  std::string out =
      labelled(palette, "violated",
               palette.paint(Colour::bold, told.violation.property) + " after " +
                   std::to_string(told.steps) + (told.steps == 1 ? " step" : " steps"));
  out += wrapped(told.violation.reason, 100 - kLabel, indent);
  for (const StoryLine& line : told.story) {
    std::string number = line.fact ? "" : std::to_string(line.step);
    number.insert(0, 6 - std::min<size_t>(6, number.size()), ' ');
    const std::string text = number + "  " + (line.fact ? "  " : "") + line.text;
    out += (line.fact ? palette.paint(Colour::cyan, text) : text) + "\n";
  }
  if (!told.repro.empty()) {
    out += palette.paint(Colour::dim, "again      ") + "ordain replay " + told.repro + "\n";
  } else {
    out += labelled(palette, "no repro", told.no_repro);
  }
  return out;
}

std::vector<std::string> probe_names(const ExploreResult& result, bool hit) {
  std::vector<std::string> names;
  for (const auto& [name, was_hit] : result.probes) {
    if (was_hit == hit) names.push_back(name);
  }
  return names;
}

void write_violations(JsonWriter& out, const ExploreReport& report, const Names& names) {
  out.key("violations");
  out.begin_array();
  for (const ToldViolation& told : report.violations) {
    const Violation& violation = told.violation;
    out.begin_object();
    out.field("property", violation.property);
    out.field("reason", violation.reason);
    out.field("event", violation.event);
    out.field("virtual_time_ns", violation.time);
    out.key("node");
    violation.node.valid() ? out.string(names.node(violation.node)) : out.null();
    out.field("fingerprint", hex64(violation.fingerprint));
    out.field("depth", told.steps);
    out.key("repro");
    told.repro.empty() ? out.null() : out.string(told.repro);
    if (told.repro.empty()) out.field("no_repro", told.no_repro);
    out.key("story");
    out.begin_array();
    for (const StoryLine& line : told.story) out.string(line.text);
    out.end_array();
    out.end_object();
  }
  out.end_array();
}

}  // namespace

// A scenario that expects a violation wants it found. As of a run, nothing can be said where a
// property gave up; a bound that cuts the search leaves what was looked at judged.
bool ExploreReport::expected() const {
  std::vector<Violation> found;
  for (const ToldViolation& told : violations) found.push_back(told.violation);
  if (!found.empty()) return scenario.expect.met(Verdict::violation, found);
  return scenario.expect.met(result.undecided.empty() ? Verdict::pass : Verdict::undecided, found);
}

uint64_t ExploreReport::states_per_second() const {
  return result.states * 1000 / static_cast<uint64_t>(std::max<int64_t>(1, wall_ms));
}

uint64_t ExploreReport::bytes_per_state() const {
  return result.states == 0 ? 0 : result.bytes / result.states;
}

std::string explore_json(const ExploreReport& report, const Names& names) {
  const ExploreResult& result = report.result;
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("scenario", report.scenario.name);
  out.field("protocol", report.scenario.protocol);
  out.field("states", result.states);
  out.field("transitions", result.transitions);
  out.field("depth", result.depth);
  out.field("complete", result.complete());
  out.field("cut_by", result.cut);
  out.field("reduction", report.scenario.explore.reduction);
  out.field("expected", report.expected());
  if (!result.undecided.empty()) out.field("undecided", result.undecided);
  write_violations(out, report, names);
  out.key("probes");
  out.begin_object();
  for (const auto& [name, hit] : result.probes) out.field(name, hit);
  out.end_object();
  out.key("by_history");
  out.begin_array();
  for (const std::string& name : result.by_history) out.string(name);
  out.end_array();
  out.field("local_states", result.local_states);
  out.field("message_kinds", result.message_kinds);
  out.field("ledgers", result.ledgers);
  out.field("bytes_per_state", report.bytes_per_state());
  out.field("states_per_second", report.states_per_second());
  out.field("wall_ms", report.wall_ms);
  out.end_object();
  return text + "\n";
}

std::string explore_text(const ExploreReport& report, const Palette& palette) {
  const ExploreResult& result = report.result;
  std::string out = labelled(palette, "verdict", verdict(report, palette));
  if (!result.undecided.empty()) out += labelled(palette, "undecided", result.undecided);
  for (const ToldViolation& told : report.violations) out += violation_text(told, palette);
  out += labelled(palette, "explored",
                  std::to_string(result.states) + " distinct states, " +
                      std::to_string(result.transitions) + " transitions, depth " +
                      std::to_string(result.depth));
  out += labelled(palette, "", completeness(result));
  out += labelled(palette, "bounds", bounds_text(report.scenario));
  out += labelled(palette, "made of",
                  std::to_string(result.local_states) + " states of single nodes, " +
                      std::to_string(result.message_kinds) + " messages, " +
                      std::to_string(result.ledgers) + " ledgers");
  if (!result.by_history.empty()) {
    out += labelled(
        palette, "note",
        "known by their whole history, which keeps states apart: " + join(result.by_history, ", "));
  }
  const std::vector<std::string> hit = probe_names(result, true);
  const std::vector<std::string> missed = probe_names(result, false);
  if (!hit.empty()) out += labelled(palette, "possible", join(hit, ", "));
  // That something cannot be is a finding; that it was not seen says little.
  if (!missed.empty()) {
    out += result.complete() ? labelled(palette, "impossible", join(missed, ", "))
                             : labelled(palette, "not seen", some_of(missed));
  }
  return out + labelled(palette, "speed",
                        std::to_string(report.states_per_second()) + " states a second, " +
                            std::to_string(report.bytes_per_state()) + " bytes a state");
}

std::string explore_quiet_text(const ExploreReport& report, const Palette& palette) {
  std::string out = report.scenario.name + ": " + verdict(report, palette) + "; " +
                    std::to_string(report.result.states) + " states, " +
                    completeness(report.result);
  if (!report.result.undecided.empty()) out += "; " + report.result.undecided;
  for (const ToldViolation& told : report.violations) {
    out += "; " + told.violation.property + ": " + told.violation.reason;
  }
  return out + "\n";
}

}  // namespace ordain::cli
