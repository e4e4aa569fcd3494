// A Multi-Paxos cluster's nodes: servers 0 .. servers-1, then the clients.
#pragma once

#include <memory>
#include <vector>

#include "protocols/kv/client_config.h"
#include "protocols/paxos/multi/config.h"
#include "sim/core/node_table.h"

namespace ordain::multi_paxos {

// requires clients.servers servers, clients.clients clients
std::vector<std::unique_ptr<NodeTable>> make_nodes(const Config& config,
                                                   const kv::ClientConfig& clients);

}  // namespace ordain::multi_paxos
