// The acceptor of each register: it refuses a ballot below one that it has seen, and otherwise
// keeps the ballot, or the ballot and the state, before it confirms.
#include <algorithm>

#include "protocols/paxos/cas/server.h"

namespace ordain::cas_paxos {

void Server::handle(const Prepare& request, NodeId from, Ctx& ctx) {
  Slot& slot = slots[request.key];
  if (request.ballot < slot.promised) return refuse(request.key, request.ballot, from, ctx);
  if (request.ballot > slot.promised) {
    slot.promised = request.ballot;
    save(request.key, ctx);
  }
  ctx.fact(Promised{request.key, request.ballot.round, request.ballot.node});
  ctx.send(from, Promise{request.key, request.ballot, slot.accepted, slot.state});
}

// One round trip: with the state comes the next ballot of the same proposer, which the acceptor
// promises as if it had been asked to prepare it.
void Server::handle(const Accept& request, NodeId from, Ctx& ctx) {
  Slot& slot = slots[request.key];
  const bool again = slot.accepted == request.ballot;
  if (request.ballot < slot.promised && !again) {
    return refuse(request.key, request.ballot, from, ctx);
  }
  if (!again) {
    slot.promised = std::max(request.ballot, request.next);
    slot.accepted = request.ballot;
    slot.state = request.state;
    save(request.key, ctx);
    ctx.fact(Accepted{request.key, request.ballot.round, request.ballot.node, slot.state.hash()});
    if (request.next.valid()) {
      ctx.fact(Promised{request.key, request.next.round, request.next.node});
    }
  }
  ctx.send(from, Acceptance{request.key, request.ballot});
}

void Server::refuse(uint64_t key, const Ballot& ballot, NodeId from, Ctx& ctx) {
  const Ballot promised = slots[key].promised;
  ctx.fact(Refused{key, ballot.round, ballot.node, promised.round, promised.node});
  ctx.send(from, Nack{key, ballot, promised});
}

void Server::save(uint64_t key, Ctx& ctx) {
  const Slot& slot = slots[key];
  ctx.append(Area::slots, ++last_record, SlotRecord{key, slot.promised, slot.accepted, slot.state});
}

}  // namespace ordain::cas_paxos
