// The proposer: phases 1a and 2a (2.2).
#include <algorithm>

#include "protocols/paxos/synod/server.h"

namespace ordain::paxos {
namespace {

constexpr uint32_t kMostDoublings = 5;

}  // namespace

// Phase 1a: "A proposer selects a proposal number n and sends a prepare request with number n to a
// majority of acceptors", here to all, in case some are down. The number is on disk before anybody
// sees it (2.5): a proposer that forgot it would use it twice, for two values.
void Server::begin_ballot(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  proposer.round = std::max(proposer.round, proposer.met.round) + 1;
  proposer.ballot = {proposer.round, config.broken(Mutant::nonunique_ballot) ? NodeId(0) : self};
  proposer.phase = ProposerPhase::prepare;
  proposer.promises.clear();
  proposer.value = kNoValue;
  if (!config.broken(Mutant::ballot_reuse)) {
    ctx.put(Area::proposer, ProposerRecord{proposer.round});
  }
  ctx.fact(BallotBegun{proposer.ballot.round, proposer.ballot.node});
  send_to_acceptors(Prepare{proposer.ballot}, config, ctx);
  ctx.cancel_timer(Timer::back_off);
  ctx.set_timer(Timer::retransmit, config.retransmit);
}

void Server::handle(const Promise& promise, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (proposer.phase != ProposerPhase::prepare || promise.ballot != proposer.ballot) return;
  const bool counted =
      std::any_of(proposer.promises.begin(), proposer.promises.end(),
                  [&](const Proposer::Answer& answer) { return answer.acceptor == from; });
  if (counted && !config.broken(Mutant::dup_promise)) return;
  proposer.promises.push_back({from, promise.vote});
  if (proposer.promises.size() >= config.promises_needed()) propose(ctx);
}

// Of the votes that the promises report, the one with the highest ballot; none, if they report
// none.
Vote Server::binding_vote(const Config& config) const {
  Vote binding;
  if (config.broken(Mutant::ignore_accepted)) return binding;
  for (const Proposer::Answer& answer : proposer.promises) {
    if (!answer.vote.ballot.valid()) continue;
    const bool first = !binding.ballot.valid();
    const bool higher = answer.vote.ballot > binding.ballot;
    const bool lowest = config.broken(Mutant::adopt_lowest);
    if (first || higher != lowest) binding = answer.vote;
  }
  return binding;
}

// Phase 2a, P2c: "v is the value of the highest-numbered proposal among the responses, or is any
// value if the responses reported no proposals."
//
// Why the highest (2.2): say ballot 1 proposed 5 and reached n1 alone; ballot 2, without n1's
// promise, was free, proposed 7, and was accepted by n2 and n3. Ballot 3 with the promises of n1
// and n2 meets both votes. Only 7 can have been chosen: whoever began ballot 2 had a quorum's word
// that 5 would not be.
void Server::propose(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const Vote binding = binding_vote(config);
  proposer.value = binding.ballot.valid() ? binding.value : proposer.own;
  if (proposer.value == kNoValue) return rest(ctx);  // nothing was accepted, nobody asks
  proposer.phase = ProposerPhase::accept;
  Voters voters;
  for (const Proposer::Answer& answer : proposer.promises) voters.add(answer.acceptor);
  ctx.fact(Proposed{proposer.ballot.round, proposer.ballot.node, proposer.value, voters.bits,
                    binding.ballot.round, binding.ballot.node});
  send_to_acceptors(Accept{proposer.ballot, proposer.value, false}, config, ctx);
  ctx.set_timer(Timer::retransmit, config.retransmit);
}

void Server::handle(const Nack& nack, NodeId, Ctx& ctx) {
  proposer.met = std::max(proposer.met, nack.promised);
  if (nack.ballot == proposer.ballot) outbid(nack.promised, ctx);
}

// "It is probably a good idea to abandon a proposal if some proposer has begun trying to issue a
// higher-numbered one" (2.2): told by a nack, or by this server's own acceptor.
void Server::outbid(const Ballot& higher, Ctx& ctx) {
  const bool busy =
      proposer.phase == ProposerPhase::prepare || proposer.phase == ProposerPhase::accept;
  proposer.met = std::max(proposer.met, higher);
  if (busy && higher > proposer.ballot) back_off(ctx);
}

// Two proposers that answer each refusal with a higher ballot can refuse each other for ever (2.4).
// A random wait lets one of them finish; it doubles, as it must outlast two round trips.
void Server::back_off(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  ctx.cancel_timer(Timer::retransmit);
  if (config.back_off_high.ns == 0 || config.broken(Mutant::no_backoff)) return begin_ballot(ctx);
  const uint32_t doublings = std::min(proposer.refusals, kMostDoublings);
  const Duration high{config.back_off_high.ns << doublings};
  const Duration wait = ctx.pick(Pick::back_off, config.back_off_low, high);
  ++proposer.refusals;
  proposer.phase = ProposerPhase::backing_off;
  ctx.fact(BackedOff{proposer.ballot.round, proposer.ballot.node, wait});
  ctx.set_timer(Timer::back_off, wait);
}

// Messages may be lost: those of the phase that is under way go out again.
void Server::retransmit(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (proposer.phase == ProposerPhase::prepare) {
    send_to_acceptors(Prepare{proposer.ballot}, config, ctx);
  } else if (proposer.phase == ProposerPhase::accept) {
    send_to_acceptors(Accept{proposer.ballot, proposer.value, false}, config, ctx);
  } else {
    return;
  }
  ctx.set_timer(Timer::retransmit, config.retransmit);
}

void Server::rest(Ctx& ctx) {
  proposer.phase = ProposerPhase::idle;
  proposer.refusals = 0;
  ctx.cancel_timer(Timer::retransmit);
  ctx.cancel_timer(Timer::back_off);
}

}  // namespace ordain::paxos
