#include "sim/run/export/mermaid.h"

#include <set>

#include "sim/base/text.h"
#include "sim/core/vector_clock.h"
#include "sim/run/export/event_text.h"

namespace ordain {
namespace {

constexpr size_t kMostBytes = 45'000;  // below Mermaid's maxTextSize of 50,000 characters
constexpr size_t kLabelBytes = 60;

bool is_arrow(EventKind kind) { return kind == EventKind::deliver || kind == EventKind::drop; }

bool is_note(EventKind kind) {
  return !is_message_event(kind) && kind != EventKind::write && kind != EventKind::durable;
}

// A semicolon ends a statement and a hash begins an entity.
std::string label(std::string text) {
  for (char& c : text) {
    if (c == ';' || c == '#') c = ',';
  }
  return text;
}

class Diagram {
 public:
  Diagram(const RecordedRun& run, const ExportOptions& options) : run_(run), options_(options) {}

  void write(std::string& out) {
    for (const TraceEvent& event : run_.events) {
      if (options_.filter.keeps(event)) take(event);
    }
    out += "sequenceDiagram\n  autonumber\n";
    for (const NodeId node : nodes_) out += "  participant " + run_.names.node(node) + "\n";
    out += lines_;
    if (messages_left_out_ > 0) out += left_out();
  }

 private:
  void take(const TraceEvent& event) {
    if (!is_arrow(event.kind) && !is_note(event.kind)) return;
    full_ = full_ || lines_.size() > kMostBytes ||
            (is_arrow(event.kind) && messages_ == options_.most_messages);
    if (full_) {
      if (is_arrow(event.kind)) ++messages_left_out_;
      return;
    }
    is_arrow(event.kind) ? arrow(event) : note(event);
  }

  void arrow(const TraceEvent& event) {
    const MessageId id = message_of(event);
    const bool dropped = event.kind == EventKind::drop;
    std::string text(event.payload ? event.payload.name() : "message");
    if (dropped) {
      text += " dropped, " + words(enum_name(static_cast<DropCause>(event.detail)));
    } else {
      text += " " + payload_text(event.payload, kLabelBytes);
    }
    lines_ += "  " + run_.names.node(id.from) + (dropped ? "--x" : "->>") + run_.names.node(id.to) +
              ": " + label(text) + "\n";
    nodes_.insert({id.from, id.to});
    ++messages_;
  }

  // What concerns no node stands over all that have appeared so far.
  void note(const TraceEvent& event) {
    if (!event.node.valid() && nodes_.empty()) return;
    std::string over;
    if (event.node.valid()) {
      nodes_.insert(event.node);
      over = run_.names.node(event.node);
    } else {
      over = run_.names.node(*nodes_.begin());
      if (nodes_.size() > 1) over += "," + run_.names.node(*nodes_.rbegin());
    }
    lines_ += "  Note over " + over + ": " + format_seconds(event.time.ns) + " " +
              label(event_text(event, run_.names)) + "\n";
  }

  std::string left_out() const {
    const std::string over = run_.names.node(*nodes_.begin()) +
                             (nodes_.size() > 1 ? "," + run_.names.node(*nodes_.rbegin()) : "");
    return "  Note over " + over + ": " + std::to_string(messages_left_out_) +
           " later messages left out\n";
  }

  const RecordedRun& run_;
  const ExportOptions& options_;
  std::set<NodeId> nodes_;
  std::string lines_;
  uint32_t messages_ = 0;
  uint64_t messages_left_out_ = 0;
  bool full_ = false;
};

}  // namespace

void export_mermaid(const RecordedRun& run, const ExportOptions& options, TextSink& out) {
  Diagram(run, options).write(out.text());
  out.flush();
}

}  // namespace ordain
