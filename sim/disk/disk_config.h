// What disks do to writes. The fault model stands in sim/disk/disk.h.
#pragma once

#include <cstdint>

#include "sim/core/distribution.h"

namespace ordain {

struct DiskConfig {
  Distribution latency;  // of a write until it is durable; default: instant
  Ratio stall;           // how often a write takes `stall_for` longer
  Distribution stall_for = Distribution::constant(milliseconds(500));
  Ratio torn;   // at a crash: the first lost record of an unsynced write is left half-written
  Ratio lying;  // a write is reported durable at once but reaches the platter `lying_for` later
  Duration lying_for = milliseconds(200);
  Ratio bit_rot;          // at recovery, for each record: its checksum fails
  Ratio read_error;       // at recovery: the disk cannot be read, and the node stays down a while
  Ratio write_error;      // a write fails, and the node stops (fail-stop)
  uint64_t capacity = 0;  // records the disk holds before writes fail; 0: unlimited

  // The safety budget: at most this many servers may have lost acknowledged records (torn, lying,
  // rot, a wiped disk); beyond it such a fault does not strike. Default: a minority.
  uint32_t budget = kMinority;
  static constexpr uint32_t kMinority = ~uint32_t{0};

  // Neither latency nor a fault concerns a write.
  bool writes_plainly() const {
    return latency.instant() && stall.zero() && write_error.zero() && lying.zero() && capacity == 0;
  }
};

}  // namespace ordain
