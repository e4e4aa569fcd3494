#include "protocols/paxos/synod/server.h"

#include <algorithm>

namespace ordain::paxos {

Server::Server(const Config&, NodeId id) : self(id) {}

// 2.5: "stable storage, preserved during failures, is used to maintain the information that the
// acceptor must remember", and the proposer's highest number. What was learnt is learnt again.
Server Server::recover(const Config& config, NodeId id, const Durable& disk) {
  Server server(config, id);
  server.recovered = true;
  const auto* acceptor = disk.find<AcceptorRecord>(Area::acceptor);
  const auto* proposer = disk.find<ProposerRecord>(Area::proposer);
  const auto wrote = [&](Area area) {
    return static_cast<bool>(disk.area(static_cast<uint8_t>(area)).single.value);
  };
  if (acceptor != nullptr) server.acceptor = {acceptor->promised, acceptor->vote};
  if (proposer != nullptr) server.proposer.round = proposer->round;
  const bool acceptor_lost = acceptor == nullptr && wrote(Area::acceptor);
  const bool proposer_lost = proposer == nullptr && wrote(Area::proposer);
  server.halted = acceptor_lost || proposer_lost;
  server.halt.record = acceptor_lost ? Unreadable::acceptor : Unreadable::proposer;
  return server;
}

void Server::on_start(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (halted) return ctx.fact(halt);
  const Vote& vote = acceptor.vote;
  if (recovered) {
    ctx.fact(Recovered{acceptor.promised.round, acceptor.promised.node, vote.ballot.round,
                       vote.ballot.node, vote.value, vote.fast});
  }
  if (config.learns(self)) ctx.set_timer(Timer::query, config.query);
  if (!config.distinguished || !config.proposes(self)) return;
  for (uint32_t i = 0; i < config.proposer_count(); ++i) {
    if (NodeId(i) != self) ctx.set_timer(Timer::suspect, config.suspect, i);
  }
  show_alive(ctx);
}

void Server::on_timer(Timer timer, uint64_t key, Ctx& ctx) {
  if (halted) return;
  switch (timer) {
    case Timer::retransmit:
      return retransmit(ctx);
    case Timer::back_off:
      return begin_ballot(ctx);
    case Timer::query:
      return query(ctx);
    case Timer::alive:
      return show_alive(ctx);
    case Timer::suspect:
      omega.suspected.add(NodeId(static_cast<uint32_t>(key)));
      return;
  }
}

// A client's proposal. Once the decision is known it is the answer; until then the client waits for
// it, and this server, or the distinguished one, tries to have the value chosen.
void Server::handle(const Propose& request, NodeId, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (!config.proposes(self)) return;
  if (learner.learned != kNoValue && config.answer_learned) {
    return ctx.send(request.client, Decided{learner.learned});
  }
  if (!may_propose(config)) return ctx.send(distinguished(config), request);
  if (std::find(clients.begin(), clients.end(), request.client) == clients.end()) {
    clients.push_back(request.client);
  }
  if (proposer.phase != ProposerPhase::idle) return;
  proposer.own = request.value;
  begin_ballot(ctx);
}

}  // namespace ordain::paxos
