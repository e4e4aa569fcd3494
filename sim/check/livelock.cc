#include "sim/check/livelock.h"

#include <algorithm>

#include "sim/base/text.h"

namespace ordain {

void LivelockDetector::on_fact(const FactEvent& event) {
  const std::string_view kind = event.fact.type->name;
  const auto place =
      std::lower_bound(now_.begin(), now_.end(), event.node.value,
                       [](const auto& entry, uint32_t node) { return entry.first < node; });
  if (place != now_.end() && place->first == event.node.value) {
    if (place->second == kind) return;  // still the same state
    place->second = kind;
  } else {
    now_.insert(place, {event.node.value, kind});
  }
  auto found = visits_.find(now_);
  if (found == visits_.end()) {
    if (visits_.size() >= kStates) return;
    found = visits_.emplace(now_, Visits{0, event.time, event.time}).first;
  }
  ++found->second.count;
  found->second.last = event.time;
}

std::string LivelockDetector::describe() const {
  const auto most = std::max_element(
      visits_.begin(), visits_.end(),
      [](const auto& a, const auto& b) { return a.second.count < b.second.count; });
  if (most == visits_.end() || most->second.count <= kOften) return "";
  std::vector<std::string> nodes;
  for (const auto& [node, kind] : most->first) {
    nodes.push_back(std::string("n").append(std::to_string(node + 1)) + " " + std::string(kind));
  }
  const Visits& visits = most->second;
  return std::string("livelock: the same state (").append(join(nodes, ", ")) + ") came back " +
         std::to_string(visits.count - 1) + " times in " +
         format_seconds((visits.last - visits.first).ns);
}

}  // namespace ordain
