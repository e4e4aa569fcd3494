// Committing and applying: sections 5.3 and 5.4.2.
#include <algorithm>
#include <array>

#include "protocols/raft/server.h"

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
  const uint64_t index = replicated_on_quorum(config);
  if (index <= commit_index) return;
  if (log.term_at(index) != current_term && !config.broken(Mutant::fig8)) return;
  commit_to(index, ctx);
}

// The highest index that a quorum of logs has reached.
uint64_t Server::replicated_on_quorum(const Config& config) const {
  const auto servers = static_cast<uint32_t>(progress.size());
  uint32_t quorum = majority(servers);
  if (config.broken(Mutant::quorum_wrong)) quorum = servers / 3 + 1;
  std::array<uint64_t, kMaxServers> reached;  // highest first
  SIM_ASSERT(servers <= reached.size());
  for (uint32_t i = 0; i < servers; ++i) {
    uint32_t at = i;
    for (; at > 0 && reached[at - 1] < progress[i].match_index; --at) reached[at] = reached[at - 1];
    reached[at] = progress[i].match_index;
  }
  return reached[quorum - 1];
}

void Server::commit_to(uint64_t index, Ctx& ctx) {
  index = std::min(index, log.last_index());
  if (index <= commit_index) return;
  commit_index = index;
  ctx.fact(Committed{index, log.term_at(index), log.prefix_hash(index), current_term,
                     role == Role::leader});
  while (last_applied < commit_index) apply_next(ctx);
}

// "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine".
void Server::apply_next(Ctx& ctx) {
  ++last_applied;
  const auto& config = ctx.config<Config>();
  if (config.broken(Mutant::no_sessions)) machine.sessions.clear();
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
