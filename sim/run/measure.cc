#include "sim/run/measure.h"

#include <algorithm>
#include <map>

#include "sim/run/export/message_fates.h"

namespace ordain {
namespace {

// Silences: how long operations wait while none is answered.
class Silence {
 public:
  Silence(RunMeasures& out, Duration threshold) : out_(out), threshold_(threshold) {}

  void invoked(NodeId client, Time now) {
    if (pending_ == 0) since_ = now;
    ++pending_;
    ++open_[client];
  }
  void answered(NodeId client, Time now) {
    close(now);
    over(client);
    since_ = now;
  }
  void given_up(NodeId client, Time now) {
    over(client);
    if (pending_ == 0) close(now);
  }
  // Nobody waits for what a crashed client had asked.
  void crashed(NodeId client, Time now) {
    const auto open = open_.find(client);
    if (open == open_.end() || open->second == 0) return;
    pending_ -= open->second;
    open->second = 0;
    if (pending_ == 0) close(now);
  }
  void end(Time now) {
    if (pending_ > 0) close(now);
  }

 private:
  void over(NodeId client) {
    --pending_;
    --open_[client];
  }
  void close(Time now) {
    const Duration silent = now - since_;
    out_.longest_silence = std::max(out_.longest_silence, silent);
    if (silent <= threshold_) return;
    out_.unavailable += silent;
    ++out_.outages;
  }

  RunMeasures& out_;
  Duration threshold_;
  uint64_t pending_ = 0;
  std::map<NodeId, uint64_t> open_;
  Time since_;
};

// How many messages lie behind what a node does now, one causing the next, since a timer fired or a
// client asked. What a write holds back is caused by what caused the write.
class Causes {
 public:
  Causes(const std::vector<TraceEvent>& trace, uint32_t servers)
      : fates_(match_messages(trace)), of_send_(trace.size()), servers_(servers) {}

  int64_t of(NodeId node) { return now_[node]; }

  void on(const TraceEvent& event, size_t index) {
    switch (event.kind) {
      case EventKind::start:
      case EventKind::timer:
        now_[event.node] = 0;
        break;
      case EventKind::send:
        of_send_[index] = event.node.value >= servers_ ? 0 : now_[event.node];
        break;
      case EventKind::deliver:
        deliver(event, index);
        break;
      case EventKind::write:
        of_write_[{event.node, event.a}] = now_[event.node];
        break;
      case EventKind::durable:
        now_[event.node] = of_write_[{event.node, event.a}];
        break;
      default:
        break;
    }
  }

 private:
  void deliver(const TraceEvent& event, size_t index) {
    const uint32_t send = fates_.send[index];
    const int64_t behind = send == MessageFates::kNone ? 0 : of_send_[send];
    now_[event.node] = behind + (event.node == event.peer ? 0 : 1);  // to oneself takes no time
  }

  MessageFates fates_;
  std::vector<int64_t> of_send_;  // by event
  std::map<std::pair<NodeId, uint64_t>, int64_t> of_write_;
  std::map<NodeId, int64_t> now_;
  uint32_t servers_;
};

class Meter {
 public:
  Meter(const std::vector<TraceEvent>& trace, const MeasureOptions& options)
      : trace_(trace), causes_(trace, options.servers), silence_(out_, options.outage) {}

  RunMeasures run() {
    for (size_t i = 0; i < trace_.size(); ++i) {
      const TraceEvent& event = trace_[i];
      causes_.on(event, i);
      if (event.kind == EventKind::send) out_.bytes_sent += event.payload.bytes();
      if (event.kind == EventKind::fact) fact(event);
      if (event.kind == EventKind::operation) operation(event);
      if (event.kind == EventKind::crash) silence_.crashed(event.node, event.time);
    }
    if (!trace_.empty()) silence_.end(trace_.back().time);
    return std::move(out_);
  }

 private:
  void fact(const TraceEvent& event) {
    constexpr uint64_t kElected = name_tag("elected");
    if (event.fact.type->tag != kElected) return;
    ++out_.elections;
    if (leader_.valid() && event.node != leader_) ++out_.leader_changes;
    leader_ = event.node;
  }

  void operation(const TraceEvent& event) {
    const std::pair id{event.node, event.op.number};
    if (event.op.phase == OpPhase::invoke) {
      asked_[id] = event.time;
      return silence_.invoked(event.node, event.time);
    }
    if (event.op.phase == OpPhase::indeterminate) return silence_.given_up(event.node, event.time);
    silence_.answered(event.node, event.time);
    out_.latencies_ns.push_back((event.time - asked_[id]).ns);
    out_.message_delays.push_back(causes_.of(event.node));
  }

  const std::vector<TraceEvent>& trace_;
  RunMeasures out_;
  Causes causes_;
  Silence silence_;
  NodeId leader_;
  std::map<std::pair<NodeId, uint64_t>, Time> asked_;
};

}  // namespace

void RunMeasures::add(const RunMeasures& other) {
  latencies_ns.insert(latencies_ns.end(), other.latencies_ns.begin(), other.latencies_ns.end());
  message_delays.insert(message_delays.end(), other.message_delays.begin(),
                        other.message_delays.end());
  bytes_sent += other.bytes_sent;
  longest_silence = std::max(longest_silence, other.longest_silence);
  unavailable += other.unavailable;
  outages += other.outages;
  elections += other.elections;
  leader_changes += other.leader_changes;
}

RunMeasures measure(const std::vector<TraceEvent>& trace, const MeasureOptions& options) {
  return Meter(trace, options).run();
}

int64_t percentile(const std::vector<int64_t>& sorted, uint32_t percent) {
  if (sorted.empty()) return 0;
  const uint64_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<uint64_t>(rank, 1) - 1];
}

}  // namespace ordain
