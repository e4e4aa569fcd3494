// A server that has lost its disk: "Paxos Made Live", 5.1. It may have promised and accepted what
// it knows no more, so it takes no part as an acceptor until it has been told.
//
// That paper lets it vote again once it has caught up and seen an instance decided that began after
// it came back: by then, it argues, no promise of its can be on its way any more. In a network
// without bounds one may be. Here the server begins a new *life*, as in the crash vectors of
// Michael, Ports, Sharma and Szekeres, "Recovering Shared Objects Without Stable Storage" (DISC
// 2017):
//   1. It asks which life of its the others know of, and begins the next one.
//   2. A quorum of others writes that life down and reports what it has promised and accepted. From
//      then on each of them says so in its promises and acceptances, and whoever hears of the new
//      life counts no vote of an earlier one any more.
//   3. It takes the highest ballot that was reported as its promise, the highest pvalue of each
//      slot as accepted, writes both down, and has its vote back.
// Why that is enough: a vote of an earlier life counts only in a quorum whose other members had not
// heard of the new one. That quorum has a member in common with the one that reported, and this one
// promised or accepted before it reported.
#include <algorithm>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {
namespace {

uint64_t life_in(const std::vector<Life>& lives, NodeId server) {
  for (const Life& life : lives) {
    if (life.server == server) return life.number;
  }
  return 0;
}

void raise_life(std::vector<Life>& lives, const Life& told) {
  for (Life& life : lives) {
    if (life.server == told.server) {
      life.number = std::max(life.number, told.number);
      return;
    }
  }
  lives.push_back(told);
}

}  // namespace

// Whether a vote with these lives is of the latest life that is known of its sender's; what it
// tells of others is taken over.
bool Server::is_of_this_life(const std::vector<Life>& told, NodeId from) {
  if (told.empty() && lives.empty()) return true;
  for (const Life& life : told) {
    if (life.number <= life_in(lives, life.server)) continue;
    raise_life(lives, life);
    const auto without = [&](Voters& voters) {
      voters.bits &= ~(uint64_t{1} << life.server.value);
    };
    without(adopted);
    for (Commander& commander : commanders) without(commander.accepted);
  }
  return life_in(told, from) >= life_in(lives, from);
}

void Server::ask_for_memory(Ctx& ctx) {
  if (!lost) return;
  ctx.broadcast(Rebuild{rebuilding.nonce, rebuilding.life, slot_out});
  ctx.set_timer(Timer::rebuild, ctx.config<Config>().heartbeat);
}

void Server::on(const Rebuild& request, NodeId from, Ctx& ctx) {
  RebuildReply reply{request.nonce, request.life, life_in(lives, from), lost, {}};
  if (request.life > 0) {
    if (request.life > reply.life) {
      raise_life(lives, {from, request.life});
      if (!lost) save_acceptor(ctx);
    }
    reply.life = request.life;
    reply.report = promise_for(promised, request.slot);
  }
  ctx.send(from, std::move(reply));
}

// Everybody's word is as good as a quorum's, even where a majority has no memory: as long as only a
// minority has lost what it wrote, any quorum there was has a member that remembers.
//
// An answer to the first question may come late, and know of the new life by then. It reports
// nothing, and must not count as if it did:
//   1. n1 has lost its disk and asks n2 which life it knows of; the network holds the question.
//   2. n3, n4 and n5 have answered; n1 begins life 1, and its second question is first at n2.
//   3. n2 answers that, and then the held question: it knows of life 1. Only the latter arrives.
//   4. With n3 and n5 a quorum has told n1 everything, and what n2 alone remembers is lost.
void Server::on(const RebuildReply& reply, NodeId from, Ctx& ctx) {
  if (!lost || reply.nonce != rebuilding.nonce || reply.asked != rebuilding.life) return;
  const bool knows = !reply.rebuilding;
  if (rebuilding.life == 0) {
    rebuilding.last = std::max(rebuilding.last, reply.life);
  } else {
    rebuilding.promised = std::max(rebuilding.promised, reply.report.ballot);
    for (const Life& life : reply.report.lives) raise_life(lives, life);
    take_report(reply.report, ctx);
  }
  rebuilding.answered.add(from);
  if (knows) rebuilding.told.add(from);
  const bool everybody = rebuilding.answered.count() + 1 == ctx.servers();
  if (!everybody && !is_quorum_from(rebuilding.told, slot_out)) return;
  if (rebuilding.life > 0) return rejoin(ctx);
  const uint64_t life = rebuilding.last + 1;
  rebuilding = {rebuilding.nonce, life, life, {}, {}, {}};
  raise_life(lives, {self, life});
  ask_for_memory(ctx);
}

void Server::rejoin(Ctx& ctx) {
  if (slot_out - 1 > log.base()) take_snapshot(ctx);
  promised = std::max(promised, rebuilding.promised);
  for (const auto& [slot, pvalue] : reported) {
    if (slot >= slot_out) accept(pvalue, ctx);
  }
  reported.clear();
  reported_to = 0;
  lost = false;
  save_acceptor(ctx);  // last: until then it is still lost
  ctx.cancel_timer(Timer::rebuild);
  ctx.fact(Rejoined{promised.round, promised.node, slot_out - 1, rebuilding.life});
  rebuilding = {};
}

}  // namespace ordain::multi_paxos
