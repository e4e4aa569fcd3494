#include "sim/run/export/names.h"

namespace ordain {
namespace {

constexpr uint8_t kMostTimers = 255;

NodeKind kind_of(const NodeTable& table) {
  NodeKind kind{table.size(), {}};
  for (uint8_t timer = 0; timer < kMostTimers; ++timer) {
    const std::string_view name = table.timer_name(timer);
    if (name == "?") break;
    kind.timers.emplace_back(name);
  }
  return kind;
}

}  // namespace

Names::Names(uint32_t servers, std::vector<NodeKind> kinds)
    : servers_(servers), kinds_(std::move(kinds)) {}

Names::Names(const World& world) : servers_(world.servers()) {
  for (uint32_t node = 0; node < world.size(); node += kinds_.back().count) {
    kinds_.push_back(kind_of(world.table(NodeId(node))));
  }
}

std::string Names::node(NodeId node) const {
  if (!node.valid()) return "-";
  if (node.value < servers_) return "n" + std::to_string(node.value + 1);
  return "c" + std::to_string(node.value - servers_ + 1);
}

std::string Names::timer(NodeId node, uint8_t timer) const {
  uint32_t first = 0;
  for (const NodeKind& kind : kinds_) {
    if (node.valid() && node.value - first < kind.count && timer < kind.timers.size()) {
      return kind.timers[timer];
    }
    first += kind.count;
  }
  return std::to_string(timer);
}

}  // namespace ordain
