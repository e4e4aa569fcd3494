#include "sim/check/lin/timeline.h"

#include <algorithm>
#include <functional>

namespace ordain::check::lin {
namespace {

// Merges the calls, already in order, with the returns. Positions are dense in a history of one
// object, which saves the sort; among many objects they are not.
std::vector<uint32_t> order_events(const std::vector<Op>& ops) {
  std::vector<uint32_t> events;
  if (ops.empty()) return events;
  const uint32_t base = ops.front().call;
  uint32_t last = ops.back().call;
  for (const Op& op : ops)
    if (op.ret != kNever) last = std::max(last, op.ret);
  events.reserve(2 * ops.size());
  if (last - base <= 8 * ops.size()) {
    std::vector<uint32_t> at(last - base + 1, kNever);
    for (uint32_t i = 0; i < ops.size(); ++i) {
      at[ops[i].call - base] = i << 1;
      if (ops[i].ret != kNever) at[ops[i].ret - base] = i << 1 | 1;
    }
    for (const uint32_t event : at)
      if (event != kNever) events.push_back(event);
    return events;
  }
  std::vector<std::pair<uint32_t, uint32_t>> placed;
  placed.reserve(2 * ops.size());
  for (uint32_t i = 0; i < ops.size(); ++i) {
    placed.emplace_back(ops[i].call, i << 1);
    if (ops[i].ret != kNever) placed.emplace_back(ops[i].ret, i << 1 | 1);
  }
  std::sort(placed.begin(), placed.end());
  for (const auto& [position, event] : placed) events.push_back(event);
  return events;
}

}  // namespace

Timeline::Timeline(const std::vector<Op>& ops)
    : events(order_events(ops)),
      opened(ops.size()),
      slot(ops.size()),
      previous(ops.size(), kNever) {
  std::vector<uint32_t> free;  // a heap: the lowest free slot keeps masks short
  std::vector<uint32_t> holder;
  for (uint32_t at = 0; at < events.size(); ++at) {
    const uint32_t event = events[at];
    const uint32_t op = op_of(event);
    if (is_return(event)) {
      free.push_back(slot[op]);
      std::push_heap(free.begin(), free.end(), std::greater<>());
      continue;
    }
    opened[op] = at;
    if (ops[op].ret == kNever) {
      slot[op] = static_cast<uint32_t>(crashed.size());
      crashed.push_back(op);
      continue;
    }
    if (free.empty()) {
      slot[op] = width++;
      holder.push_back(kNever);
    } else {
      std::pop_heap(free.begin(), free.end(), std::greater<>());
      slot[op] = free.back();
      free.pop_back();
    }
    previous[op] = holder[slot[op]];
    holder[slot[op]] = op;
  }
}

}  // namespace ordain::check::lin
