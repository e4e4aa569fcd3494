#include "sim/explore/shrink/explain.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "sim/base/text.h"
#include "sim/core/vector_clock.h"
#include "sim/explore/shrink/tree.h"
#include "sim/run/export/event_text.h"
#include "sim/run/export/mermaid.h"
#include "sim/scenario/fault_writer.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kMostDropped = 400;       // deliveries tried, the latest first,
constexpr uint64_t kMostEvents = 4'000'000;  // and events that this may take
constexpr uint64_t kOfAKind = 8;             // facts of one kind in a story
constexpr size_t kMessageBytes = 70;

// For each event whether it is in the causal past of the last one; all are, where the last one is
// no event of a node.
std::vector<bool> causal_past(const std::vector<TraceEvent>& events) {
  CausalClocks clocks;
  std::vector<uint64_t> own(events.size());  // its count on its node; 0: no event of a node
  VectorClock last;
  for (size_t i = 0; i < events.size(); ++i) {
    const VectorClock& clock = clocks.next(events[i]);
    if (is_node_event(events[i].kind) && events[i].node.valid()) {
      own[i] = clock.at(events[i].node);
    }
    if (i + 1 == events.size()) last = clock;
  }
  if (last.entries().empty()) return std::vector<bool>(events.size(), true);
  std::vector<bool> out(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    out[i] = own[i] != 0 && own[i] <= last.at(events[i].node);
  }
  return out;
}

bool is_misfortune(const TraceEvent& event) {
  switch (event.kind) {
    case EventKind::start:
      return event.a > 0;
    case EventKind::hold:
      return !event.payload;
    case EventKind::drop: {
      const auto cause = static_cast<DropCause>(event.detail);
      return cause != DropCause::partition && cause != DropCause::receiver_down;
    }
    case EventKind::duplicate:
    case EventKind::corrupt:
    case EventKind::crash:
    case EventKind::pause:
    case EventKind::resume:
    case EventKind::slow:
    case EventKind::partition:
    case EventKind::heal:
    case EventKind::release:
    case EventKind::link:
    case EventKind::disk_fault:
    case EventKind::phase:
      return true;
    case EventKind::clock:
      return event.b != 0 || event.a != 0;
    default:
      return false;
  }
}

std::string dropped_text(const TraceEvent& event, const Names& names) {
  const MessageId id = message_of(event);
  const std::string what(event.payload ? event.payload.name() : "message");
  return what + " from " + names.node(id.from) + " to " + names.node(id.to);
}

std::string phase_words(OpPhase phase) {
  switch (phase) {
    case OpPhase::invoke:
      return "asks: ";
    case OpPhase::ok:
      return "is answered: ";
    case OpPhase::failed:
      return "is refused: ";
    case OpPhase::indeterminate:
      return "gives up on: ";
  }
  return "";
}

class Explainer {
 public:
  Explainer(Search& search, const Registry& registry)
      : search_(search),
        scenario_(read_scenario(search.best(), "the shrunk run", registry)),
        spec_(make_run_spec(scenario_, registry)),
        tell_(registry.find(scenario_.protocol)->tell),
        violation_(search.trial().violation) {}

  Explanation explain() {
    const Names names = record();
    find_needed();
    std::vector<TraceEvent> chosen;
    for (size_t i = 0; i < events_.size(); ++i) {
      if (belongs(i)) chosen.push_back(events_[i]);
    }
    thin_out(chosen);
    for (const TraceEvent& event : chosen) out_.lines.push_back(line(event, names));
    out_.lines.push_back(format_seconds(violation_.time.ns) + "  " + violation_.property +
                         " is violated: " + violation_.reason);
    TextSink sink(out_.mermaid);
    export_mermaid({chosen, names, scenario_.name, scenario_.seed, ""}, {}, sink);
    return std::move(out_);
  }

 private:
  // The run up to its violation.
  Names record() {
    RunOptions options;
    options.record_trace = true;
    Run running(spec_, scenario_.seed, options);
    Names names(running.world());
    while (running.step()) {
    }
    events_ = running.finish().trace;
    std::erase_if(events_, [&](const TraceEvent& e) { return e.number > violation_.event; });
    past_ = search_.trial().in_liveness ? std::vector<bool>(events_.size(), true)
                                        : causal_past(events_);
    return names;
  }

