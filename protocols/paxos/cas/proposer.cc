// The proposer of each register: it reads the current state in phase 1, applies the change
// function, and has the result accepted in phase 2. A read is the change that changes nothing.
#include <algorithm>

#include "protocols/paxos/cas/server.h"

namespace ordain::cas_paxos {
namespace {

constexpr uint32_t kMostDoublings = 5;

}  // namespace

// A ballot that nobody has seen: on disk before anybody does.
Ballot Server::new_ballot(Ctx& ctx) {
  round = std::max(round, met) + 1;
  ctx.put(Area::round, RoundRecord{round});
  return {round, self};
}

void Server::begin(uint64_t key, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Change& change = changes[key];
  change.acceptances = {};
  change.skipped_prepare = change.ready.valid();
  if (change.skipped_prepare) {  // its phase 1 came with the change before
    change.base = change.ballot;
    change.ballot = change.ready;
    return propose(key, ctx);
  }
  change.ballot = new_ballot(ctx);
  change.phase = Phase::prepare;
  change.promises = {};
  change.base = {};
  change.state = {};
  send_to_all(Prepare{key, change.ballot}, ctx);
  ctx.set_timer(Timer::retransmit, config.retransmit, key);
}

// The current state is that of the highest ballot among a quorum's promises, or empty if none of
// them has accepted any.
void Server::handle(const Promise& promise, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Change& change = changes[promise.key];
  if (change.phase != Phase::prepare || promise.ballot != change.ballot) return;
  if (!change.promises.add(from)) return;
  const bool first = change.promises.count() == 1;
  const bool takes = config.broken(Mutant::first_state) ? first : promise.accepted > change.base;
  if (takes) {
    change.base = promise.accepted;
    change.state = promise.state;
  }
  if (change.promises.count() >= config.quorums().q1) propose(promise.key, ctx);
}

// Phase 2: the change function's result is the register's next state. A change that was under way
// when its ballot failed may have been accepted after all; its operations come again, and the
// sessions in the state tell which of them have been executed.
void Server::propose(uint64_t key, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Change& change = changes[key];
  change.under_way.insert(change.under_way.end(), change.waiting.begin(), change.waiting.end());
  change.waiting.clear();
  change.results.clear();
  State next = change.state ? change.state.as<State>() : State{};
  if (config.broken(Mutant::no_sessions)) next.machine.sessions.clear();
  for (const kv::Command& command : change.under_way) {
    change.results.push_back(next.machine.apply(command).result);
  }
  change.state = Payload::make(std::move(next));
  change.phase = Phase::accept;
  change.ready = config.one_round_trip ? new_ballot(ctx) : Ballot{};
  ctx.fact(Proposed{key, change.ballot.round, change.ballot.node, change.base.round,
                    change.base.node, change.state.hash()});
  send_accept(key, ctx);
}

void Server::send_accept(uint64_t key, Ctx& ctx) {
  const Change& change = changes[key];
  send_to_all(Accept{key, change.ballot, change.state, change.ready}, ctx);
  ctx.set_timer(Timer::retransmit, ctx.config<Config>().retransmit, key);
}

// With a quorum of acceptances the change has happened, and its clients are answered.
void Server::handle(const Acceptance& acceptance, NodeId from, Ctx& ctx) {
  const paxos::Quorums quorums = ctx.config<Config>().quorums();
  Change& change = changes[acceptance.key];
  if (change.phase != Phase::accept || acceptance.ballot != change.ballot) return;
  if (!change.acceptances.add(from) || change.acceptances.count() < quorums.q2) return;
  if (quorums.q2 < quorums.q1) change.ready = {};  // not enough to be a quorum of phase 1
  finish(acceptance.key, ctx);
}

void Server::finish(uint64_t key, Ctx& ctx) {
  Change& change = changes[key];
  ctx.fact(Changed{key, change.ballot.round, change.ballot.node, change.acceptances.bits,
                   change.under_way.size(), change.skipped_prepare});
  for (size_t i = 0; i < change.under_way.size(); ++i) {
    const kv::Command& command = change.under_way[i];
    ctx.send(command.client, kv::Reply{command.sequence, change.results[i], self});
  }
  change.under_way.clear();
  change.results.clear();
  change.phase = Phase::idle;
  change.refusals = 0;
  ctx.cancel_timer(Timer::retransmit, key);
  if (!change.waiting.empty()) begin(key, ctx);
}

// A conflict: the proposer tries again later, with a higher round and from phase 1.
void Server::handle(const Nack& nack, NodeId, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  met = std::max(met, nack.promised.round);
  Change& change = changes[nack.key];
  const bool busy = change.phase == Phase::prepare || change.phase == Phase::accept;
  if (!busy || nack.ballot != change.ballot || nack.promised <= change.ballot) return;
  const uint32_t doublings = std::min(change.refusals, kMostDoublings);
  const Duration high{config.back_off_high.ns << doublings};
  const Duration wait = ctx.pick(Pick::back_off, config.back_off_low, high);
  ++change.refusals;
  change.phase = Phase::backing_off;
  change.ready = config.broken(Mutant::stale_cache) ? new_ballot(ctx) : Ballot{};
  ctx.fact(BackedOff{nack.key, change.ballot.round, wait});
  ctx.cancel_timer(Timer::retransmit, nack.key);
  ctx.set_timer(Timer::back_off, wait, nack.key);
}

void Server::retransmit(uint64_t key, Ctx& ctx) {
  const Change& change = changes[key];
  if (change.phase == Phase::accept) return send_accept(key, ctx);
  if (change.phase != Phase::prepare) return;
  send_to_all(Prepare{key, change.ballot}, ctx);
  ctx.set_timer(Timer::retransmit, ctx.config<Config>().retransmit, key);
}

}  // namespace ordain::cas_paxos
