// AppendEntries, the follower's side (Figure 2; section 5.3).
#include <algorithm>

#include "protocols/raft/server.h"

namespace ordain::raft {

void Server::handle(const AppendEntries& request, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (request.term < current_term) {  // 1. "Reply false if term < currentTerm"
    // The answer frees a server that a partition has brought to a higher term, where nobody may
    // listen to its candidacies: the leader learns the term from it.
    if (config.broken(Mutant::checkquorum_no_help)) return;
    return ctx.send(from, AppendEntriesReply{current_term, request.round, false, 0, 0, {}});
  }
  recognise_leader(from, ctx);

  // 2. "Reply false if log doesn't contain an entry at prevLogIndex whose term matches". What a
  // snapshot stands for is committed, and so matches.
  const bool reaches = request.prev_log_index <= log.last_index();
  const bool matches = request.prev_log_index < log.base_index() ||
                       log.term_at(request.prev_log_index) == request.prev_log_term ||
                       config.broken(Mutant::no_prevterm) ||
                       (request.prev_log_index == 1 && config.broken(Mutant::zero_index));
  if (!reaches || !matches) return reject(request, from, ctx);

  store(request, ctx);
  const uint64_t last_new = request.prev_log_index + request.entries.size();
  const AppendEntriesReply reply{current_term, request.round, true, last_new, 0, request.sent_at};
  if (config.broken(Mutant::log_volatile)) {
    ctx.send_urgent(from, reply);
  } else {
    ctx.send(from, reply);  // leaves once the entries are durable
  }
  // 5. "commitIndex = min(leaderCommit, index of last new entry)": entries behind the last new one
  // may be leftovers that no leader has confirmed.
  const uint64_t known = config.broken(Mutant::commit_min_lastlog) ? log.last_index() : last_new;
  commit_to(std::min(request.leader_commit, known), ctx);
  if (config.broken(Mutant::apply_uncommitted)) apply_to(last_new, ctx);
}

// A message of the current term's leader: 5.2, a candidate "recognizes the leader as legitimate and
// returns to follower state".
void Server::recognise_leader(NodeId from, Ctx& ctx) {
  if (role == Role::candidate) {
    if (ctx.config<Config>().broken(Mutant::forget_vote_stepdown)) voted_for = kNoNode;
    ctx.fact(SteppedDown{current_term, false, StepDown::leader_found});
  }
  if (role != Role::leader) role = Role::follower;
  leader = from;
  heard_from_leader(ctx);
  restart_election_timer(ctx);
}

// Tells the leader where to look next, a term at a time (end of 5.3): the first index of the term
// that conflicts, or the end of a log that is too short.
void Server::reject(const AppendEntries& request, NodeId from, Ctx& ctx) {
  AppendEntriesReply reply{current_term,   request.round, false, log.last_index() + 1, 0,
                           request.sent_at};
  const bool conflicts = request.prev_log_index <= log.last_index();
  if (conflicts && !ctx.config<Config>().broken(Mutant::nack_wrong_index)) {
    reply.conflict_term = log.term_at(request.prev_log_index);
    reply.index = log.first_index_of_term_at(request.prev_log_index);
  }
  ctx.send(from, reply);
}

// 3. "If an existing entry conflicts with a new one (same index but different terms), delete the
// existing entry and all that follow it"; 4. "Append any new entries not already in the log". An
// entry that does not conflict stays, with all behind it: the request may be an old one.
void Server::store(const AppendEntries& request, Ctx& ctx) {
  if (ctx.config<Config>().broken(Mutant::truncate_always)) {
    truncate_from(std::max(request.prev_log_index, log.base_index()) + 1, ctx);
  }
  uint64_t index = request.prev_log_index;
  if (index == 0 && ctx.config<Config>().broken(Mutant::prev0_append)) index = log.base_index();
  uint64_t first_new = 0;
  for (const Payload& entry : request.entries) {
    ++index;
    if (index <= log.last_index()) {
      if (index <= log.base_index() || log.term_at(index) == term_of(entry)) continue;
      truncate_from(index, ctx);
    }
    if (first_new == 0) first_new = index;
    log.append(entry);
    ctx.append_payload(Area::log, index, entry);
  }
  for (; first_new != 0 && first_new <= index; ++first_new) {
    ctx.fact(Appended{first_new, log.term_at(first_new), log.prefix_hash(first_new)});
    if (log.holds_configuration(first_new)) configuration_appended(first_new, ctx);
  }
}

void Server::truncate_from(uint64_t index, Ctx& ctx) {
  if (index > log.last_index()) return;
  log.truncate_from(index);
  ctx.truncate_from(Area::log, index);
  ctx.fact(Truncated{index, commit_index, role == Role::leader});
  if (configuration_index >= index) adopt_configuration(index - 1, ctx);
}

}  // namespace ordain::raft
