// What a run is asked to write besides its story: a trace, a history, a repro. Every file is opened
// before the run and written after it.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/export/format.h"
#include "sim/run/run.h"
#include "sim/scenario/scenario.h"
#include "tools/cli/output_file.h"

namespace ordain::cli {

struct RunOutputOptions {
  std::string trace;
  std::string trace_format;
  std::string window;              // "FIRST..LAST" event numbers
  std::vector<std::string> nodes;  // n1, c2
  std::vector<std::string> kinds;  // send, deliver, ...
  bool clocks = false;
  std::string history;
  std::string repro;

  bool any() const { return !trace.empty() || !history.empty() || !repro.empty(); }
};

void add_run_output_options(CLI::App& verb, RunOutputOptions& options);

class RunOutputs {
 public:
  // Opens the files and checks everything that was asked for; throws InputError.
  RunOutputs(const RunOutputOptions& options, const Scenario& scenario);

  bool wants_trace() const { return trace_.has_value(); }
  bool wants_history() const { return history_.has_value(); }
  void write(const Scenario& scenario, const RunResult& result, const Names& names);

 private:
  std::optional<OutputFile> trace_, history_, repro_;
  TraceFormat trace_format_ = TraceFormat::ndjson;
  HistoryFormat history_format_ = HistoryFormat::ndjson;
  ExportOptions export_;
};

// "A..B" in whole numbers, A not above B; throws InputError, with `option` as its source.
std::pair<uint64_t, uint64_t> parse_span(const std::string& option, const std::string& text);

}  // namespace ordain::cli
