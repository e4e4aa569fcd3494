// What every exporter is given: a recorded trace with the names of its nodes, and which part of it
// is wanted.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/core/trace.h"
#include "sim/run/export/names.h"

namespace ordain {

// Borrowed for the duration of an export.
struct RecordedRun {
  const std::vector<TraceEvent>& events;
  const Names& names;
  std::string scenario;
  uint64_t seed = 0;
  std::string digest;
};

// Keeps the events of a window of event numbers, of some nodes (a message event also for its other
// end, what concerns no node always) and of some kinds; empty lists keep all.
struct TraceFilter {
  uint64_t first = 0;
  uint64_t last = std::numeric_limits<uint64_t>::max();
  std::vector<NodeId> nodes;
  std::vector<EventKind> kinds;

  bool keeps(const TraceEvent& event) const;
};

struct ExportOptions {
  TraceFilter filter;
  bool clocks = false;           // NDJSON: with vector clocks
  uint32_t most_messages = 150;  // Mermaid: its renderers refuse long diagrams
};

}  // namespace ordain
