// What a run cost and how it served its clients: the figures by which protocols are compared under
// the same faults. All are integers of virtual time and counts of events; they come from the
// recorded trace alone, and no figure needs to know the protocol.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/time.h"
#include "sim/core/trace.h"

namespace ordain {

struct RunMeasures {
  // Of the operations that were answered (ok or failed), in the order of their answers.
  std::vector<int64_t> latencies_ns;
  // How many messages lay one behind the other between the client's last request and the answer:
  // two are a round trip.
  std::vector<int64_t> message_delays;

  uint64_t bytes_sent = 0;  // in the canonical encoding, which spends 8 bytes on each integer

  // Stretches in which some operation was waiting and none was answered.
  Duration longest_silence;
  Duration unavailable;  // all that lasted longer than the threshold, together
  uint64_t outages = 0;  // how many those were

  uint64_t elections = 0;       // facts `elected`
  uint64_t leader_changes = 0;  // those after which another node leads than before

  void add(const RunMeasures& other);  // pooled: lists joined, the longest silence kept
};

struct MeasureOptions {
  uint32_t servers = 0;  // nodes from there on are clients
  Duration outage = milliseconds(250);
};

RunMeasures measure(const std::vector<TraceEvent>& trace, const MeasureOptions& options);

// The nearest-rank percentile, 1 to 100, of a sorted list; 0 of an empty one.
int64_t percentile(const std::vector<int64_t>& sorted, uint32_t percent);

}  // namespace ordain
