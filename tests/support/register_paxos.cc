#include "tests/support/register_paxos.h"

#include <algorithm>

namespace ordain::test::register_paxos {
namespace {

using check::Value;

uint64_t majority(const Ctx& ctx) { return ctx.servers() / 2 + 1; }

template <class M>
void tell_others(const M& message, NodeId self, Ctx& ctx) {
  for (NodeId node(0); node.value < ctx.servers(); ++node.value) {
    if (node != self) ctx.send(node, message);
  }
}

OpEvent operation(OpPhase phase, Function function, uint64_t number, uint64_t value) {
  OpEvent out;
  out.phase = phase;
  out.function = function;
  out.number = number;
  out.value = static_cast<int64_t>(value);
  return out;
}

}  // namespace

void Server::on(const Put& put, NodeId from, Ctx& ctx) {
  if (decided || proposal) return;
  proposal = Proposal{from, put.value};
  ballot = {ballot.round + 1, self};
  promises[self] = accepted;
  tell_others(Prepare{ballot}, self, ctx);
}

void Server::on(const Get&, NodeId from, Ctx& ctx) {
  if (decided) ctx.send(from, GetOk{accepted->second.value});
}

void Server::on(const Prepare& prepare, NodeId from, Ctx& ctx) {
  if (decided || prepare.ballot <= ballot) return;
  ballot = prepare.ballot;
  ctx.send(from, Promise{ballot, accepted});
}

// The value of the highest ballot that anybody has accepted, or its own.
void Server::on(const Promise& promise, NodeId from, Ctx& ctx) {
  if (decided || promise.ballot != ballot) return;
  promises[from] = promise.accepted;
  if (promises.size() != majority(ctx)) return;
  Accepted highest;
  for (const auto& [acceptor, theirs] : promises) highest = std::max(highest, theirs);
  if (highest && !ctx.config<Config>().ignores_accepted) proposal = highest->second;
  accepted = {ballot, *proposal};
  acceptances.insert(self);
  tell_others(Accept{ballot, *proposal}, self, ctx);
}

void Server::on(const Accept& accept, NodeId from, Ctx& ctx) {
  if (decided || accept.ballot < ballot) return;
  ballot = accept.ballot;
  accepted = {ballot, accept.proposal};
  ctx.send(from, Acceptance{ballot});
}

void Server::on(const Acceptance& acceptance, NodeId from, Ctx& ctx) {
  if (decided || acceptance.ballot != ballot) return;
  acceptances.insert(from);
  if (acceptances.size() != majority(ctx)) return;
  decided = true;
  tell_others(Decided{ballot, *proposal}, self, ctx);
  ctx.send(proposal->client, PutOk{});
}

void Server::on(const Decided& decision, NodeId, Ctx&) {
  if (decided) return;
  ballot = decision.ballot;
  accepted = {ballot, decision.proposal};
  decided = true;
}

// A client asks the server of its own number, and the next one for its read.
void Client::on_start(Ctx& ctx) {
  const uint64_t value = self.value - ctx.servers() + 1;
  ctx.operation(operation(OpPhase::invoke, Function::write, 1, value));
  ctx.send(NodeId(self.value % ctx.servers()), Put{value});
}

void Client::on(const PutOk&, NodeId, Ctx& ctx) {
  if (ended != 0) return;
  ++ended;
  ctx.operation(operation(OpPhase::ok, Function::write, 1, self.value - ctx.servers() + 1));
  ctx.operation(operation(OpPhase::invoke, Function::read, 2, 0));
  ctx.send(NodeId((self.value + 1) % ctx.servers()), Get{});
}

void Client::on(const GetOk& answer, NodeId, Ctx& ctx) {
  if (ended != 1) return;
  ++ended;
  ctx.operation(operation(OpPhase::ok, Function::read, 2, answer.value));
}

Linearizable::Linearizable()
    : checker_([] {
        check::lin::OnlineOptions options;
        options.initial = Value(0);
        return options;
      }()) {}

void Linearizable::on_operation(const OpRecord& record, Report& report) {
  const OpEvent& op = record.op;
  const uint64_t id = record.client.value * 2 + op.number;
  const Value written = op.function == Function::write ? Value(op.value) : Value();
  if (op.phase == OpPhase::invoke) {
    Operation& open = open_[record.client] = {{}, op.function, op.value};
    for (const auto& [client, operations] : completed_) {
      if (client != record.client) open.before[client] = operations.size();
    }
    const std::string function(enum_name(op.function));
    return checker_.invoke(id, record.client.value, function, Value(), written);
  }
  Operation& open = open_.at(record.client);
  open.value = op.value;
  completed_[record.client].push_back(open);
  open_.erase(record.client);
  checker_.complete(id, Value(op.value));
  checker_.report(name(), record, report);
}

bool Linearizable::encode(Encoder& out) const {
  ordain::encode(out, completed_);
  ordain::encode(out, open_);
  return true;
}

RunSpec spec(uint32_t servers, uint32_t clients, Config config) {
  RunSpec out;
  out.scenario = "register_paxos";
  out.protocol = "register_paxos";
  out.servers = servers;
  out.clients = clients;
  out.quorum = servers / 2 + 1;
  out.build = [servers, clients, config] {
    const auto shared = std::make_shared<const Config>(config);
    std::vector<std::unique_ptr<NodeTable>> tables;
    tables.push_back(std::make_unique<TypedNodes<Server>>(shared, servers));
    tables.push_back(std::make_unique<TypedNodes<Client>>(shared, clients));
    return tables;
  };
  out.properties.push_back([] { return std::make_unique<Linearizable>(); });
  return out;
}

}  // namespace ordain::test::register_paxos
