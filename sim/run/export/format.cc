#include "sim/run/export/format.h"

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/run/export/history.h"
#include "sim/run/export/mermaid.h"
#include "sim/run/export/ndjson.h"
#include "sim/run/export/perfetto.h"
#include "sim/run/export/shiviz.h"

namespace ordain {
namespace {

struct Named {
  TraceFormat format;
  std::string_view name;
  std::string_view ending;
};

constexpr Named kFormats[] = {{TraceFormat::ndjson, "ndjson", ".ndjson"},
                              {TraceFormat::perfetto, "perfetto", ".perfetto.json"},
                              {TraceFormat::shiviz, "shiviz", ".shiviz.log"},
                              {TraceFormat::mermaid, "mermaid", ".mmd"}};

std::vector<std::string> endings() {
  std::vector<std::string> out;
  for (const Named& format : kFormats) out.emplace_back(format.ending);
  return out;
}

// What follows the first dot of the file's name.
std::string ending_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const size_t dot = name.find('.', 1);
  return dot == std::string::npos ? "" : name.substr(dot);
}

}  // namespace

std::vector<std::string> trace_format_names() {
  std::vector<std::string> out;
  for (const Named& format : kFormats) out.emplace_back(format.name);
  return out;
}

TraceFormat trace_format(std::string_view name, const std::string& path) {
  for (const Named& format : kFormats) {
    if (name.empty() ? path.ends_with(format.ending) : name == format.name) return format.format;
  }
  if (name.empty()) {
    throw InputError("--trace",
                     Problem{"", "\"" + path + "\" does not say its format",
                             "endings: " + join(endings(), ", ") + "; or give --trace-format",
                             did_you_mean(ending_of(path), endings())});
  }
  throw InputError("--trace-format", Problem{"", "unknown format \"" + std::string(name) + "\"",
                                             "one of: " + join(trace_format_names(), ", "),
                                             did_you_mean(name, trace_format_names())});
}

HistoryFormat history_format(const std::string& path) {
  if (path.ends_with(".ndjson")) return HistoryFormat::ndjson;
  if (path.ends_with(".edn")) return HistoryFormat::edn;
  throw InputError("--history", Problem{"", "\"" + path + "\" does not say its format",
                                        "endings: .ndjson, .edn (Jepsen)",
                                        did_you_mean(ending_of(path), {".ndjson", ".edn"})});
}

void export_trace(TraceFormat format, const RecordedRun& run, const ExportOptions& options,
                  TextSink& out) {
  switch (format) {
    case TraceFormat::ndjson:
      return export_ndjson(run, options, out);
    case TraceFormat::perfetto:
      return export_perfetto(run, options, out);
    case TraceFormat::shiviz:
      return export_shiviz(run, options, out);
    case TraceFormat::mermaid:
      return export_mermaid(run, options, out);
  }
}

void export_history(HistoryFormat format, const std::vector<OpRecord>& history, TextSink& out) {
  format == HistoryFormat::edn ? export_history_edn(history, out)
                               : export_history_ndjson(history, out);
}

}  // namespace ordain
