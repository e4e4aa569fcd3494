// Vector clocks (Fidge 1988, Mattern 1989), computed from a recorded trace after the run, so that a
// run pays nothing for them: program order of each node, and send before deliver of each message.
//
// Rules. Every event of a node increments the node's own entry by one; a delivery first takes over
// what its send knew. A message is known by (sender, receiver, n on that link) and may have several
// copies. What the world does around the nodes (a drop, a partition, a phase) is no event of a
// node: it has the clock of the message it concerns, or an empty one, and increments nothing. A
// restarted node goes on from the clock it crashed with.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "sim/core/trace.h"

namespace ordain {

// Sparse: a node that is not listed stands at 0, so thousands of nodes cost what they exchange.
class VectorClock {
 public:
  struct Entry {
    NodeId node;
    uint64_t count = 0;
    friend constexpr bool operator==(const Entry&, const Entry&) = default;
  };

  uint64_t at(NodeId node) const;
  void tick(NodeId node);
  void merge(const VectorClock& other);  // the entry-wise maximum

  const std::vector<Entry>& entries() const { return entries_; }  // ascending by node, none 0
  friend bool operator==(const VectorClock&, const VectorClock&) = default;

 private:
  std::vector<Entry> entries_;
};

enum class CausalOrder : uint8_t { same, before, after, concurrent };

// How the event with clock `a` stands to the one with clock `b`.
CausalOrder compare(const VectorClock& a, const VectorClock& b);

// The two ends of an event's message, wherever on its way the event happened.
struct MessageId {
  NodeId from;
  NodeId to;
  uint64_t n = 0;
  friend constexpr auto operator<=>(const MessageId&, const MessageId&) = default;
};

bool is_node_event(EventKind kind);             // something a node does or has done to it
bool is_message_event(EventKind kind);          // send, deliver, drop, duplicate, corrupt
MessageId message_of(const TraceEvent& event);  // requires is_message_event(event.kind)

// Walks a trace in order and keeps the clock of each node and of each message still on its way.
class CausalClocks {
 public:
  enum class Count : uint8_t { yes, no };  // no: leave the event out, but keep what it passed on

  // The clock just after `event`; valid until the next call. Requires the events of one trace, in
  // order, each once.
  const VectorClock& next(const TraceEvent& event, Count count = Count::yes);

 private:
  struct InFlight {
    VectorClock clock;
    uint32_t copies = 1;
  };

  VectorClock& node_clock(NodeId node);
  void leave_network(const MessageId& id, VectorClock& into);

  std::vector<VectorClock> nodes_;
  std::map<MessageId, InFlight> messages_;
  VectorClock other_;
};

}  // namespace ordain
