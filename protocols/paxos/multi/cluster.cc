#include "protocols/paxos/multi/cluster.h"

#include "protocols/kv/client.h"
#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

std::vector<std::unique_ptr<NodeTable>> make_nodes(const Config& config,
                                                   const kv::ClientConfig& clients) {
  std::vector<std::unique_ptr<NodeTable>> tables;
  tables.push_back(std::make_unique<TypedNodes<Server>>(std::make_shared<const Config>(config),
                                                        clients.servers));
  if (clients.clients > 0) {
    tables.push_back(std::make_unique<TypedNodes<kv::Client>>(
        std::make_shared<const kv::ClientConfig>(clients), clients.clients));
  }
  return tables;
}

}  // namespace ordain::multi_paxos
