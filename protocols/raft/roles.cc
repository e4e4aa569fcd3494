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
  current_term = term;
  voted_for = kNoNode;
  save_hard_state(ctx);
  ctx.fact(TermAdvanced{term});
  if (before == Role::follower) return;
  ctx.fact(SteppedDown{term_before, before == Role::leader});
  if (before == Role::leader) {
    ctx.cancel_timer(Timer::heartbeat);
    end_transfer(ctx);
    draw_election_timeout(ctx);
    restart_election_timer(ctx);
  }
}

// 5.2: "To begin an election, a follower increments its current term and transitions to candidate
// state. It then votes for itself and issues RequestVote RPCs." Its own vote counts once it is on
// disk: it reaches the candidate as a message from itself.
void Server::become_candidate(Ctx& ctx) {
  if (!may_stand(ctx)) return;
  role = Role::candidate;
  leader = kNoNode;
  ++current_term;
  voted_for = self;
  votes.clear();
  save_hard_state(ctx);
  ctx.fact(TermAdvanced{current_term});
  ctx.fact(BecameCandidate{current_term});
  ctx.fact(Voted{current_term, self});
  ctx.send(self, RequestVoteReply{current_term, true});
  const Payload request =
      Payload::make(RequestVote{current_term, log.last_index(), log.last_term()});
  const ServerSet asked = electorate(ctx);
  asked.for_each([&](NodeId voter) {
    if (voter != self) ctx.send_payload(voter, request);
  });
  draw_election_timeout(ctx);
  restart_election_timer(ctx);
}

// 5.3: next_index starts just after the leader's last entry, match_index at 0. The leader's own log
// is matched like any other, by its answer to itself once it is durable.
void Server::become_leader(Ctx& ctx) {
  role = Role::leader;
  leader = self;
  round = 0;
  progress.assign(ctx.servers(), fresh_progress());
  Elected elected{current_term, log.last_index(), 0};
  for (NodeId voter : votes) elected.voters |= voter.value < 64 ? uint64_t{1} << voter.value : 0;
  ctx.fact(elected);
  inherit_configuration(ctx);
  ctx.cancel_timer(Timer::election);
  ctx.send(self, AppendEntriesReply{current_term, 0, true, log.last_index(), 0});
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
