// The trace: every event of a run, in order. It is always digested; it is kept only when asked for.
//
// What the numbers `a` and `b` mean depends on the kind:
//   send        a = n of the message on its link, b = delay in ns (0 when it is dropped)
//   deliver     a = n of the message on its link, b = 1 for the copy of a duplicated one
//   drop        a = n of the message on its link, detail = DropCause
//   duplicate   a = n of the message on its link, b = the second copy's delay in ns
//   corrupt     a = n of the message on its link
//   timer       detail = timer, a = key
//   write       a = n of the disk write, b = records in it          (submitted)
//   durable     a = n of the disk write                             (its effects are released)
//   crash       a = records of unsynced writes that survived, b = records that were lost
//   start       a = incarnation (0 the first)
//   pause, resume, slow (a = service time in ns)
//   clock       a = new offset in ns (two's complement), b = drift in ppm (likewise)
//   partition   a = cut id, detail = PartitionShape, b = the nodes of the first side as bits (of
//               the first 64; 0 for a ring);   heal: a = cut id, or ~0 for all
//   hold        a = n of a message on its link (with its payload), or detail = 1: a = id
//   fault       a = rule, b = strike: a fault that has no kind of its own, named by `text`
//   fact        the fact;     operation: the operation
//   disk_fault  detail = DiskFault, a = n of the write or record
//   phase       a = 0 safety, 1 liveness, 2 end
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/hash.h"
#include "sim/core/fact.h"
#include "sim/core/operation.h"
#include "sim/core/payload.h"

namespace ordain {

BOOST_DEFINE_FIXED_ENUM_CLASS(EventKind, uint8_t, start, send, deliver, drop, duplicate, corrupt,
                              timer, write, durable, disk_fault, crash, pause, resume, slow, clock,
                              partition, heal, hold, release, link, fact, operation, phase)

BOOST_DEFINE_FIXED_ENUM_CLASS(DropCause, uint8_t, loss, burst, partition, queue_full, checksum,
                              receiver_down, sender_down)

BOOST_DEFINE_FIXED_ENUM_CLASS(DiskFault, uint8_t, torn_write, lost_write, lying_fsync, bit_rot,
                              read_error, write_error, full, stall)

struct TraceEvent {
  uint64_t number = 0;
  Time time;
  EventKind kind = EventKind::start;
  uint8_t detail = 0;
  uint16_t channel = 0;
  NodeId node;  // where it happens
  NodeId peer;  // the other end of a message
  uint64_t a = 0;
  uint64_t b = 0;
  Payload payload;  // a message
  Fact fact;        // of kind fact
  OpEvent op;       // of kind operation
};

class Trace {
 public:
  // Keep events from now on (or stop keeping them); the digest is the same either way.
  void set_recording(bool on) { recording_ = on; }
  bool recording() const { return recording_; }

  // requires a < 2^32: a message's number on its link
  void message(Time time, EventKind kind, uint8_t detail, uint16_t channel, NodeId node,
               NodeId peer, uint64_t a, uint64_t b, const Payload& payload) {
    ++count_;
    const uint64_t what = kind_word(kind, detail, channel);
    digest_.append(std::array<uint64_t, 5>{static_cast<uint64_t>(time.ns),
                                           what | (uint64_t{node.value} << 32),
                                           uint64_t{peer.value} | (a << 32), b, payload.hash()});
    if (recording_) keep(time, kind, detail, channel, node, peer, a, b).payload = payload;
  }
  void plain(Time time, EventKind kind, uint8_t detail, NodeId node, uint64_t a, uint64_t b,
             uint16_t channel = 0) {
    digest(time, kind, detail, channel, node, kNoNode, a, b, 0);
    if (recording_) keep(time, kind, detail, channel, node, kNoNode, a, b);
  }
  void fact(Time time, NodeId node, uint16_t channel, const Fact& fact) {
    ++count_;
    const auto& w = fact.words;
    digest_.append(
        words_of(time, EventKind::fact, 0, channel, node, kNoNode, w[0], w[1], fact.type->tag),
        std::array<uint64_t, 4>{w[2], w[3], w[4], w[5]});
    if (recording_) keep(time, EventKind::fact, 0, channel, node, kNoNode, 0, 0).fact = fact;
  }
  void operation(Time time, NodeId node, const OpEvent& op);

  // Ends the digest with the final states (given as their encoding).
  void append_state(const Encoder& state) { digest_.append(state.data(), state.size()); }

  uint64_t count() const { return count_; }  // events so far; the next one's number
  Digest128 digest() const { return digest_.value(); }
  const std::vector<TraceEvent>& events() const { return events_; }
  void forget_events() { events_.clear(); }

 private:
  static uint64_t kind_word(EventKind kind, uint8_t detail, uint16_t channel) {
    return static_cast<uint64_t>(kind) | (uint64_t{detail} << 8) | (uint64_t{channel} << 16);
  }
  static std::array<uint64_t, 6> words_of(Time time, EventKind kind, uint8_t detail,
                                          uint16_t channel, NodeId node, NodeId peer, uint64_t a,
                                          uint64_t b, uint64_t hash) {
    return {static_cast<uint64_t>(time.ns),
            kind_word(kind, detail, channel),
            uint64_t{node.value} | (uint64_t{peer.value} << 32),
            a,
            b,
            hash};
  }
  void digest(Time time, EventKind kind, uint8_t detail, uint16_t channel, NodeId node, NodeId peer,
              uint64_t a, uint64_t b, uint64_t hash) {
    ++count_;
    digest_.append(words_of(time, kind, detail, channel, node, peer, a, b, hash));
  }
  TraceEvent& keep(Time time, EventKind kind, uint8_t detail, uint16_t channel, NodeId node,
                   NodeId peer, uint64_t a, uint64_t b);

  RunningDigest digest_;
  uint64_t count_ = 0;
  bool recording_ = false;
  std::vector<TraceEvent> events_;
};

}  // namespace ordain
