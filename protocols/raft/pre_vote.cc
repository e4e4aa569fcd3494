// PreVote: section 9.6 of the thesis. A server asks whether it would be elected before it raises
// its term: "a candidate only increments its term if it first learns from a majority of the cluster
// that they would be willing to grant the candidate their votes (if the candidate's log is
// sufficiently up-to-date, and the voters have not received heartbeats from a valid leader for at
// least a baseline election timeout)". One that was cut off then does no harm when it comes back.
//
// Nothing of this is written to disk, and nobody's term or vote changes by it. What looks like a
// detail is not: a server that would not grant answers all the same, with its term. Silence towards
// one whose term is low can stop a cluster for ever:
//   1. n3 stood in term 3, alone, and has the short log; n2 has the long one and is in term 2.
//   2. n1, which led term 2, is gone for good.
//   3. n2 asks n3 about term 3. n3 has been there: it does not grant, and n2 must learn why.
//   4. n3 asks n2 about term 4. n2's log is ahead: it does not grant either.
// In step 3 the answer's term makes n2 ask about term 4 the next time, which n3 grants (etcd issue
// 8243).
#include <algorithm>

#include "protocols/raft/quorum.h"

namespace ordain::raft {

// Where the switch is thrown server by server, those that have not got it stand without asking.
bool Server::asks_first(const Config& config) const {
  const bool old_release = config.broken(Mutant::prevote_mixed) && self.value % 2 == 0;
  return config.pre_vote && !old_release;
}

void Server::become_pre_candidate(Ctx& ctx) {
  role = Role::pre_candidate;
  votes.clear();
  if (ctx.config<Config>().broken(Mutant::prevote_bumps_term)) go_to_term(current_term + 1, ctx);
  ctx.fact(AskedForPreVotes{current_term + 1});
  ctx.send(self, PreVoteReply{current_term, current_term + 1, true});
  ask_voters(Payload::make(PreVote{current_term + 1, log.last_index(), log.last_term()}), ctx);
  draw_election_timeout(ctx);
  restart_election_timer(ctx);
}

void Server::handle(const PreVote& request, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.pre_vote && !asks_first(config)) return;  // an old release knows no such message
  if (request.next_term <= current_term && config.broken(Mutant::prevote_ignored_low_term)) return;
  const bool would_vote = request.next_term > current_term && !hears_a_leader(ctx) &&
                          is_up_to_date(request.last_log_index, request.last_log_term);
  if (would_vote) ctx.fact(PreVoteGranted{request.next_term, from});
  ctx.send(from, PreVoteReply{current_term, request.next_term, would_vote});
}

void Server::handle(const PreVoteReply& reply, NodeId voter, Ctx& ctx) {
  if (role != Role::pre_candidate || !reply.granted || reply.next_term != current_term + 1) return;
  votes.push_back(voter);
  const auto would_vote = [this](NodeId server) {
    return std::find(votes.begin(), votes.end(), server) != votes.end();
  };
  if (quorum_of(ctx, would_vote)) become_candidate(Cause::timeout, ctx);
}

}  // namespace ordain::raft
