#include "protocols/raft/cluster.h"

#include "protocols/kv/client.h"
#include "protocols/raft/operator.h"
#include "protocols/raft/server.h"

namespace ordain::raft {

std::vector<std::unique_ptr<NodeTable>> make_nodes(const Config& config,
                                                   const kv::ClientConfig& clients) {
  std::vector<std::unique_ptr<NodeTable>> tables;
  tables.push_back(std::make_unique<TypedNodes<Server>>(std::make_shared<const Config>(config),
                                                        clients.servers));
  if (clients.clients > 0) {
    tables.push_back(std::make_unique<TypedNodes<kv::Client>>(
        std::make_shared<const kv::ClientConfig>(clients), clients.clients));
  }
  if (!config.admin.empty()) {
    OperatorConfig schedule;
    schedule.servers = clients.servers;
    schedule.steps = config.admin;
    tables.push_back(std::make_unique<TypedNodes<Operator>>(
        std::make_shared<const OperatorConfig>(std::move(schedule)), 1));
  }
  return tables;
}

}  // namespace ordain::raft
