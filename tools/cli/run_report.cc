#include "tools/cli/run_report.h"

#include <algorithm>

#include "sim/base/text.h"

namespace ordain::cli {
namespace {

// A protocol has dozens of probes, and a run needs few of them: a longer list is cut short.
constexpr size_t kAllListed = 7;
constexpr size_t kListedOfMore = 5;

std::string verdict_text(const RunReport& report, const Palette& palette) {
  const bool expected = report.expected();
  const std::string verdict(enum_name(report.result.verdict));
  const std::string wanted = report.scenario.expect.text();
  return palette.paint(expected ? Colour::green : Colour::red,
                       verdict + (expected ? ", as expected" : ", but expected: " + wanted));
}

std::string violation_text(const Violation& violation, const Names& names, const Palette& palette) {
  const std::string at = violation.node.valid() ? " on " + names.node(violation.node) : "";
  const std::string indent(kLabel, ' ');
  return labelled(palette, "violated",
                  palette.paint(Colour::bold, violation.property) + at + " at " +
                      format_seconds(violation.time.ns) + ", event " +
                      std::to_string(violation.event)) +
         wrapped(violation.reason, 100 - kLabel, indent) + indent +
         palette.paint(Colour::dim, "fingerprint " + hex64(violation.fingerprint)) + "\n";
}

std::string messages_text(const MessageCounts& messages) {
  std::string out = std::to_string(messages.sent) + " sent, " + std::to_string(messages.delivered) +
                    " delivered, " + std::to_string(messages.dropped) + " dropped";
  if (messages.duplicated > 0) out += ", " + std::to_string(messages.duplicated) + " duplicated";
  return out;
}

std::string operations_text(const RunResult& result) {
  const auto& operations = result.operations;
  return std::to_string(operations.invoked) + " invoked: " + std::to_string(operations.ok) +
         " ok, " + std::to_string(operations.failed) + " failed, " +
         std::to_string(operations.indeterminate) + " indeterminate";
}

std::string counts_text(const std::map<std::string, uint64_t>& counts) {
  std::vector<std::string> parts;
  for (const auto& [name, times] : counts) {
    if (times > 0) parts.push_back(name + " " + std::to_string(times));
  }
  return join(parts, ", ");
}

std::string core_text(const RunReport& report) {
  std::vector<std::string> names;
  for (const NodeId node : report.result.core) {
    if (node.value < report.names.servers()) names.push_back(report.names.node(node));
  }
  return join(names, " ") + " had to make progress once healed";
}

// What the swarm drew: ranges of the scenario, then faults.
std::vector<std::string> drawn_of(const RunReport& report) {
  std::vector<std::string> out = report.scenario.drawn;
  const auto& faults = report.result.swarm.on;
  out.insert(out.end(), faults.begin(), faults.end());
  return out;
}

void write_counts(JsonWriter& out, std::string_view key,
                  const std::map<std::string, uint64_t>& counts) {
  out.key(key);
  out.begin_object();
  for (const auto& [name, times] : counts) out.field(name, times);
  out.end_object();
}

void write_messages(JsonWriter& out, const MessageCounts& messages) {
  out.key("messages");
  out.begin_object();
  out.field("sent", messages.sent);
  out.field("delivered", messages.delivered);
  out.field("dropped", messages.dropped);
  out.field("duplicated", messages.duplicated);
  out.end_object();
}

void write_operations(JsonWriter& out, const RunResult& result) {
  out.key("operations");
  out.begin_object();
  out.field("invoked", result.operations.invoked);
  out.field("ok", result.operations.ok);
  out.field("failed", result.operations.failed);
  out.field("indeterminate", result.operations.indeterminate);
  out.end_object();
}

}  // namespace

std::string wrapped(const std::string& text, size_t width, const std::string& indent) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.size();
    if (end - at > width) {
      const size_t blank = text.rfind(' ', at + width);
      end = blank == text.npos || blank <= at ? at + width : blank;
    }
    out += indent + text.substr(at, end - at) + "\n";
    at = end + (end < text.size() && text[end] == ' ' ? 1 : 0);
  }
  return out;
}

std::string labelled(const Palette& palette, std::string label, const std::string& text) {
  label.resize(std::max(kLabel, label.size()), ' ');
  const std::string lines = wrapped(text, 100 - kLabel, std::string(kLabel, ' '));
  return palette.paint(Colour::dim, label) + lines.substr(kLabel);
}

