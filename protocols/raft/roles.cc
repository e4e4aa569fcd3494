// Section 5.1, Figure 4: the roles and what leads from one to another.
#include "protocols/raft/server.h"

namespace ordain::raft {

// On meeting a higher term: "it updates its current term to the larger value" and "immediately
// reverts to follower state".
void Server::become_follower(uint64_t term, Ctx& ctx) {
  const Role before = role;
  const uint64_t term_before = current_term;
  role = Role::follower;
  leader = kNoNode;
  go_to_term(term, ctx);
  drop_reads();
  if (before == Role::follower || before == Role::pre_candidate) return;
  ctx.fact(SteppedDown{term_before, before == Role::leader, StepDown::higher_term});
  if (before == Role::leader) stop_leading(ctx);
}

void Server::go_to_term(uint64_t term, Ctx& ctx) {
  current_term = term;
  voted_for = kNoNode;
  save_hard_state(ctx);
  ctx.fact(TermAdvanced{term});
}

// Within its term.
void Server::step_down(StepDown reason, Ctx& ctx) {
  role = Role::follower;
  leader = kNoNode;
  drop_reads();
  ctx.fact(SteppedDown{current_term, true, reason});
  stop_leading(ctx);
}

void Server::stop_leading(Ctx& ctx) {
  ctx.cancel_timer(Timer::heartbeat);
  ctx.cancel_timer(Timer::batch);
  end_transfer(ctx);
  draw_election_timeout(ctx);
  restart_election_timer(ctx);
}

// The election timer has fired: no leader was heard from for so long.
void Server::stand(Ctx& ctx) {
  leader = kNoNode;
  heard_at = kNever;
  drop_reads();
  if (!may_stand(ctx)) return;
  asks_first(ctx.config<Config>()) ? become_pre_candidate(ctx)
                                   : become_candidate(Cause::timeout, ctx);
}

// 5.2: "To begin an election, a follower increments its current term and transitions to candidate
// state. It then votes for itself and issues RequestVote RPCs." Its own vote counts once it is on
// disk: it reaches the candidate as a message from itself.
void Server::become_candidate(Cause cause, Ctx& ctx) {
  role = Role::candidate;
  leader = kNoNode;
  drop_reads();
  ++current_term;
  voted_for = self;
  votes.clear();
  save_hard_state(ctx);
  ctx.fact(TermAdvanced{current_term});
  ctx.fact(BecameCandidate{current_term, cause == Cause::transfer});
  ctx.fact(Voted{current_term, self});
  ctx.send(self, RequestVoteReply{current_term, true});
  const uint64_t last = log.last_index();
  ask_voters(
      Payload::make(RequestVote{current_term, last, log.last_term(), cause == Cause::transfer}),
      ctx);
  draw_election_timeout(ctx);
  restart_election_timer(ctx);
}

void Server::ask_voters(const Payload& request, Ctx& ctx) {
  electorate(ctx).for_each([&](NodeId voter) {
    if (voter != self) ctx.send_payload(voter, request);
  });
}

// 5.3: next_index starts just after the leader's last entry, match_index at 0. The leader's own log
// is matched like any other, by its answer to itself once it is durable.
void Server::become_leader(Ctx& ctx) {
  role = Role::leader;
  leader = self;
  round = 0;
  sent = log.last_index();
  collecting = false;
  lease_forfeited = false;
  if (progress.empty() || !ctx.config<Config>().broken(Mutant::lazy_leader_init)) {
    progress.assign(ctx.servers(), fresh_progress(ctx));
  }
  Elected elected{current_term, log.last_index(), 0};
  for (NodeId voter : votes) elected.voters |= voter.value < 64 ? uint64_t{1} << voter.value : 0;
  ctx.fact(elected);
  inherit_configuration(ctx);
  ctx.cancel_timer(Timer::election);
  ctx.send(self, AppendEntriesReply{current_term, 0, true, log.last_index(), 0, {}});
  // An entry of its own lets it commit what earlier leaders left (section 8; thesis, 6.4).
  if (ctx.config<Config>().no_op) {
    append_as_leader(kv::Command{}, ctx);
    ctx.set_timer(Timer::heartbeat, ctx.config<Config>().heartbeat);
  } else {
    send_heartbeats(ctx);
  }
  leave_joint(ctx);
}

void Server::save_hard_state(Ctx& ctx) {
  HardState state{current_term, voted_for};
  if (ctx.config<Config>().broken(Mutant::vote_volatile)) state.voted_for = kNoNode;
  ctx.put(Area::hard_state, state);
}

// 5.2: "Raft uses randomized election timeouts to ensure that split votes are rare." A timeout is
// drawn for each wait for a leader, and each message of the leader starts it again.
void Server::draw_election_timeout(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  election_timeout =
      config.broken(Mutant::fixed_timeout)
          ? config.election_low
          : ctx.pick(Pick::election_timeout, config.election_low, config.election_high);
}

void Server::restart_election_timer(Ctx& ctx) { ctx.set_timer(Timer::election, election_timeout); }

}  // namespace ordain::raft
