#include "sim/run/export/perfetto.h"

#include <algorithm>
#include <map>
#include <set>

#include "sim/core/vector_clock.h"
#include "sim/run/export/chrome_events.h"
#include "sim/run/export/event_text.h"
#include "sim/run/export/message_fates.h"

namespace ordain {
namespace {

constexpr int64_t kSliceNs = 1000;
enum Thread : uint32_t { kHandlers = 1, kOperations = 2, kTimers = 3 };

struct NodeTrack {
  int64_t slice = 0;  // where the handler that now runs is drawn
  int64_t next = 0;   // where the next one may begin
  uint32_t interruptions = 0;
  std::string open;  // the id of the span of a crash or pause, if one is open
};

class Perfetto {
 public:
  Perfetto(const RecordedRun& run, const ExportOptions& options, TextSink& out)
      : run_(run), filter_(options.filter), chrome_(out), fates_(match_messages(run.events)) {
    drawn_at_.assign(run.events.size(), 0);
  }

  void write() {
    name_tracks();
    for (uint32_t i = 0; i < run_.events.size(); ++i) {
      count_in_flight(run_.events[i]);
      if (filter_.keeps(run_.events[i])) take(i);
    }
  }

 private:
  Track track(NodeId node, uint32_t thread = kHandlers) const { return {node.value + 1u, thread}; }
  Track network() const { return {network_process_, kHandlers}; }

  void name_tracks();
  void take(uint32_t i);
  void handler(uint32_t i, const std::string& name);
  void send(uint32_t i);
  void inside(const TraceEvent& event);
  void operation(const TraceEvent& event);
  void interruption(const TraceEvent& event);
  void end_interruption(const TraceEvent& event);
  void network_event(const TraceEvent& event);
  void partition(const TraceEvent& event);
  void heal(const TraceEvent& event);
  void count_in_flight(const TraceEvent& event);
  std::string args(const TraceEvent& event) const;

