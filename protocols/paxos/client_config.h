// How clients propose: how often, to whom, and when they lose patience.
#pragma once

#include <cstdint>

#include "sim/base/time.h"

namespace ordain::paxos {

struct ClientConfig {
  // From the scenario's cluster; clients are the nodes servers .. servers + clients - 1.
  uint32_t servers = 0;
  uint32_t clients = 0;
  uint64_t operations = 0;  // of all clients together

  // From the protocol: a client asks the first `asked` servers one after another, or all of them
  // and the coordinator at once, as Fast Paxos has it.
  uint32_t asked = 0;
  bool asks_all = false;

  // From the scenario's "clients".
  Duration think_low = milliseconds(0);
  Duration think_high = milliseconds(100);
  Duration timeout = milliseconds(300);  // of one try
  uint32_t attempts = 20;                // before a proposal is given up

  // Proposals are dealt out evenly; the first clients get what is left over.
  uint64_t share(uint32_t client) const {
    return operations / clients + (client < operations % clients ? 1 : 0);
  }
};

}  // namespace ordain::paxos
