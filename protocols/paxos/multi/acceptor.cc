// The acceptor: PMMC 2.2 and Figure 2; "Paxos Made Simple", 2.2 (P1a) and section 3.
#include <algorithm>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

// Phase 1b. "P1a: An acceptor can accept a proposal numbered n iff it has not responded to a
// prepare request having a number greater than n." The promise is on disk before it leaves. It
// holds for every slot, and tells all that was accepted from the one asked for on.
void Server::on(const Prepare& request, NodeId from, Ctx& ctx) {
  if (lost) return;
  if (request.ballot < promised) return ctx.send(from, Nack{promised});
  if (request.ballot > promised) {
    if (lease_forbids(from, ctx)) {
      return ctx.fact(PromiseWithheld{request.ballot.round, from, leading.node});
    }
    if (role != Role::follower) preempt(request.ballot, ctx);
    promised = request.ballot;
    save_acceptor(ctx);
    ctx.fact(Promised{promised.round, promised.node});
  }
  ctx.send(from, promise_for(request.ballot, request.slot));
  if (from != self) restart_election_timer(ctx);
}

Promise Server::promise_for(const Ballot& asked, uint64_t slot) const {
  Promise out{asked, slot_out - 1, {}, {}, lives};
  if (slot <= log.base()) out.snapshot = snapshot;
  for (uint64_t s = std::max(slot, log.base() + 1); s <= log.last(); ++s) {
    if (log.at(s)) out.accepted.push_back(log.at(s));
  }
  return out;
}

// Phase 2b. PMMC Figure 2: "if b >= ballot_num then ballot_num := b; accepted := accepted U
// {<b, s, c>}". Whoever accepts has promised as much; the journal's record says so.
void Server::on(const Accept& request, NodeId from, Ctx& ctx) {
  if (request.ballot < promised) return ctx.send(from, Nack{promised});
  follow(request.ballot, ctx);
  if (!lost && !request.pvalues.empty()) {
    promised = request.ballot;
    const uint64_t first = request.pvalues.front().as<PValue>().slot;
    if (first <= log.base()) return ctx.send_payload(from, snapshot);  // decided long ago
    for (const Payload& pvalue : request.pvalues) accept(pvalue, ctx);
    for (const Payload& pvalue : request.pvalues) report_accepted(pvalue, ctx);
    ctx.send(from, Acceptance{request.ballot, first, request.pvalues.size(), lives});
  }
  learn_to(request.decided, request.ballot, ctx);
}

// What it has accepted already is on its way to the disk, and the answer waits for that.
void Server::accept(const Payload& pvalue, Ctx& ctx) {
  const auto& pv = pvalue.as<PValue>();
  if (log.has_accepted(pv.slot, pv.ballot)) return;
  ctx.append_payload(Area::journal, next_record, pvalue);
  log.accept(pvalue, next_record++);
}

void Server::report_accepted(const Payload& pvalue, Ctx& ctx) const {
  const auto& pv = pvalue.as<PValue>();
  ctx.fact(Accepted{pv.slot, pv.ballot.round, pv.ballot.node, pv.value.hash()});
}

void Server::save_acceptor(Ctx& ctx) {
  ctx.put(Area::acceptor, AcceptorState{promised, lives, lost});
}

}  // namespace ordain::multi_paxos
