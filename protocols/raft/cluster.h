// A Raft cluster's nodes: servers 0 .. servers-1, then the clients, then the operator if there is a
// schedule for it.
#pragma once

#include <memory>
#include <vector>

#include "protocols/kv/client_config.h"
#include "protocols/raft/config.h"
#include "sim/core/node_table.h"

namespace ordain::raft {

// requires clients.servers servers, clients.clients clients
std::vector<std::unique_ptr<NodeTable>> make_nodes(const Config& config,
                                                   const kv::ClientConfig& clients);

}  // namespace ordain::raft
