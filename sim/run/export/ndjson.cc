#include "sim/run/export/ndjson.h"

#include "sim/core/vector_clock.h"
#include "sim/fault/fault_spec.h"

namespace ordain {
namespace {

class LineWriter {
 public:
  LineWriter(const Names& names, JsonWriter& out) : names_(names), out_(out) {}

  void line(const TraceEvent& event, const VectorClock* clock) {
    out_.begin_object();
    out_.field("event", event.number);
    out_.field("time_ns", event.time);
    out_.field("kind", event.kind);
    if (event.node.valid()) out_.field("node", names_.node(event.node));
    if (event.peer.valid()) out_.field("peer", names_.node(event.peer));
    if (event.channel != 0) out_.field("channel", event.channel);
    details(event);
    if (clock != nullptr && !clock->entries().empty()) write_clock(*clock);
    out_.end_object();
  }

 private:
  void details(const TraceEvent& event);
  std::vector<std::string> side(uint64_t bits) const;
  void message(const TraceEvent& event);
  void disk(const TraceEvent& event);
  void node_change(const TraceEvent& event);
  void fact(const Fact& fact);
  void operation(const OpEvent& op);
  void write_clock(const VectorClock& clock);

  const Names& names_;
  JsonWriter& out_;
};

void LineWriter::details(const TraceEvent& event) {
  if (is_message_event(event.kind)) return message(event);
  switch (event.kind) {
    case EventKind::timer:
      out_.field("timer", names_.timer(event.node, event.detail));
      return out_.field("key", event.a);
    case EventKind::write:
    case EventKind::durable:
    case EventKind::disk_fault:
      return disk(event);
    case EventKind::partition:
      out_.field("strike", event.a);
      out_.field("shape", static_cast<PartitionShape>(event.detail));
      return out_.field("side", side(event.b));
    case EventKind::heal:
    case EventKind::release:
    case EventKind::link:
      if (event.a != ~uint64_t{0}) out_.field("strike", event.a);
      return;
    case EventKind::hold:
      return event.payload ? message(event) : out_.field("strike", event.a);
    case EventKind::fact:
      return fact(event.fact);
    case EventKind::operation:
      return operation(event.op);
    case EventKind::phase:
      return out_.field("phase", event.a == 0 ? "safety" : event.a == 1 ? "liveness" : "end");
    default:
      return node_change(event);
  }
}

void LineWriter::node_change(const TraceEvent& event) {
  switch (event.kind) {
    case EventKind::start:
      return out_.field("incarnation", event.a);
    case EventKind::crash:
      out_.field("kept_records", event.a);
      return out_.field("lost_records", event.b);
    case EventKind::slow:
      return out_.field("service_time_ns", event.a);
    case EventKind::clock:
      out_.field("offset_ns", static_cast<int64_t>(event.a));
      return out_.field("drift_ppm", static_cast<int64_t>(event.b));
    default:
      return;
  }
}

// Of the first 64 nodes, those whose bits are set.
std::vector<std::string> LineWriter::side(uint64_t bits) const {
  std::vector<std::string> out;
  for (uint32_t i = 0; i < 64; ++i) {
    if ((bits >> i & 1) != 0) out.push_back(names_.node(NodeId(i)));
  }
  return out;
}

void LineWriter::message(const TraceEvent& event) {
  out_.field("n", event.a);
  if (event.kind == EventKind::drop) out_.field("cause", static_cast<DropCause>(event.detail));
  if (event.kind == EventKind::send || event.kind == EventKind::duplicate) {
    out_.field("delay_ns", event.b);
  }
  if (!event.payload) return;
  out_.field("type", event.payload.name());
  out_.field("payload", event.payload);
}

void LineWriter::disk(const TraceEvent& event) {
  if (event.kind == EventKind::disk_fault) {
    out_.field("fault", static_cast<DiskFault>(event.detail));
  }
  out_.field("n", event.a);
  if (event.kind == EventKind::write) out_.field("records", event.b);
}

void LineWriter::fact(const Fact& fact) {
  if (fact.type == nullptr) return;
  out_.field("fact", fact.type->name);
  out_.key("fields");
  out_.begin_object();
  for (uint32_t i = 0; i < fact.type->fields; ++i) {
    out_.field(fact.type->field_names[i], fact.words[i]);
  }
  out_.end_object();
}

void LineWriter::operation(const OpEvent& op) {
  out_.field("phase", op.phase);
  out_.field("operation", op.number);
  out_.field("function", op.function);
  out_.field("key", op.key);
  out_.key("value");
  const bool read = op.function == Function::read || op.function == Function::get;
  read && !op.has_value ? out_.null() : out_.integer(op.value);
  if (op.function == Function::cas) out_.field("new_value", op.new_value);
  if (op.function == Function::write && op.new_value != 0) out_.field("token", op.new_value);
  if (op.transaction) out_.field("transaction", op.transaction);
}

void LineWriter::write_clock(const VectorClock& clock) {
  out_.key("clock");
  out_.begin_object();
  for (const VectorClock::Entry& entry : clock.entries()) {
    out_.field(names_.node(entry.node), entry.count);
  }
  out_.end_object();
}

}  // namespace

void export_ndjson(const RecordedRun& run, const ExportOptions& options, TextSink& out) {
  CausalClocks clocks;
  for (const TraceEvent& event : run.events) {
    const VectorClock* clock = options.clocks ? &clocks.next(event) : nullptr;
    if (!options.filter.keeps(event)) continue;
    JsonWriter writer(out.text());
    LineWriter(run.names, writer).line(event, clock);
    out.text() += '\n';
    out.next();
  }
  out.flush();
}

}  // namespace ordain
