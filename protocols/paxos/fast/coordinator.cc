// The coordinator: it begins ballots, opens a free one to the clients, and cleans up after it.
#include <algorithm>

#include "protocols/paxos/fast/server.h"

namespace ordain::fast_paxos {
namespace {

constexpr uint32_t kMostDoublings = 5;

Voters voters_of(const std::vector<Answer>& answers) {
  Voters out;
  for (const Answer& answer : answers) out.add(answer.acceptor);
  return out;
}

bool has_answered(const std::vector<Answer>& answers, NodeId acceptor) {
  return std::any_of(answers.begin(), answers.end(),
                     [&](const Answer& answer) { return answer.acceptor == acceptor; });
}

}  // namespace

// Phase 1a. The round after this one is taken too: it is where a collision would be resolved.
void Server::begin_ballot(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const uint64_t round = std::max(coordinator.round, coordinator.met.round) + 1;
  coordinator.round = round + 1;
  coordinator.ballot = {round, self};
  coordinator.phase = Phase::prepare;
  coordinator.answers.clear();
  coordinator.value = kNoValue;
  ctx.put(Area::proposer, paxos::ProposerRecord{coordinator.round});
  ctx.fact(paxos::BallotBegun{round, self});
  send_to_all(Prepare{coordinator.ballot}, ctx);
  ctx.set_timer(Timer::progress, config.retransmit);
}

void Server::handle(const Promise& promise, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (coordinator.phase != Phase::prepare || promise.ballot != coordinator.ballot) return;
  if (has_answered(coordinator.answers, from)) return;
  coordinator.answers.push_back({from, promise.vote});
  if (coordinator.answers.size() < config.quorums().q1) return;
  propose(pick(config), ctx);
}

Picked Server::pick(const Config& config) const {
  return pick_value(coordinator.answers, config.quorums(),
                    config.broken(Mutant::pick_first) ? PickBy::first : PickBy::most_votes);
}

// Phase 2a: a value that the votes ask for, or else "any": the ballot is then a fast one. After a
// fast ballot that came to nothing the coordinator takes a client's value itself.
void Server::propose(const Picked& picked, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const Ballot& ballot = coordinator.ballot;
  const bool own =
      picked.value == kNoValue && !requests.empty() && (coordinator.classic || !config.fast);
  coordinator.value = own ? requests.front().value : picked.value;
  const bool any = coordinator.value == kNoValue;
  coordinator.phase = any ? Phase::fast : Phase::accept;
  ctx.fact(paxos::Proposed{ballot.round, ballot.node, coordinator.value,
                           voters_of(coordinator.answers).bits, picked.bound.round,
                           picked.bound.node});
  if (any) coordinator.answers.clear();  // from now on: votes of this ballot
  send_to_all(Accept{ballot, coordinator.value, any}, ctx);
  ctx.set_timer(Timer::progress, any ? config.patience : config.retransmit);
}

// Coordinated recovery. When the votes can no longer give any value a fast quorum, those of a
// phase 1 quorum are taken for the promises of the next ballot, and phase 2 of that follows at
// once.
void Server::watch_fast_ballot(const Vote& vote, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (coordinator.phase != Phase::fast || vote.ballot != coordinator.ballot) return;
  if (has_answered(coordinator.answers, from)) return;
  coordinator.answers.push_back({from, vote});
  const paxos::Quorums quorums = config.quorums();
  if (!config.coordinated || coordinator.answers.size() < quorums.q1) return;
  const Picked picked = pick(config);
  uint32_t most = 0;
  for (const Answer& answer : coordinator.answers) {
    const auto same = [&](const Answer& other) { return other.vote.value == answer.vote.value; };
    most = std::max(most, static_cast<uint32_t>(std::count_if(coordinator.answers.begin(),
                                                              coordinator.answers.end(), same)));
  }
  const auto silent = quorums.acceptors - static_cast<uint32_t>(coordinator.answers.size());
  if (most + silent >= quorums.fast) return;  // some value may still make it
  ctx.fact(paxos::Collided{vote.ballot.round, vote.ballot.node, picked.values});
  coordinator.ballot = recovery_of(coordinator.ballot);
  propose(picked, ctx);
}

void Server::handle(const Nack& nack, NodeId, Ctx& ctx) {
  if (nack.promised == recovery_of(nack.ballot)) return;  // it has voted in that fast ballot
  coordinator.met = std::max(coordinator.met, nack.promised);
  const bool busy = coordinator.phase != Phase::idle && coordinator.phase != Phase::backing_off;
  if (!busy || nack.ballot != coordinator.ballot || nack.promised <= coordinator.ballot) return;
  back_off(ctx);
}

void Server::back_off(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const uint32_t doublings = std::min(coordinator.refusals, kMostDoublings);
  const Duration high{config.back_off_high.ns << doublings};
  const Duration wait = ctx.pick(Pick::back_off, config.back_off_low, high);
  ++coordinator.refusals;
  coordinator.phase = Phase::backing_off;
  ctx.fact(paxos::BackedOff{coordinator.ballot.round, coordinator.ballot.node, wait});
  ctx.set_timer(Timer::progress, wait);
}

// What the coordinator does when nothing has happened for a while: say it again, or try otherwise.
void Server::progress(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const bool learnt = learner.learned != kNoValue;
  if (learnt || !coordinates(ctx)) {
    coordinator.phase = Phase::idle;
    return;
  }
  const bool wanted = !requests.empty() || learner.counted > 0;
  switch (coordinator.phase) {
    case Phase::idle:
    case Phase::backing_off:
      return begin_ballot(ctx);
    case Phase::prepare:
      send_to_all(Prepare{coordinator.ballot}, ctx);
      break;
    case Phase::fast:  // too few acceptors are up, or messages were lost
      if (wanted) {
        coordinator.classic = true;
        return begin_ballot(ctx);
      }
      send_to_all(Accept{coordinator.ballot, kNoValue, true}, ctx);
      break;
    case Phase::accept:
      send_to_all(Accept{coordinator.ballot, coordinator.value, false}, ctx);
      break;
  }
  ctx.set_timer(Timer::progress, config.retransmit);
}

}  // namespace ordain::fast_paxos
