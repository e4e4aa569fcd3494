#include "sim/run/export/recorded_run.h"

#include <algorithm>

namespace ordain {
namespace {

template <class T>
bool holds(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool TraceFilter::keeps(const TraceEvent& event) const {
  if (event.number < first || event.number > last) return false;
  if (!kinds.empty() && !holds(kinds, event.kind)) return false;
  if (nodes.empty() || !event.node.valid()) return true;
  return holds(nodes, event.node) || (event.peer.valid() && holds(nodes, event.peer));
}

}  // namespace ordain
