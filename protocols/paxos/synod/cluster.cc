#include "protocols/paxos/synod/cluster.h"

#include "protocols/paxos/client.h"
#include "protocols/paxos/synod/server.h"

namespace ordain::paxos {

std::vector<std::unique_ptr<NodeTable>> make_nodes(Config config, ClientConfig clients) {
  config.servers = clients.servers;
  clients.asked = config.proposer_count();
  std::vector<std::unique_ptr<NodeTable>> tables;
  tables.push_back(std::make_unique<TypedNodes<Server>>(std::make_shared<const Config>(config),
                                                        clients.servers));
  if (clients.clients > 0) {
    tables.push_back(std::make_unique<TypedNodes<Client>>(
        std::make_shared<const ClientConfig>(clients), clients.clients));
  }
  return tables;
}

}  // namespace ordain::paxos
