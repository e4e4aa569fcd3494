// Who decides on a slot: Lamport, Malkhi and Zhou, "Reconfiguring a State Machine", section 3; PMMC
// 4.1 has it as WINDOW. The configuration is part of the replicated state: a command in slot s
// names the members that decide on the slots from s + alpha on, and nobody proposes in slot
// s + alpha before having executed slot s.
#include <algorithm>
#include <bit>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {
namespace {

bool holds_majority(const Configuration& configuration, const Voters& voters) {
  const auto members = static_cast<uint32_t>(std::popcount(configuration.members));
  const auto have = static_cast<uint32_t>(std::popcount(configuration.members & voters.bits));
  return have >= paxos::majority_of(members);
}

}  // namespace

const Configuration& Server::configuration_of(uint64_t slot) const {
  auto at = configurations.size() - 1;
  while (at > 0 && configurations[at].from > slot) --at;
  return configurations[at];
}

bool Server::is_quorum(const Voters& voters, uint64_t slot) const {
  return holds_majority(configuration_of(slot), voters);
}

// A quorum of each configuration that decides on a slot from here on, as far as is known.
bool Server::is_quorum_from(const Voters& voters, uint64_t slot) const {
  const auto* first = &configuration_of(slot);
  return std::all_of(first, configurations.data() + configurations.size(),
                     [&](const Configuration& c) { return holds_majority(c, voters); });
}

bool Server::is_member(uint64_t slot) const {
  const auto* first = &configuration_of(slot);
  return std::any_of(first, configurations.data() + configurations.size(),
                     [&](const Configuration& c) { return (c.members >> self.value) & 1; });
}

// A scheduled change: whoever leads then proposes it, again and again until it is done.
void Server::reconfigure(uint64_t number, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (configurations.size() > number) return;
  ctx.set_timer(Timer::reconfigure, config.heartbeat * 4, number);
  if (role != Role::leader || configurations.size() != number) return;
  Reconfiguration change{number, 0};
  for (NodeId member : config.reconfigure[number - 1].members) {
    change.members |= uint64_t{1} << member.value;
  }
  collect(Payload::make(change), ctx);
}

void Server::execute(const Reconfiguration& change, uint64_t slot, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (change.number != configurations.size()) return;  // done before
  const uint64_t alpha = config.broken(Mutant::reconfig_no_alpha) ? 1 : config.inflight;
  configurations.push_back({slot + alpha, change.members});
  ctx.fact(Reconfigured{change.number, slot, change.members});
}

// A leader that no configuration from here on has stops, and its followers elect another.
void Server::retire_if_left_out(Ctx& ctx) {
  if (role != Role::leader || is_member(slot_out)) return;
  ctx.fact(Retired{ballot.round});
  stand_down(ctx);
  restart_election_timer(ctx);
}

}  // namespace ordain::multi_paxos
