// Learning the chosen value (2.3).
#include <algorithm>

#include "protocols/paxos/synod/server.h"

namespace ordain::paxos {

// "A value is chosen when a single proposal with that value has been accepted by a majority of the
// acceptors" (2.2): acceptances of different ballots do not add up, even of one value.
void Server::handle(const Acceptance& acceptance, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (!config.learns(self)) return;
  const Vote& vote = acceptance.vote;
  proposer.met = std::max(proposer.met, vote.ballot);
  const bool news = learner.learned == kNoValue;
  const auto voters = learner.count(vote, from, config.counting());
  if (!voters) return;
  if (news) {
    ctx.fact(Learned{vote.value, vote.ballot.round, vote.ballot.node, voters->bits});
    ctx.cancel_timer(Timer::query);
  }
  rest(ctx);
  answer_clients(ctx);
}

void Server::answer_clients(Ctx& ctx) {
  for (NodeId client : clients) ctx.send(client, Decided{learner.learned});
  clients.clear();
}

// "Because of message loss, a value could be chosen with no learner ever finding out. The learner
// could ask the acceptors what proposals they have accepted". Acceptors of different ballots may
// never add up to a quorum, so: "If a learner needs to know whether a value has been chosen, it can
// have a proposer issue a proposal".
void Server::query(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (learner.learned != kNoValue || !config.learns(self)) return;
  const bool stuck = learner.counted > 0 && learner.counted == counted_before;
  if (stuck && proposer.phase == ProposerPhase::idle && may_propose(config)) begin_ballot(ctx);
  counted_before = learner.counted;
  send_to_acceptors(Query{++queries}, config, ctx);
  ctx.set_timer(Timer::query, config.query);
}

}  // namespace ordain::paxos
