// How clients behave: what they ask, how much at a time, and when they lose patience.
#pragma once

#include <cstdint>

#include "sim/base/ratio.h"
#include "sim/base/time.h"
#include "sim/core/operation.h"

namespace ordain::kv {

struct ClientConfig {
  // From the scenario's cluster; clients are the nodes servers .. servers + clients - 1.
  uint32_t servers = 0;
  uint32_t clients = 0;
  uint64_t operations = 0;        // of all clients together
  Function read = Function::get;  // what the workload calls its functions
  Function write = Function::put;

  // From the scenario's "clients".
  uint32_t keys = 8;         // of the kv workload; a register has one
  Ratio reads{2, 5};         // of all operations
  Ratio cas{1, 4};           // of those that are not reads
  uint32_t outstanding = 1;  // lanes of a client
  Duration think_low = milliseconds(10);
  Duration think_high = milliseconds(150);
  Duration timeout = milliseconds(300);  // of one try
  uint32_t attempts = 8;                 // before an operation is given up

  // Operations are dealt out evenly; the first clients get what is left over.
  uint64_t share(uint32_t client) const {
    return operations / clients + (client < operations % clients ? 1 : 0);
  }
};

}  // namespace ordain::kv
