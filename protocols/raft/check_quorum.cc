// What servers make of having heard from one another: sections 4.2.3 and 6.2 of the thesis.
//
// All of it reads the server's own clock. A clock that is wrong costs leaders and time, never
// safety; leases (lease.cc) are another matter.
#include <algorithm>

#include "protocols/raft/quorum.h"

namespace ordain::raft {

// A leader is heard from by its AppendEntries; a server that comes back from a crash may have heard
// from one just before, and may have promised it not to vote for another.
void Server::heard_from_leader(Ctx& ctx) {
  if (ctx.config<Config>().notes_contact()) heard_at = ctx.now();
}

void Server::heard_from(Progress& follower, const AppendEntriesReply& reply, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.notes_contact()) follower.heard_at = ctx.now();
  if (config.reads == Reads::log) return;
  follower.acknowledged_round = std::max(follower.acknowledged_round, reply.round);
  follower.acknowledged_at = std::max(follower.acknowledged_at, reply.sent_at);
}

// When a quorum had been heard from last, this leader included.
LocalTime Server::quorum_heard_at(const Ctx& ctx) const {
  return reached_by_quorum(ctx, [&](NodeId server) {
    return server == self ? ctx.now() : progress[server.value].heard_at;
  });
}

// Whether a leader was heard from less than a minimum election timeout ago. A leader hears itself
// as long as a quorum hears it. A moment in the future is no evidence: the clock has been set back.
bool Server::hears_a_leader(const Ctx& ctx) const {
  const LocalTime heard = role == Role::leader ? quorum_heard_at(ctx) : heard_at;
  if (heard == kNever) return false;
  const Duration since = ctx.now() - heard;
  return since >= Duration{} && since < ctx.config<Config>().election_low;
}

// 4.2.3: "if a server receives a RequestVote request within the minimum election timeout of hearing
// from a current leader, it does not update its term or grant its vote". Unless the leader itself
// has asked for the election (3.10). The request's term does not matter: the server's own may have
// been raised by another message meanwhile, which frees it of no promise.
bool Server::ignores(const RequestVote& request, NodeId candidate, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (!config.stickiness || request.by_transfer || request.term < current_term) return false;
  if (!hears_a_leader(ctx) || config.broken(Mutant::lease_no_stickiness)) return false;
  ctx.fact(VoteRefused{request.term, candidate, Refusal::hears_a_leader});
  return true;
}

// 6.2: "a leader in Raft steps down if an election timeout elapses without a successful round of
// heartbeats to a majority of its cluster; this allows clients to retry their requests with another
// server."
bool Server::has_lost_its_quorum(const Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  if (!config.check_quorum || config.broken(Mutant::no_checkquorum)) return false;
  return ctx.now() - quorum_heard_at(ctx) > config.election_high;
}

}  // namespace ordain::raft
