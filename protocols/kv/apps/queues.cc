#include "protocols/kv/apps/queues.h"

#include "protocols/kv/apps/cell.h"

namespace ordain::kv {
namespace {

uint64_t item_hash(uint64_t key, uint64_t place, int64_t value) {
  return cell_hash(Cell::queue, key, mix64(place) + static_cast<uint64_t>(value));
}

}  // namespace

Result enqueue(const Command& command, Queues& queues, uint64_t& hash) {
  Queue& queue = queues[command.key];
  hash += item_hash(command.key, queue.taken + queue.items.size(), command.value);
  queue.items.push_back(command.value);
  return {Status::ok, true, command.value};
}

Result dequeue(const Command& command, Queues& queues, uint64_t& hash) {
  const auto found = queues.find(command.key);
  if (found == queues.end() || found->second.items.empty()) return {Status::ok, false, 0};
  Queue& queue = found->second;
  const int64_t first = queue.items.front();
  hash -= item_hash(command.key, queue.taken, first);
  queue.items.erase(queue.items.begin());
  ++queue.taken;
  return {Status::ok, true, first};
}

}  // namespace ordain::kv
