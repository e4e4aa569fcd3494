#include "sim/core/trace.h"

namespace ordain {

TraceEvent& Trace::keep(Time time, EventKind kind, uint8_t detail, uint16_t channel, NodeId node,
                        NodeId peer, uint64_t a, uint64_t b) {
  TraceEvent& event = events_.emplace_back();
  event.number = count_ - 1;
  event.time = time;
  event.kind = kind;
  event.detail = detail;
  event.channel = channel;
  event.node = node;
  event.peer = peer;
  event.a = a;
  event.b = b;
  return event;
}

void Trace::operation(Time time, NodeId node, const OpEvent& op) {
  digest(time, EventKind::operation, static_cast<uint8_t>(op.phase), 0, node, kNoNode, op.number,
         op.key, static_cast<uint64_t>(op.function));
  digest_.append(std::array<uint64_t, 3>{static_cast<uint64_t>(op.value),
                                         static_cast<uint64_t>(op.new_value),
                                         uint64_t{op.has_value} | uint64_t{!op.asked} << 1});
  if (op.transaction) digest_.append(std::array<uint64_t, 1>{op.transaction.hash()});
  if (recording_) {
    keep(time, EventKind::operation, 0, 0, node, kNoNode, op.number, op.key).op = op;
  }
}

}  // namespace ordain
