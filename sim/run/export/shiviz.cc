#include "sim/run/export/shiviz.h"

#include "sim/core/vector_clock.h"
#include "sim/run/export/event_text.h"
#include "sim/run/export/message_fates.h"

namespace ordain {
namespace {

// Drops are no event of a host, so a send says itself that its message never arrived.
std::string fate_text(const RecordedRun& run, const MessageFates& fates, uint32_t send) {
  const uint32_t end = fates.end[send];
  if (end == MessageFates::kNone) return " (still on its way)";
  const TraceEvent& event = run.events[end];
  if (event.kind != EventKind::drop) return "";
  return " (dropped: " + words(enum_name(static_cast<DropCause>(event.detail))) + ")";
}

void write_event(const RecordedRun& run, const TraceEvent& event, const VectorClock& clock,
                 const std::string& fate, std::string& out) {
  out += event_text(event, run.names) + fate + "\n" + run.names.node(event.node) + " ";
  JsonWriter writer(out);
  writer.begin_object();
  for (const VectorClock::Entry& entry : clock.entries()) {
    writer.field(run.names.node(entry.node), entry.count);
  }
  writer.end_object();
  out += '\n';
}

}  // namespace

void export_shiviz(const RecordedRun& run, const ExportOptions& options, TextSink& out) {
  const MessageFates fates = match_messages(run.events);
  out.text() += "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})\n^=== (?<trace>.*) ===$\n";
  out.text() += "=== " + run.scenario + " seed=" + std::to_string(run.seed) + " ===\n";
  CausalClocks clocks;
  for (uint32_t i = 0; i < run.events.size(); ++i) {
    const TraceEvent& event = run.events[i];
    const bool wanted =
        is_node_event(event.kind) && event.node.valid() && options.filter.keeps(event);
    const VectorClock& clock =
        clocks.next(event, wanted ? CausalClocks::Count::yes : CausalClocks::Count::no);
    if (!wanted) continue;
    const std::string fate = event.kind == EventKind::send ? fate_text(run, fates, i) : "";
    write_event(run, event, clock, fate, out.text());
    out.next();
  }
  out.flush();
}

}  // namespace ordain
