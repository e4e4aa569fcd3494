// A trace as a ShiViz log (Beschastnikh et al., CACM 2020): two lines an event, its text and then
// its host with the host's vector clock, after the parser's expressions on the first two lines.
//
// ShiViz insists, and this keeps: a host's own entry starts at 1 and grows by 1 an event; a host is
// named in a clock only if it has that many events; a clock takes over what a message brought. A
// filter leaves events out without breaking the order between those that stay.
#pragma once

#include "sim/run/export/recorded_run.h"
#include "sim/run/export/text_sink.h"

namespace ordain {

void export_shiviz(const RecordedRun& run, const ExportOptions& options, TextSink& out);

}  // namespace ordain
