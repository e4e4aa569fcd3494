// The acceptor: it votes for a coordinator's value, or, once the coordinator has sent "any",
// for the first value that a client sends it.
#include <algorithm>

#include "protocols/paxos/fast/server.h"

namespace ordain::fast_paxos {

void Server::handle(const Prepare& request, NodeId from, Ctx& ctx) {
  if (request.ballot < acceptor.promised) {
    return refuse(request.ballot, paxos::Step::prepare, from, ctx);
  }
  if (request.ballot > acceptor.promised) {
    acceptor.promised = request.ballot;
    save_acceptor(ctx);
  }
  report_promise(request.ballot, ctx);
  ctx.send(from, Promise{request.ballot, acceptor.vote});
}

void Server::handle(const Accept& request, NodeId from, Ctx& ctx) {
  const bool again = acceptor.vote.ballot == request.ballot;
  if (again) return send_to_all(Acceptance{acceptor.vote}, ctx);
  if (request.ballot < acceptor.promised) {
    return refuse(request.ballot, paxos::Step::accept, from, ctx);
  }
  if (request.any) {
    if (request.ballot > acceptor.promised) {
      acceptor.promised = request.ballot;
      save_acceptor(ctx);
      report_promise(request.ballot, ctx);
    }
    acceptor.any = request.ballot;
    return take_clients_value(ctx);
  }
  acceptor.promised = request.ballot;
  acceptor.vote = {request.ballot, request.value, false};
  save_acceptor(ctx);
  ctx.fact(paxos::Accepted{request.ballot.round, request.ballot.node, request.value, false});
  send_to_all(Acceptance{acceptor.vote}, ctx);
}

// After "any" a client's proposal does what a coordinator's phase 2a message would do, once a
// ballot. The vote is also the answer to the prepare request of the next ballot of this coordinator
// (coordinated recovery takes the 2b message of one for the 1b message of the next), and so it
// promises that one in the same write.
void Server::take_clients_value(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const Ballot ballot = acceptor.any;
  const bool voted = acceptor.vote.ballot == ballot;
  const bool left = acceptor.promised > ballot && !voted;
  if (!ballot.valid() || left || requests.empty()) return;
  if (voted && !config.broken(Mutant::vote_twice)) return;
  const Value value =
      config.broken(Mutant::vote_twice) ? requests.back().value : requests.front().value;
  acceptor.vote = {ballot, value, true};
  if (!config.broken(Mutant::recovery_unpromised)) acceptor.promised = recovery_of(ballot);
  save_acceptor(ctx);
  ctx.fact(paxos::Accepted{ballot.round, ballot.node, value, true});
  if (acceptor.promised > ballot) report_promise(acceptor.promised, ctx);
  send_to_all(Acceptance{acceptor.vote}, ctx);
}

void Server::refuse(const Ballot& ballot, paxos::Step step, NodeId from, Ctx& ctx) {
  const Ballot& promised = acceptor.promised;
  ctx.fact(paxos::Refused{ballot.round, ballot.node, promised.round, promised.node, step});
  ctx.send(from, Nack{ballot, promised});
}

// A server that has learnt tells what; one that has not, its vote.
void Server::handle(const Query&, NodeId from, Ctx& ctx) {
  if (learner.learned != kNoValue) return ctx.send(from, Decided{learner.learned});
  if (acceptor.vote.ballot.valid()) ctx.send(from, Acceptance{acceptor.vote});
}

void Server::save_acceptor(Ctx& ctx) {
  ctx.put(Area::acceptor, paxos::AcceptorRecord{acceptor.promised, acceptor.vote});
}

void Server::report_promise(const Ballot& ballot, Ctx& ctx) {
  const Vote& vote = acceptor.vote;
  ctx.fact(
      paxos::Promised{ballot.round, ballot.node, vote.ballot.round, vote.ballot.node, vote.value});
}

}  // namespace ordain::fast_paxos
