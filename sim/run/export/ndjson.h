// A trace as newline-delimited JSON: one event a line, nothing else. Every line has `event` (its
// number), `time_ns`, `kind` and, where the event belongs to one, `node`; what else it has depends
// on the kind. The schema is scenarios/trace.schema.json, and a test holds the two together.
#pragma once

#include "sim/run/export/recorded_run.h"
#include "sim/run/export/text_sink.h"

namespace ordain {

void export_ndjson(const RecordedRun& run, const ExportOptions& options, TextSink& out);

}  // namespace ordain
