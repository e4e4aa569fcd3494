// Learning what is chosen: a fast quorum of votes in a fast ballot, a classic one in others.
#include <algorithm>

#include "protocols/paxos/fast/server.h"

namespace ordain::fast_paxos {

void Server::handle(const Acceptance& acceptance, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const Vote& vote = acceptance.vote;
  coordinator.met = std::max(coordinator.met, vote.ballot);
  const bool news = learner.learned == kNoValue;
  const auto voters = learner.count(vote, from, config.counting());
  if (!news) return;
  if (voters) {
    return learnt({vote.value, vote.ballot.round, vote.ballot.node, voters->bits}, ctx);
  }
  if (vote.fast) watch_fast_ballot(vote, from, ctx);
}

void Server::handle(const Decided& decided, NodeId, Ctx& ctx) {
  if (learner.learned != kNoValue) return;
  learner.learned = decided.value;
  learnt({decided.value, 0, {}, 0}, ctx);
}

void Server::learnt(const paxos::Learned& fact, Ctx& ctx) {
  if (coordinator.phase != Phase::idle) ctx.cancel_timer(Timer::progress);
  coordinator.phase = Phase::idle;
  ctx.cancel_timer(Timer::query);
  ctx.fact(fact);
  for (const Propose& request : requests) ctx.send(request.client, Decided{learner.learned});
  requests.clear();
}

void Server::query(Ctx& ctx) {
  if (learner.learned != kNoValue) return;
  ctx.broadcast(Query{++queries});
  ctx.set_timer(Timer::query, ctx.config<Config>().query);
}

}  // namespace ordain::fast_paxos
