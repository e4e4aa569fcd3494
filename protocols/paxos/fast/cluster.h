// The nodes of a Fast Paxos cluster: servers 0 .. servers-1, then the clients.
#pragma once

#include <memory>
#include <vector>

#include "protocols/paxos/client_config.h"
#include "protocols/paxos/fast/config.h"
#include "sim/core/node_table.h"

namespace ordain::fast_paxos {

// requires clients.servers servers, clients.clients clients
std::vector<std::unique_ptr<NodeTable>> make_nodes(Config config, paxos::ClientConfig clients);

}  // namespace ordain::fast_paxos
