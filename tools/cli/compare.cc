#include "tools/cli/compare.h"

#include <algorithm>
#include <chrono>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/scenario/json_reader.h"
#include "sim/scenario/other_protocol.h"
#include "tools/cli/compare_report.h"
#include "tools/cli/drive.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/progress.h"

namespace ordain::cli {
namespace {

// At the commas that stand outside of brackets and strings.
std::vector<std::string> split_words(const std::string& text) {
  std::vector<std::string> out(1);
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted && (c == '{' || c == '[')) ++depth;
    if (!quoted && (c == '}' || c == ']')) --depth;
    c == ',' && depth == 0 && !quoted ? static_cast<void>(out.emplace_back())
                                      : out.back().push_back(c);
  }
  return out;
}

ContenderName parse_contender(const std::string& word) {
  const size_t colon = word.find(':');
  ContenderName out{word.substr(0, colon), {}};
  if (colon != std::string::npos) {
    out.config = read_json(word.substr(colon + 1), "--compare " + word);
    if (!out.config.is(Value::Kind::object)) {
      throw InputError("--compare", Problem{"", "expected settings, got " + describe(out.config),
                                            "raft:{\"heartbeat\": \"20ms\"}", ""});
    }
  }
  return out;
}

// "raft", or "raft#2" where it is there several times.
std::vector<std::string> headings(const std::vector<ContenderName>& names) {
  std::vector<std::string> out;
  for (size_t i = 0; i < names.size(); ++i) {
    const auto same = [&](const ContenderName& other) {
      return other.protocol == names[i].protocol;
    };
    const auto before =
        std::count_if(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), same);
    const bool alone = std::count_if(names.begin(), names.end(), same) == 1;
    out.push_back(names[i].protocol + (alone ? "" : "#" + std::to_string(before + 1)));
  }
  return out;
}

void one(const RunSpec& spec, const Expectation& expect, uint64_t seed, Duration outage,
         Contender& out) {
  DriveOptions options;
  options.keep_trace = true;
  const RunResult result = drive(spec, seed, options);
  ++out.runs;
  out.expected += expect.met(result.verdict, result.violations) ? 1 : 0;
  out.invoked += result.operations.invoked;
  out.ok += result.operations.ok;
  out.failed += result.operations.failed;
  out.indeterminate += result.operations.indeterminate;
  out.sent += result.messages.sent;
  out.delivered += result.messages.delivered;
  out.dropped += result.messages.dropped;
  out.duplicated += result.messages.duplicated;
  out.virtual_time_ns += result.virtual_time.ns;
  out.measures.add(measure(result.trace, {spec.servers, outage}));
}

}  // namespace

std::vector<ContenderName> parse_contenders(const std::vector<std::string>& words) {
  std::vector<ContenderName> out;
  for (const std::string& word : words) {
    for (const std::string& part : split_words(word)) out.push_back(parse_contender(part));
  }
  return out;
}

int compare(const Comparison& comparison) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::string> names = headings(comparison.contenders);
  std::vector<Contender> contenders;
  std::vector<OtherProtocol> scenarios;
  std::vector<RunSpec> specs;
  for (size_t i = 0; i < names.size(); ++i) {
    const ContenderName& name = comparison.contenders[i];
    OtherProtocol& other = scenarios.emplace_back(
        with_protocol(comparison.scenario, name.protocol, name.config, builtin_registry()));
    specs.push_back(make_run_spec(other.scenario, builtin_registry()));
    Contender& contender = contenders.emplace_back();
    contender.heading = names[i];
    contender.protocol = name.protocol;
    if (name.config.is(Value::Kind::object)) contender.config = write_value_inline(name.config);
    contender.left_out = other.left_out;
  }
  const uint64_t seeds = comparison.last - comparison.first + 1;
  Progress progress(comparison.output.quiet, seeds * contenders.size(), "runs");
  uint64_t done = 0;
  try {
    for (uint64_t seed = comparison.first; !interrupted(); ++seed) {
      for (size_t i = 0; i < contenders.size(); ++i) {
        one(specs[i], scenarios[i].scenario.expect, seed, comparison.outage, contenders[i]);
        progress.advance(++done, contenders[i].heading);
      }
      if (seed == comparison.last) break;
    }
  } catch (const Interrupted&) {  // in the middle of a run, which does not count
  }
  progress.finish();
  const auto spent = std::chrono::steady_clock::now() - start;
  for (Contender& contender : contenders) contender.sort();
  const CompareReport report{comparison.scenario.name,
                             comparison.first,
                             comparison.last,
                             comparison.outage,
                             contenders,
                             interrupted(),
                             std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()};
  write_to(stdout, comparison.output.json() ? compare_json(report)
                                            : compare_text(report, comparison.output.palette()));
  if (interrupted()) return kInterruptedStatus;
  const bool met = std::all_of(contenders.begin(), contenders.end(),
                               [](const Contender& c) { return c.expected == c.runs; });
  return met ? 0 : 1;
}

}  // namespace ordain::cli