  const RecordedRun& run_;
  const TraceFilter& filter_;
  ChromeEvents chrome_;
  MessageFates fates_;
  std::vector<int64_t> drawn_at_;  // of each send drawn: the place of its flow's start
  std::map<NodeId, NodeTrack> nodes_;
  std::map<uint64_t, std::string> cuts_;
  std::map<std::pair<NodeId, std::string>, uint64_t> counters_;
  uint64_t network_process_ = 0;
  uint64_t in_flight_ = 0;
  uint64_t shown_in_flight_ = 0;
  int64_t in_flight_time_ = 0;
};

void Perfetto::name_tracks() {
  std::set<NodeId> present;
  for (const TraceEvent& event : run_.events) {
    if (event.node.valid()) present.insert(event.node);
    if (event.peer.valid()) present.insert(event.peer);
  }
  for (const NodeId node : present) {
    network_process_ = node.value + 2u;
    chrome_.name_process(node.value + 1u, run_.names.node(node));
    chrome_.name_thread(track(node, kHandlers), "handlers");
    if (node.value >= run_.names.servers()) {
      chrome_.name_thread(track(node, kOperations), "operations");
    }
    chrome_.name_thread(track(node, kTimers), "timers");
  }
  network_process_ = std::max<uint64_t>(network_process_, 1);
  chrome_.name_process(network_process_, "network");
}

std::string Perfetto::args(const TraceEvent& event) const {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("event", event.number);
  out.field("time_ns", event.time);
  if (event.payload) out.field("payload", event.payload);
  if (event.fact.type != nullptr) {
    for (uint32_t i = 0; i < event.fact.type->fields; ++i) {
      out.field(event.fact.type->field_names[i], event.fact.words[i]);
    }
  }
  out.end_object();
  return text;
}

void Perfetto::take(uint32_t i) {
  const TraceEvent& event = run_.events[i];
  if (!is_node_event(event.kind) || !event.node.valid()) return network_event(event);
  switch (event.kind) {
    case EventKind::start:
    case EventKind::resume:
      end_interruption(event);
      return handler(i, event_text(event, run_.names));
    case EventKind::deliver:
      return handler(i, "deliver " + std::string(event.payload.name()));
    case EventKind::timer:
      handler(i, event_text(event, run_.names));
      return chrome_.instant(track(event.node, kTimers), nodes_[event.node].slice,
                             event_text(event, run_.names), "timer", 't', args(event));
    case EventKind::durable:
      return handler(i, event_text(event, run_.names));
    case EventKind::send:
      return send(i);
    case EventKind::operation:
      return operation(event);
    case EventKind::crash:
    case EventKind::pause:
      return interruption(event);
    default:
      return inside(event);
  }
}

void Perfetto::handler(uint32_t i, const std::string& name) {
  const TraceEvent& event = run_.events[i];
  NodeTrack& node = nodes_[event.node];
  const uint32_t send = fates_.send[i];
  const bool flows = send != MessageFates::kNone && drawn_at_[send] != 0;
  node.slice = std::max(event.time.ns, node.next);
  if (flows) node.slice = std::max(node.slice, drawn_at_[send]);
  node.next = node.slice + kSliceNs;
  chrome_.slice(track(event.node), node.slice, kSliceNs, name, enum_name(event.kind), args(event));
  if (!flows) return;
  chrome_.flow_end(track(event.node), node.slice + kSliceNs / 2, run_.events[send].number,
                   event.payload.name());
}

// Inside the slice of the handler that recorded it; a send of its own needs one of its own.
void Perfetto::send(uint32_t i) {
  const TraceEvent& event = run_.events[i];
  const auto it = nodes_.find(event.node);
  if (it == nodes_.end() || it->second.next < event.time.ns) {
    handler(i, "send " + std::string(event.payload.name()));
  }
  const uint32_t end = fates_.end[i];
  if (end == MessageFates::kNone || run_.events[end].kind != EventKind::deliver) return;
  drawn_at_[i] = nodes_[event.node].slice + kSliceNs / 2;
  chrome_.flow_start(track(event.node), drawn_at_[i], event.number, event.payload.name());
}

void Perfetto::inside(const TraceEvent& event) {
  const NodeTrack& node = nodes_[event.node];
  const bool running = node.next >= event.time.ns;
  const int64_t at = running ? node.slice + kSliceNs / 2 : event.time.ns;
  const std::string name = event.kind == EventKind::fact ? std::string(event.fact.type->name)
                                                         : event_text(event, run_.names);
  chrome_.instant(track(event.node), at, name, enum_name(event.kind), 't', args(event));
  if (event.kind != EventKind::fact || event.fact.type->fields == 0) return;
  // The first field of a fact is what it is about: a term, a ballot, an index.
  const std::string counter = name + "." + std::string(event.fact.type->field_names[0]);
  const auto [shown, fresh] = counters_.try_emplace({event.node, counter}, event.fact.words[0]);
  if (!fresh && shown->second == event.fact.words[0]) return;
  shown->second = event.fact.words[0];
  chrome_.counter(event.node.value + 1u, event.time.ns, counter, event.fact.words[0]);
}

void Perfetto::operation(const TraceEvent& event) {
  const std::string id = run_.names.node(event.node) + "-" + std::to_string(event.op.number);
  const std::string name(enum_name(event.op.function));
  const Track at = track(event.node, kOperations);
  const std::string what = "{\"event\":" + std::to_string(event.number) +
                           ",\"operation\":" + to_json(event_text(event, run_.names)) + "}";
  if (event.op.phase == OpPhase::invoke) {
    chrome_.span_begin(at, event.time.ns, "op", id, name, what);
  } else {
    chrome_.span_end(at, event.time.ns, "op", id, name, what);
  }
}

void Perfetto::interruption(const TraceEvent& event) {
  end_interruption(event);
  NodeTrack& node = nodes_[event.node];
  node.open = run_.names.node(event.node) + "-" + std::to_string(++node.interruptions);
  chrome_.span_begin(track(event.node), event.time.ns, "fault", node.open,
                     event.kind == EventKind::crash ? "down" : "paused", args(event));
}

void Perfetto::end_interruption(const TraceEvent& event) {
  NodeTrack& node = nodes_[event.node];
  if (node.open.empty()) return;
  chrome_.span_end(track(event.node), event.time.ns, "fault", node.open, "", "");
  node.open.clear();
}

void Perfetto::network_event(const TraceEvent& event) {
  if (event.kind == EventKind::partition) return partition(event);
  if (event.kind == EventKind::heal) return heal(event);
  const char scope = event.kind == EventKind::phase ? 'g' : 'p';
  chrome_.instant(network(), event.time.ns, event_text(event, run_.names), enum_name(event.kind),
                  scope, args(event));
}

void Perfetto::partition(const TraceEvent& event) {
  const std::string id = "cut-" + std::to_string(event.a);
  if (!cuts_.emplace(event.a, id).second) return;
  chrome_.span_begin(network(), event.time.ns, "fault", id, event_text(event, run_.names),
                     args(event));
}

void Perfetto::heal(const TraceEvent& event) {
  for (auto it = cuts_.begin(); it != cuts_.end();) {
    if (event.a != ~uint64_t{0} && event.a != it->first) {
      ++it;
      continue;
    }
    chrome_.span_end(network(), event.time.ns, "fault", it->second, "heal", "");
    it = cuts_.erase(it);
  }
}

// Once for each moment at which it has changed.
void Perfetto::count_in_flight(const TraceEvent& event) {
  if (event.time.ns != in_flight_time_ && in_flight_ != shown_in_flight_) {
    shown_in_flight_ = in_flight_;
    chrome_.counter(network_process_, in_flight_time_, "in flight", in_flight_);
  }
  in_flight_time_ = event.time.ns;
  const bool leaves = event.kind == EventKind::deliver || event.kind == EventKind::drop;
  if (event.kind == EventKind::send || event.kind == EventKind::duplicate) ++in_flight_;
  if (leaves && in_flight_ > 0) --in_flight_;
}

}  // namespace

void export_perfetto(const RecordedRun& run, const ExportOptions& options, TextSink& out) {
  out.text() += "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"scenario\":" + to_json(run.scenario) +
                ",\"seed\":\"" + std::to_string(run.seed) + "\",\"digest\":\"" + run.digest +
                "\"},\n\"traceEvents\":[\n";
  Perfetto(run, options, out).write();
  out.text() += "\n]}\n";
  out.flush();
}

}  // namespace ordain
