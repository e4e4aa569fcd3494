// Queues by key, first in, first out.
#pragma once

#include <map>
#include <vector>

#include "protocols/kv/command.h"

namespace ordain::kv {

struct Queue {
  uint64_t taken = 0;  // elements so far: the place of the first that is left
  std::vector<int64_t> items;
  BOOST_DESCRIBE_CLASS(Queue, (), (taken, items), (), ())
};

using Queues = std::map<uint64_t, Queue>;

Result enqueue(const Command& command, Queues& queues, uint64_t& hash);
// Of an empty queue: ok, without a value.
Result dequeue(const Command& command, Queues& queues, uint64_t& hash);

}  // namespace ordain::kv
