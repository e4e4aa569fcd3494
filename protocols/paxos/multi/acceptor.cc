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
    if (decided_otherwise(request.pvalues)) return;
    for (const Payload& pvalue : request.pvalues) accept(pvalue, ctx);
    for (const Payload& pvalue : request.pvalues) report_accepted(pvalue, ctx);
    ctx.send(from, Acceptance{request.ballot, first, request.pvalues.size(), lives});
  }
  learn_to(request.decided, request.ballot, ctx);
}

// A replica may have learnt a decision of a ballot that it never promised, and then hear late what
// an older ballot proposed for the slot. To accept that would be Paxos, but here the slot's
// decision stands in the acceptor's place, and would be forgotten:
//   1. n3 leads ballot 1 and proposes A for slot 38; only n3 accepts it, as messages are lost.
//   2. n2 leads ballot 2 without hearing of A, and has B chosen. n1 missed it all, and is told B.
//   3. A arrives at n1, which has promised nothing above ballot 1, and takes B's place.
//   4. n1 leads ballot 3 and tells n5, which has lost its memory, that A was decided.
bool Server::decided_otherwise(const Payloads& pvalues) const {
  return std::any_of(pvalues.begin(), pvalues.end(), [&](const Payload& pvalue) {
    const auto& pv = pvalue.as<PValue>();
    const Payload& held = log.at(pv.slot);
    return pv.slot < slot_out && held && !(held.as<PValue>().value == pv.value);
  });
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
