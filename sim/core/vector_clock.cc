#include "sim/core/vector_clock.h"

#include <algorithm>

namespace ordain {
namespace {

bool before_node(const VectorClock::Entry& entry, NodeId node) { return entry.node < node; }

// Whether every entry of `a` is at most that of `b`.
bool at_most(const VectorClock& a, const VectorClock& b) {
  return std::all_of(a.entries().begin(), a.entries().end(),
                     [&](const VectorClock::Entry& e) { return e.count <= b.at(e.node); });
}

}  // namespace

uint64_t VectorClock::at(NodeId node) const {
  const auto it = std::lower_bound(entries_.begin(), entries_.end(), node, before_node);
  return it != entries_.end() && it->node == node ? it->count : 0;
}

void VectorClock::tick(NodeId node) {
  const auto it = std::lower_bound(entries_.begin(), entries_.end(), node, before_node);
  if (it != entries_.end() && it->node == node) {
    ++it->count;
  } else {
    entries_.insert(it, {node, 1});
  }
}

void VectorClock::merge(const VectorClock& other) {
  auto mine = entries_.begin();
  for (const Entry& theirs : other.entries_) {
    mine = std::lower_bound(mine, entries_.end(), theirs.node, before_node);
    if (mine != entries_.end() && mine->node == theirs.node) {
      mine->count = std::max(mine->count, theirs.count);
    } else {
      mine = entries_.insert(mine, theirs);
    }
  }
}

CausalOrder compare(const VectorClock& a, const VectorClock& b) {
  const bool below = at_most(a, b);
  const bool above = at_most(b, a);
  if (below && above) return CausalOrder::same;
  if (below) return CausalOrder::before;
  return above ? CausalOrder::after : CausalOrder::concurrent;
}

bool is_message_event(EventKind kind) {
  return kind == EventKind::send || kind == EventKind::deliver || kind == EventKind::drop ||
         kind == EventKind::duplicate || kind == EventKind::corrupt;
}

bool is_node_event(EventKind kind) {
  switch (kind) {
    case EventKind::drop:
    case EventKind::duplicate:
    case EventKind::corrupt:
    case EventKind::partition:
    case EventKind::heal:
    case EventKind::hold:
    case EventKind::release:
    case EventKind::link:
    case EventKind::phase:
      return false;
    default:
      return true;
  }
}

MessageId message_of(const TraceEvent& event) {
  const bool at_receiver = event.kind == EventKind::deliver || event.kind == EventKind::drop;
  return at_receiver ? MessageId{event.peer, event.node, event.a}
                     : MessageId{event.node, event.peer, event.a};
}

VectorClock& CausalClocks::node_clock(NodeId node) {
  if (node.value >= nodes_.size()) nodes_.resize(node.value + 1);
  return nodes_[node.value];
}

// One copy arrives or is lost; the last one takes the record with it.
void CausalClocks::leave_network(const MessageId& id, VectorClock& into) {
  const auto it = messages_.find(id);
  if (it == messages_.end()) return;  // sent before the recording began
  into.merge(it->second.clock);
  if (--it->second.copies == 0) messages_.erase(it);
}

const VectorClock& CausalClocks::next(const TraceEvent& event, Count count) {
  if (event.kind == EventKind::duplicate || event.kind == EventKind::corrupt) {
    other_ = VectorClock();
    const auto it = messages_.find(message_of(event));
    if (it == messages_.end()) return other_;
    if (event.kind == EventKind::duplicate) ++it->second.copies;
    return it->second.clock;
  }
  if (event.kind == EventKind::drop) {
    other_ = VectorClock();
    leave_network(message_of(event), other_);
    return other_;
  }
  if (!is_node_event(event.kind) || !event.node.valid()) return other_ = VectorClock();
  VectorClock& own = node_clock(event.node);
  if (event.kind == EventKind::deliver) leave_network(message_of(event), own);
  if (count == Count::yes) own.tick(event.node);
  if (event.kind == EventKind::send)
    messages_.insert_or_assign(message_of(event), InFlight{own, 1});
  return own;
}

}  // namespace ordain
