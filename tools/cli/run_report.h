// What a run came to: as the JSON object that scripts read, and as the lines that end a story.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/base/json_writer.h"
#include "sim/run/export/names.h"
#include "sim/run/run.h"
#include "sim/scenario/scenario.h"
#include "tools/cli/terminal.h"

namespace ordain::cli {

struct RunReport {
  const Scenario& scenario;
  const RunResult& result;
  const Names& names;
  bool verified = false;  // run again twice, and compared event by event
  std::string replay;     // the command that runs it again

  bool expected() const { return scenario.expect.met(result.verdict, result.violations); }
};

// An object of `violations`, the same for every verb.
void write_violation(JsonWriter& out, const Violation& violation, const Names& names);

// The members of `run --format json`, inside of an object that is open.
void write_members(JsonWriter& out, const RunReport& report);

std::string header_text(const Scenario& scenario, uint64_t seed, const Palette& palette);
std::string report_text(const RunReport& report, const Palette& palette);
std::string quiet_text(const RunReport& report, const Palette& palette);  // one line

// Breaks at blanks.
std::string wrapped(const std::string& text, size_t width, const std::string& indent);

// Lines that begin with what they tell: a label, and text wrapped to the right of it.
inline constexpr size_t kLabel = 11;
std::string labelled(const Palette& palette, std::string label, const std::string& text);

std::string count(uint64_t n, std::string_view noun);  // "1 run", "2 runs"

// The names, or of many the first few and how many more there are.
std::string some_of(const std::vector<std::string>& names);
// Those that were hit 0 times.
std::string missed_probes(const std::map<std::string, uint64_t>& probes);

}  // namespace ordain::cli
