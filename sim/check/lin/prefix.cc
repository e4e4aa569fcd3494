#include "sim/check/lin/prefix.h"

#include <algorithm>

namespace ordain::check::lin {

Alone isolate(const History& history, const Object& object, const Value& initial) {
  Alone out;
  out.history.source = history.source;
  out.history.events = history.events;
  out.history.initial = initial;
  out.source = object.operations;
  for (const uint32_t i : object.operations)
    out.history.operations.push_back(history.operations[i]);
  return out;
}

uint32_t shortest_failing_prefix(const History& history, const Options& options, uint32_t at) {
  std::vector<uint32_t> ends;
  for (const Operation& op : history.operations)
    if (op.complete != Operation::kNever && op.complete >= at) ends.push_back(op.complete + 1);
  std::sort(ends.begin(), ends.end());
  const auto fails = [&](uint32_t end) {
    return verdict_of(history.prefix(end), options) == Verdict::NotLinearizable;
  };
  size_t low = 0, high = 0;  // ends before low do not fail; high will be one that does
  for (size_t step = 1; high + 1 < ends.size() && !fails(ends[high]); step *= 2) {
    low = high + 1;
    high = std::min(high + step, ends.size() - 1);
  }
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (fails(ends[middle])) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return ends[high];
}

}  // namespace ordain::check::lin
