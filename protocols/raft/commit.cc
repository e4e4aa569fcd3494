// Committing and applying: sections 5.3 and 5.4.2.
#include <algorithm>

#include "protocols/raft/quorum.h"

namespace ordain::raft {

// Figure 2, leaders: "If there exists an N such that N > commitIndex, a majority of
// matchIndex[i] >= N, and log[N].term == currentTerm: set commitIndex = N".
//
// Why the last condition (5.4.2, Figure 8): an entry of an earlier term may lie on a majority and
// still be overwritten.
//   1. n1 leads term 2 and puts its entry at index 2 on n2, then crashes.
//   2. n5 leads term 3 by votes of n3 and n4, writes its own entry at index 2, and crashes.
//   3. n1 leads term 4 and copies its old entry to n3: it now lies on a majority.
//   4. n1 crashes; n5 wins term 5, as its last entry is of term 3, and overwrites index 2.
void Server::advance_commit_index(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (!config.broken(Mutant::quorum_wrong) && !a_quorum_is_ahead(ctx)) return;
  const uint64_t index = replicated_on_quorum(ctx);
  if (index <= commit_index) return;
  if (log.term_at(index) != current_term && !config.broken(Mutant::fig8)) return;
  const bool first_is_old = log.term_at(commit_index + 1) != current_term;
  if (first_is_old && config.broken(Mutant::commit_scan_break)) return;
  commit_to(index, ctx);
}

// Most answers find it so: the two before the quorum is complete, and those that come after it.
bool Server::a_quorum_is_ahead(const Ctx& ctx) const {
  return quorum_of(
      ctx, [this](NodeId server) { return progress[server.value].match_index > commit_index; });
}

// The highest index that a quorum of logs has reached.
uint64_t Server::replicated_on_quorum(const Ctx& ctx) const {
  const auto match_index = [this](NodeId server) { return progress[server.value].match_index; };
  if (ctx.config<Config>().broken(Mutant::quorum_wrong)) {
    return reached_by(configuration.voters.size() / 3 + 1, configuration.voters, match_index);
  }
  return reached_by_quorum(ctx, match_index);
}

void Server::commit_to(uint64_t index, Ctx& ctx) {
  index = std::min(index, log.last_index());
  if (index <= commit_index) return;
  const uint64_t before = commit_index;
  commit_index = index;
  ctx.fact(Committed{index, log.term_at(index), log.prefix_hash(index), current_term,
                     role == Role::leader});
  apply_to(commit_index, ctx);
  serve_reads(ctx);
  if (before < configuration_index && configuration_index <= commit_index) {
    configuration_committed(ctx);
  }
  const uint32_t every = ctx.config<Config>().snapshot.every;
  if (every != 0 && last_applied >= log.base_index() + every) compact(ctx);
}

void Server::apply_to(uint64_t index, Ctx& ctx) {
  while (last_applied < index) apply_next(ctx);
}

// "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine".
void Server::apply_next(Ctx& ctx) {
  ++last_applied;
  const auto& config = ctx.config<Config>();
  if (config.broken(Mutant::no_sessions)) machine.sessions.clear();
  if (log.holds_configuration(last_applied)) {  // nothing to do for the state machine
    if (last_applied > configuration_index) adopt_configuration(last_applied, ctx);
    ctx.fact(Applied{last_applied, log.prefix_hash(last_applied), machine.hash, kNoNode, 0});
    return;
  }
  const kv::Command& command = log.entry(last_applied).command;
  const kv::StateMachine::Outcome outcome =
      machine.apply(command, {ctx.now(), config.machine_mutants});
  ctx.fact(Applied{last_applied, log.prefix_hash(last_applied), machine.hash, command.client,
                   outcome.executed ? command.sequence : 0});
  if (role == Role::leader && !command.is_no_op()) {
    reply_to_client(command.client, command.sequence, outcome.result, ctx);
  }
}

}  // namespace ordain::raft
