// A trace as a Mermaid sequence diagram, for short runs and for papers: an arrow a delivery, a
// cross a drop, notes for timers, facts, crashes and cuts. Renderers refuse long diagrams, so it
// stops after a number of messages and says how many it left out; a filter chooses others.
#pragma once

#include "sim/run/export/recorded_run.h"
#include "sim/run/export/text_sink.h"

namespace ordain {

void export_mermaid(const RecordedRun& run, const ExportOptions& options, TextSink& out);

}  // namespace ordain
