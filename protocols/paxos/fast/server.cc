#include "protocols/paxos/fast/server.h"

#include <algorithm>

namespace ordain::fast_paxos {

Server::Server(const Config&, NodeId id) : self(id) {}

Server Server::recover(const Config& config, NodeId id, const Durable& disk) {
  Server server(config, id);
  server.recovered = true;
  const auto* acceptor = disk.find<paxos::AcceptorRecord>(Area::acceptor);
  const auto* proposer = disk.find<paxos::ProposerRecord>(Area::proposer);
  const auto wrote = [&](Area area) {
    return static_cast<bool>(disk.area(static_cast<uint8_t>(area)).single.value);
  };
  if (acceptor != nullptr) server.acceptor = {acceptor->promised, acceptor->vote, {}};
  if (proposer != nullptr) server.coordinator.round = proposer->round;
  const bool acceptor_lost = acceptor == nullptr && wrote(Area::acceptor);
  const bool proposer_lost = proposer == nullptr && wrote(Area::proposer);
  server.halted = acceptor_lost || proposer_lost;
  server.halt.record = acceptor_lost ? paxos::Unreadable::acceptor : paxos::Unreadable::proposer;
  return server;
}

void Server::on_start(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (halted) return ctx.fact(halt);
  const Vote& vote = acceptor.vote;
  if (recovered) {
    ctx.fact(paxos::Recovered{acceptor.promised.round, acceptor.promised.node, vote.ballot.round,
                              vote.ballot.node, vote.value, vote.fast});
  }
  for (NodeId other(0); other.value < ctx.servers(); ++other.value) {
    if (other != self) ctx.set_timer(Timer::suspect, config.suspect, other.value);
  }
  show_alive(ctx);
  ctx.set_timer(Timer::query, config.query);
  if (coordinates(ctx)) begin_ballot(ctx);
}

void Server::on_timer(Timer timer, uint64_t key, Ctx& ctx) {
  if (halted) return;
  switch (timer) {
    case Timer::progress:
      return progress(ctx);
    case Timer::query:
      return query(ctx);
    case Timer::alive:
      return show_alive(ctx);
    case Timer::suspect:
      omega.suspected.add(NodeId(static_cast<uint32_t>(key)));
      if (coordinator.phase == Phase::idle) progress(ctx);
      return;
  }
}

bool Server::coordinates(Ctx& ctx) const { return omega.trusted(self, ctx.servers()) == self; }

void Server::show_alive(Ctx& ctx) {
  ctx.broadcast(Alive{++omega.shown});
  ctx.set_timer(Timer::alive, ctx.config<Config>().alive);
}

void Server::handle(const Alive&, NodeId from, Ctx& ctx) {
  omega.suspected.remove(from);
  ctx.set_timer(Timer::suspect, ctx.config<Config>().suspect, from.value);
}

// Clients send their proposals to all acceptors and to the coordinator.
void Server::handle(const Propose& request, NodeId, Ctx& ctx) {
  if (learner.learned != kNoValue) return ctx.send(request.client, Decided{learner.learned});
  const auto same = [&](const Propose& other) { return other.value == request.value; };
  if (std::any_of(requests.begin(), requests.end(), same)) return;
  requests.push_back(request);
  take_clients_value(ctx);
  if (coordinator.phase == Phase::idle && coordinates(ctx)) begin_ballot(ctx);
}

}  // namespace ordain::fast_paxos
