// A trace as Chrome trace events, which open in the Perfetto UI.
//
// A process a node: thread 1 its handlers, thread 2 its client's operations, thread 3 its timers;
// cuts, drops and the number of messages in flight stand on a process of their own, "network".
// A message is a flow from the handler that sent it to the handler that took it in.
//
// Handlers take no virtual time, but a flow needs a slice to attach to and slices of a thread must
// nest: each is drawn 1 us long, and pushed behind the one before it and behind the send that
// caused it. The true time stands in its arguments.
#pragma once

#include "sim/run/export/recorded_run.h"
#include "sim/run/export/text_sink.h"

namespace ordain {

void export_perfetto(const RecordedRun& run, const ExportOptions& options, TextSink& out);

}  // namespace ordain
