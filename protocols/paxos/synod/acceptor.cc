// The acceptor: phases 1b and 2b (2.2), and its stable storage (2.5): "An acceptor records its
// intended response in stable storage before actually sending the response." The record stands
// before the message in the handler's effects, so the world sends it once the record is durable.
#include <algorithm>

#include "protocols/paxos/synod/server.h"

namespace ordain::paxos {

// P1a: "An acceptor can accept a proposal numbered n iff it has not responded to a prepare request
// having a number greater than n." A request that has been answered is answered again: the answer
// may have been lost.
void Server::handle(const Prepare& request, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (!config.accepts(self)) return;
  if (request.ballot < acceptor.promised) return refuse(request.ballot, Step::prepare, from, ctx);
  const Promise promise{request.ballot, acceptor.vote};
  const bool raises = request.ballot > acceptor.promised;
  if (raises) {
    acceptor.promised = request.ballot;
    save_acceptor(ctx);
  }
  const Vote& vote = acceptor.vote;
  ctx.fact(Promised{request.ballot.round, request.ballot.node, vote.ballot.round, vote.ballot.node,
                    vote.value});
  if (config.broken(Mutant::promise_volatile)) {
    ctx.send_urgent(from, promise);
  } else {
    ctx.send(from, promise);
  }
  if (raises) outbid(request.ballot, ctx);
}

// Phase 2b: "it accepts the proposal unless it has already responded to a prepare request having a
// number greater than n". Accepting promises too: without that,
//   1. n2 accepts 5 in ballot 3 without having been asked to prepare it;
//   2. it is asked to prepare ballot 2, and promises;
//   3. it accepts 7 in ballot 2, and forgets a vote for 5 that may have been the deciding one.
void Server::handle(const Accept& request, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (!config.accepts(self)) return;
  const bool below = request.ballot < acceptor.promised && !config.broken(Mutant::accept_nocheck);
  const bool unprepared =
      request.ballot > acceptor.promised && config.broken(Mutant::nack_higher_accept);
  if (below || unprepared) return refuse(request.ballot, Step::accept, from, ctx);
  const bool again = acceptor.vote.ballot == request.ballot && acceptor.vote.value == request.value;
  if (again) return tell_learners(ctx);  // 2b may have been lost
  acceptor.vote = {request.ballot, request.value, false};
  if (!config.broken(Mutant::accept_keeps_promise)) {
    acceptor.promised = std::max(acceptor.promised, request.ballot);
  }
  save_acceptor(ctx);
  ctx.fact(Accepted{request.ballot.round, request.ballot.node, request.value, false});
  tell_learners(ctx);
}

// "If an acceptor ignores a prepare or accept request because it has already received a prepare
// request with a higher number, then it should probably inform the proposer" (2.2).
void Server::refuse(const Ballot& ballot, Step step, NodeId from, Ctx& ctx) {
  const Ballot& promised = acceptor.promised;
  ctx.fact(Refused{ballot.round, ballot.node, promised.round, promised.node, step});
  ctx.send(from, Nack{ballot, promised});
}

void Server::handle(const Query&, NodeId learner_node, Ctx& ctx) {
  if (!ctx.config<Config>().accepts(self) || !acceptor.vote.ballot.valid()) return;
  ctx.send(learner_node, Acceptance{acceptor.vote});
}

void Server::save_acceptor(Ctx& ctx) {
  ctx.put(Area::acceptor, AcceptorRecord{acceptor.promised, acceptor.vote});
}

// "To have each acceptor, whenever it accepts a proposal, respond to all learners" (2.3). Every
// proposer is a learner, so the one that asked hears of it too.
void Server::tell_learners(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const Payload acceptance = Payload::make(Acceptance{acceptor.vote});
  for (uint32_t i = 0; i < config.learner_count(); ++i) {
    if (config.broken(Mutant::accept_volatile)) {
      ctx.send_payload_urgent(NodeId(i), acceptance);
    } else {
      ctx.send_payload(NodeId(i), acceptance);
    }
  }
}

}  // namespace ordain::paxos
