// The formats of traces and histories, by the names people give them and the endings of their
// files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/core/operation.h"
#include "sim/run/export/recorded_run.h"
#include "sim/run/export/text_sink.h"

namespace ordain {

enum class TraceFormat : uint8_t { ndjson, perfetto, shiviz, mermaid };
enum class HistoryFormat : uint8_t { ndjson, edn };

std::vector<std::string> trace_format_names();

// By `name` when it is not empty, else by the file's ending. Throws InputError.
TraceFormat trace_format(std::string_view name, const std::string& path);
HistoryFormat history_format(const std::string& path);

void export_trace(TraceFormat format, const RecordedRun& run, const ExportOptions& options,
                  TextSink& out);
void export_history(HistoryFormat format, const std::vector<OpRecord>& history, TextSink& out);

}  // namespace ordain
