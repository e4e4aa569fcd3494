// The nodes of a CASPaxos cluster: servers 0 .. servers-1, then the clients.
#pragma once

#include <memory>
#include <vector>

#include "protocols/kv/client_config.h"
#include "protocols/paxos/cas/config.h"
#include "sim/core/node_table.h"

namespace ordain::cas_paxos {

// requires clients.servers servers, clients.clients clients
std::vector<std::unique_ptr<NodeTable>> make_nodes(Config config, const kv::ClientConfig& clients);

}  // namespace ordain::cas_paxos