std::string count(uint64_t n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

std::string some_of(const std::vector<std::string>& names) {
  if (names.size() <= kAllListed) return join(names, ", ");
  return join({names.begin(), names.begin() + kListedOfMore}, ", ") + " and " +
         std::to_string(names.size() - kListedOfMore) + " more (--format json lists all)";
}

std::string missed_probes(const std::map<std::string, uint64_t>& probes) {
  std::vector<std::string> names;
  for (const auto& [name, times] : probes) {
    if (times == 0) names.push_back(name);
  }
  return some_of(names);
}

void write_violation(JsonWriter& out, const Violation& violation, const Names& names) {
  out.begin_object();
  out.field("property", violation.property);
  out.field("reason", violation.reason);
  out.field("event", violation.event);
  out.field("virtual_time_ns", violation.time);
  out.key("node");
  violation.node.valid() ? out.string(names.node(violation.node)) : out.null();
  out.field("fingerprint", hex64(violation.fingerprint));
  out.end_object();
}

void write_members(JsonWriter& out, const RunReport& report) {
  const RunResult& result = report.result;
  out.field("scenario", report.scenario.name);
  out.field("protocol", report.scenario.protocol);
  out.field("seed", std::to_string(result.seed));
  out.field("digest", result.digest.hex());
  out.field("verdict", result.verdict);
  out.field("expected", report.expected());
  if (!result.undecided.empty()) out.field("undecided", result.undecided);
  out.key("violations");
  out.begin_array();
  for (const Violation& violation : result.violations) {
    write_violation(out, violation, report.names);
  }
  out.end_array();
  out.field("virtual_time_ns", result.virtual_time);
  out.field("events", result.events);
  write_messages(out, result.messages);
  write_operations(out, result);
  write_counts(out, "faults", result.faults);
  write_counts(out, "probes", result.probes);
  out.field("swarm", drawn_of(report));
  out.field("verified", report.verified);
  out.field("replay", report.replay);
}

std::string header_text(const Scenario& scenario, uint64_t seed, const Palette& palette) {
  std::string out = palette.paint(Colour::bold, scenario.name) + ": " + scenario.protocol + ", " +
                    count(scenario.plan.servers, "server");
  if (scenario.plan.clients > 0) out += " and " + count(scenario.plan.clients, "client");
  out += ", seed " + std::to_string(seed) + "\n";
  return out + wrapped(scenario.about, 96, "  ") + "\n";
}

std::string report_text(const RunReport& report, const Palette& palette) {
  const RunResult& result = report.result;
  std::string out = "\n" + labelled(palette, "verdict", verdict_text(report, palette));
  if (!result.undecided.empty()) out += labelled(palette, "undecided", result.undecided);
  for (const Violation& violation : result.violations) {
    out += violation_text(violation, report.names, palette);
  }
  out += labelled(palette, "ran",
                  format_seconds(result.virtual_time.ns) + " of virtual time, " +
                      count(result.events, "event"));
  out += labelled(palette, "messages", messages_text(result.messages));
  if (result.operations.invoked > 0) {
    out += labelled(palette, "operations", operations_text(result));
  }
  const std::vector<std::string> drawn = drawn_of(report);
  if (!drawn.empty()) out += labelled(palette, "swarm", join(drawn, ", "));
  if (!result.faults.empty()) out += labelled(palette, "faults", counts_text(result.faults));
  if (!result.core.empty()) out += labelled(palette, "liveness", core_text(report));
  const std::string hit = counts_text(result.probes);
  const std::string missed = missed_probes(result.probes);
  if (!hit.empty()) out += labelled(palette, "probes", hit);
  if (!missed.empty()) out += labelled(palette, "never hit", missed);
  out += labelled(palette, "digest", result.digest.hex());
  if (report.verified)
    out += labelled(palette, "verified", "two more runs were the same, event by event");
  return out + palette.paint(Colour::dim, "again      ") + report.replay + "\n";  // never wrapped
}

std::string quiet_text(const RunReport& report, const Palette& palette) {
  std::string out = report.scenario.name + ", seed " + std::to_string(report.result.seed) + ": " +
                    verdict_text(report, palette);
  if (!report.result.undecided.empty()) out += "; " + report.result.undecided;
  for (const Violation& violation : report.result.violations) {
    out += "; " + violation.property + ": " + violation.reason;
  }
  return out + "; digest " + report.result.digest.hex() + "\n";
}

}  // namespace ordain::cli
