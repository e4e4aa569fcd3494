#include "protocols/builtin.h"

#include "protocols/paxos/multi/registration.h"
#include "protocols/paxos/registration.h"
#include "protocols/ping/registration.h"
#include "protocols/raft/registration.h"

namespace ordain {

const Registry& builtin_registry() {
  static const Registry registry = [] {
    Registry out;
    ping::register_protocol(out);
    raft::register_protocol(out);
    multi_paxos::register_protocol(out);
    paxos::register_protocols(out);
    return out;
  }();
  return registry;
}

}  // namespace ordain
