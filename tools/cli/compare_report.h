// What `run --compare` prints: a table for people, a column a contender, or one JSON object.
#pragma once

#include <string>
#include <vector>

#include "sim/run/measure.h"
#include "tools/cli/terminal.h"

namespace ordain::cli {

// All runs of one protocol and configuration, pooled.
struct Contender {
  std::string heading;
  std::string protocol;
  std::string config;  // further settings, as JSON; "": none
  std::vector<std::string> left_out;
  uint64_t runs = 0;
  uint64_t expected = 0;  // that ended as the scenario expects
  uint64_t invoked = 0, ok = 0, failed = 0, indeterminate = 0;
  uint64_t sent = 0, delivered = 0, dropped = 0, duplicated = 0;
  int64_t virtual_time_ns = 0;
  RunMeasures measures;

  uint64_t answered() const { return ok + failed; }
  void sort();  // the lists, for percentiles
};

struct CompareReport {
  std::string scenario;
  uint64_t first = 0;
  uint64_t last = 0;
  Duration outage;
  const std::vector<Contender>& contenders;
  bool interrupted = false;
  int64_t wall_ms = 0;
};

std::string compare_text(const CompareReport& report, const Palette& palette);
std::string compare_json(const CompareReport& report);

}  // namespace ordain::cli
