#include "protocols/paxos/properties/goals.h"

namespace ordain::paxos {

void DecidedInCore::on_fact(const FactEvent& event, Report&) {
  Server& server = servers_[event.node];
  if (event.fact.is<Learned>()) {
    server.learned = true;
  } else if (event.fact.is<Accepted>()) {
    server.voted = true;
  } else {
    server.voted = event.fact.as<Recovered>().voted_round != 0;
  }
}

// Learning is volatile; a vote is not, and a restart tells of it.
void DecidedInCore::on_lifecycle(NodeId node, Lifecycle, const FactEvent&, Report&) {
  servers_[node].learned = false;
}

std::vector<NodeId> DecidedInCore::still_waiting() const {
  std::vector<NodeId> out;
  bool voted = false;
  for (NodeId node : core_) {
    const bool known = node.value < servers_.values().size();
    const Server server = known ? servers_.values()[node.value] : Server{};
    voted |= server.voted;
    if (node.value < learners_ && !server.learned) out.push_back(node);
  }
  if (!voted) out.clear();
  return out;
}

bool DecidedInCore::reached() const { return still_waiting().empty(); }

std::string DecidedInCore::pending() const {
  std::string names;
  for (NodeId node : still_waiting()) names += (names.empty() ? "" : ", ") + name_of(node);
  return names.empty() ? "" : "what is chosen has not been learnt by " + names;
}

namespace {

kv::ClientConfig client_config(const Setting& setting) {
  kv::ClientConfig config;
  config.servers = setting.servers;
  config.clients = setting.clients;
  config.operations = setting.operations;
  return config;
}

}  // namespace

OperationsComplete::OperationsComplete(const Setting& setting)
    : proposals_(client_config(setting)) {}

void OperationsComplete::on_operation(const OpRecord& record, Report& report) {
  if (record.op.function == Function::cas) proposals_.on_operation(record, report);
}

void OperationsComplete::on_lifecycle(NodeId node, Lifecycle what, const FactEvent& place,
                                      Report& report) {
  proposals_.on_lifecycle(node, what, place, report);
}

}  // namespace ordain::paxos
