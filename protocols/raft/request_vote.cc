// RequestVote (Figure 2; sections 5.2 and 5.4.1).
#include <algorithm>

#include "protocols/raft/quorum.h"

namespace ordain::raft {

// Figure 2, receiver implementation: 1. refuse an old term; 2. grant if the vote is free and the
// candidate's log is at least as up-to-date. The vote is on disk before the answer leaves.
void Server::handle(const RequestVote& request, NodeId candidate, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (request.term < current_term) return refuse_vote(candidate, Refusal::old_term, ctx);
  if (has_retired(ctx)) return refuse_vote(candidate, Refusal::log_behind, ctx);
  const bool free = !voted_for.valid() || voted_for == candidate || config.broken(Mutant::revote) ||
                    (role == Role::leader && config.broken(Mutant::leader_votes));
  if (!free) return refuse_vote(candidate, Refusal::voted_for_another, ctx);
  if (!is_up_to_date(request.last_log_index, request.last_log_term) &&
      !config.broken(Mutant::no_uptodate)) {
    return refuse_vote(candidate, Refusal::log_behind, ctx);
  }
  if (voted_for != candidate) {
    voted_for = candidate;
    if (!config.broken(Mutant::vote_nonatomic)) save_hard_state(ctx);
    ctx.fact(Voted{current_term, candidate});
  }
  ctx.send(candidate, RequestVoteReply{current_term, true});
  if (config.broken(Mutant::vote_nonatomic)) save_hard_state(ctx);
  restart_election_timer(ctx);
}

void Server::refuse_vote(NodeId candidate, Refusal reason, Ctx& ctx) {
  ctx.fact(VoteRefused{current_term, candidate, reason});
  ctx.send(candidate, RequestVoteReply{current_term, false});
  if (ctx.config<Config>().broken(Mutant::timer_reset_on_any_rv)) restart_election_timer(ctx);
}

// 5.4.1: "If the logs have last entries with different terms, then the log with the later term is
// more up-to-date. If the logs end with the same term, then whichever log is longer".
bool Server::is_up_to_date(uint64_t last_log_index, uint64_t last_log_term) const {
  if (last_log_term != log.last_term()) return last_log_term > log.last_term();
  return last_log_index >= log.last_index();
}

// 5.2: "A candidate wins an election if it receives votes from a majority of the servers in the
// full cluster for the same term."
void Server::handle(const RequestVoteReply& reply, NodeId voter, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (role != Role::candidate || !reply.vote_granted) return;
  if (reply.term < current_term && !config.broken(Mutant::stale_vote_resp)) return;
  const auto voted = [this](NodeId server) {
    return std::find(votes.begin(), votes.end(), server) != votes.end();
  };
  if (!voted(voter) || config.broken(Mutant::dup_votes)) votes.push_back(voter);
  const bool any = config.broken(Mutant::dup_votes) || config.broken(Mutant::outsider_votes);
  const bool won =
      any ? votes.size() >= majority(configuration.voters.size()) : quorum_of(ctx, voted);
  if (won) become_leader(ctx);
}

}  // namespace ordain::raft
