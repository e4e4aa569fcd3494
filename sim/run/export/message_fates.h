// What became of each message of a trace: which send a delivery or a drop belongs to, and how a
// send ended.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sim/core/trace.h"

namespace ordain {

// Both lists are as long as the trace and hold indices into it.
struct MessageFates {
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

  // Of a deliver, drop, duplicate or corrupt: its send.
  std::vector<uint32_t> send;
  // Of a send: the first delivery of a copy, else its drop, else kNone (still on its way).
  std::vector<uint32_t> end;
};

// Requires fewer than 2^32 - 1 events.
MessageFates match_messages(const std::vector<TraceEvent>& events);

}  // namespace ordain
