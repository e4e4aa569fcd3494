#include "protocols/paxos/cas/cluster.h"

#include "protocols/kv/client.h"
#include "protocols/paxos/cas/server.h"

namespace ordain::cas_paxos {

std::vector<std::unique_ptr<NodeTable>> make_nodes(Config config, const kv::ClientConfig& clients) {
  config.servers = clients.servers;
  std::vector<std::unique_ptr<NodeTable>> tables;
  tables.push_back(std::make_unique<TypedNodes<Server>>(std::make_shared<const Config>(config),
                                                        clients.servers));
  if (clients.clients > 0) {
    tables.push_back(std::make_unique<TypedNodes<kv::Client>>(
        std::make_shared<const kv::ClientConfig>(clients), clients.clients));
  }
  return tables;
}

}  // namespace ordain::cas_paxos
