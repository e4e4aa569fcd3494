// Leadership transfer: section 3.10 of the thesis.
//   1. "The prior leader stops accepting new client requests."
//   2. It brings the target's log up to date with its own, by ordinary log replication.
//   3. It sends TimeoutNow: the target stands for election at once, whatever its timer says.
//   4. "If leadership transfer does not complete after about an election timeout, the prior leader
//      aborts the transfer and resumes accepting client requests."
#include "protocols/raft/server.h"

namespace ordain::raft {

// Asked again while it goes on, it goes on. A target that leads is what was asked for.
void Server::transfer_leadership(const AdminRequest& request, NodeId from, Ctx& ctx) {
  const NodeId target = request.servers.front();
  if (target == self) return answer_admin(from, request, AdminStatus::done, ctx);
  if (!configuration.votes(target) || (transfer_to.valid() && transfer_to != target)) {
    return answer_admin(from, request, AdminStatus::refused, ctx);
  }
  if (transfer_to == target) return;
  transfer_to = target;
  ctx.fact(TransferBegan{current_term, target});
  ctx.set_timer(Timer::transfer, ctx.config<Config>().election_high);
  hand_over_if_caught_up(ctx);
}

// Called with each answer of the target's, too: TimeoutNow may have been lost.
void Server::hand_over_if_caught_up(Ctx& ctx) {
  if (!transfer_to.valid()) return;
  if (progress[transfer_to.value].match_index < log.last_index()) return;
  lease_forfeited = true;  // the election that this asks for does not wait for it (lease.cc)
  ctx.fact(HandedOver{current_term, transfer_to});
  ctx.send(transfer_to, TimeoutNow{current_term});
}

// "the target server [...] has the same effect as the target server's election timer firing".
void Server::handle(const TimeoutNow& request, NodeId, Ctx& ctx) {
  if (request.term < current_term || role == Role::leader || !may_stand(ctx)) return;
  become_candidate(Cause::transfer, ctx);
}

void Server::give_up_transfer(Ctx& ctx) {
  ctx.fact(TransferGivenUp{current_term, transfer_to});
  transfer_to = kNoNode;
}

// The term in which it began is over, one way or another.
void Server::end_transfer(Ctx& ctx) {
  if (!transfer_to.valid()) return;
  ctx.cancel_timer(Timer::transfer);
  if (ctx.config<Config>().broken(Mutant::transfer_stuck)) return;
  transfer_to = kNoNode;
}

}  // namespace ordain::raft