  // Drops each delivery of the past, one at a time, to see what it was good for. A missed goal has
  // no cause of this kind.
  void find_needed() {
    if (search_.trial().in_liveness) return;
    const uint64_t most = std::min<uint64_t>(kMostDropped, kMostEvents / events_.size());
    std::vector<MessageId> deliveries;
    std::vector<Value> without;
    for (size_t i = events_.size(); i-- > 0;) {
      const TraceEvent& event = events_[i];
      if (!past_[i] || event.kind != EventKind::deliver || event.node == event.peer) continue;
      const MessageId id = message_of(event);
      deliveries.push_back(id);
      if (without.size() >= most) continue;
      const std::string link = write_node(id.from, spec_.servers) + '>' +
                               write_node(id.to, spec_.servers) + '#' + std::to_string(id.n);
      without.push_back(with_member(search_.best(), "overrides", link + " drop", Value::number(1)));
    }
    out_.deliveries = deliveries.size();
    const std::vector<bool> recurs = search_.recurs(without);
    for (size_t i = 0; i < recurs.size(); ++i) {
      if (!recurs[i]) needed_.insert(deliveries[i]);
    }
    out_.needed = needed_.size();
  }

  bool belongs(size_t i) const {
    const TraceEvent& event = events_[i];
    if (is_misfortune(event)) return true;
    if (!past_[i]) return false;
    if (event.kind == EventKind::deliver) return needed_.count(message_of(event)) > 0;
    return event.kind == EventKind::operation || !sentence(event).empty();
  }

  // Of facts and operations of one kind that are too many, the first and the last ones stay.
  void thin_out(std::vector<TraceEvent>& chosen) const {
    std::map<std::string_view, uint64_t> counts, seen;
    const auto kind = [](const TraceEvent& event) {
      if (event.kind == EventKind::operation) return std::string_view("operation");
      return event.kind == EventKind::fact ? event.fact.type->name : std::string_view();
    };
    for (const TraceEvent& event : chosen) ++counts[kind(event)];
    std::erase_if(chosen, [&](const TraceEvent& event) {
      if (kind(event).empty()) return false;
      const uint64_t place = seen[kind(event)]++;
      return place >= kOfAKind / 2 && place + kOfAKind / 2 < counts[kind(event)];
    });
  }

  // What the protocol says about a fact; "" for any other event.
  std::string sentence(const TraceEvent& event) const {
    if (event.kind != EventKind::fact || !tell_) return "";
    return tell_({event.fact, event.node, event.time, event.number});
  }

  std::string line(const TraceEvent& event, const Names& names) const {
    std::string text;
    switch (event.kind) {
      case EventKind::deliver:
        text = "hears " + std::string(event.payload.name()) + " from " + names.node(event.peer) +
               ": " + payload_text(event.payload, kMessageBytes);
        break;
      case EventKind::drop:
        text = dropped_text(event, names) + " is lost";
        break;
      case EventKind::duplicate:
        text = dropped_text(event, names) + " is duplicated";
        break;
      case EventKind::fact:
        text = sentence(event);
        break;
      case EventKind::operation:
        text = phase_words(event.op.phase) + operation_text(event.op);
        break;
      case EventKind::crash:
        text = event.b == 0 ? "crashes" : "crashes and loses unsynced records";
        break;
      case EventKind::start:
        text = "restarts";
        break;
      default:
        text = event_text(event, names);
    }
    const bool between_nodes = event.kind == EventKind::drop || event.kind == EventKind::duplicate;
    const bool has_subject = event.node.valid() && !between_nodes;
    return format_seconds(event.time.ns) + "  " +
           (has_subject ? names.node(event.node) + " " : std::string()) + text;
  }

  Search& search_;
  Scenario scenario_;
  RunSpec spec_;
  std::function<std::string(const FactEvent&)> tell_;
  Violation violation_;
  std::vector<TraceEvent> events_;
  std::vector<bool> past_;  // of the last event, causally
  std::set<MessageId> needed_;
  Explanation out_;
};

}  // namespace

Explanation explain(Search& search, const Registry& registry) {
  return Explainer(search, registry).explain();
}

}  // namespace ordain::shrinking
