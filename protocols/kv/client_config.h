// How clients behave: what they ask, how much at a time, and when they lose patience.
#pragma once

#include <cstdint>

#include "sim/base/ratio.h"
#include "sim/base/time.h"
#include "sim/core/operation.h"

namespace ordain::kv {

// What the service is to its clients. Registers: one or many, also in transactions.
enum class Application : uint8_t { registers, locks, queues };

struct ClientConfig {
  // From the scenario's cluster; clients are the nodes servers .. servers + clients - 1.
  uint32_t servers = 0;
  uint32_t clients = 0;
  uint64_t operations = 0;  // of all clients together
  Application application = Application::registers;
  Function read = Function::get;  // what the workload calls its functions
  Function write = Function::put;

  // From the scenario's "clients".
  uint32_t keys = 8;         // of the kv workload; a register has one
  Ratio reads{2, 5};         // of all operations
  Ratio cas{1, 4};           // of those that are not reads
  uint32_t outstanding = 1;  // lanes of a client
  Duration start;            // before which clients ask for nothing
  Duration think_low = milliseconds(10);
  Duration think_high = milliseconds(150);
  Duration timeout = milliseconds(300);  // of one try
  uint32_t attempts = 8;                 // before an operation is given up
  uint32_t backoff = 1;                  // each try has so many times the patience of the last
  Duration max_timeout = seconds(10);    // and never more than this

  // kv: transactions over several keys.
  Ratio transactions{0, 1};       // of all operations
  uint32_t transaction_keys = 3;  // at most

  // lock: a client acquires, writes so many times what the lock guards, and releases. It trusts its
  // lock, and does not look at the clock.
  uint32_t writes = 2;
  Duration lease = seconds(2);  // after which a lock passes on; 0: never without a release

  // Sessions that end. Clients open one if either is set.
  Duration session_expiry;    // when it was not used for so long; 0: never
  uint32_t max_sessions = 0;  // beyond, the one that was not used for longest ends; 0: no bound
  Duration keep_alive;        // how often an idle client uses its session; 0: never
  bool opens_sessions() const { return session_expiry.ns > 0 || max_sessions > 0; }
  // Whether what its commands do depends on time (command.h).
  bool asks_timed() const {
    return opens_sessions() || (application == Application::locks && lease.ns > 0);
  }

  // Operations are dealt out evenly; the first clients get what is left over.
  uint64_t share(uint32_t client) const {
    return operations / clients + (client < operations % clients ? 1 : 0);
  }
};

}  // namespace ordain::kv
