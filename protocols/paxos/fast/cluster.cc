#include "protocols/paxos/fast/cluster.h"

#include "protocols/paxos/client.h"
#include "protocols/paxos/fast/server.h"

namespace ordain::fast_paxos {

std::vector<std::unique_ptr<NodeTable>> make_nodes(Config config, paxos::ClientConfig clients) {
  config.servers = clients.servers;
  clients.asked = clients.servers;
  clients.asks_all = true;
  std::vector<std::unique_ptr<NodeTable>> tables;
  tables.push_back(std::make_unique<TypedNodes<Server>>(std::make_shared<const Config>(config),
                                                        clients.servers));
  if (clients.clients > 0) {
    tables.push_back(std::make_unique<TypedNodes<paxos::Client>>(
        std::make_shared<const paxos::ClientConfig>(clients), clients.clients));
  }
  return tables;
}

}  // namespace ordain::fast_paxos
