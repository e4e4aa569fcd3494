// Administrative commands, as the servers take them.
#include "protocols/raft/admin.h"

#include "protocols/raft/server.h"

namespace ordain::raft {

void Server::handle(const AdminRequest& request, NodeId from, Ctx& ctx) {
  if (role != Role::leader) return answer_admin(from, request, AdminStatus::redirect, ctx);
  switch (request.command) {
    case AdminCommand::transfer:
      return transfer_leadership(request, from, ctx);
    case AdminCommand::add:
    case AdminCommand::remove:
    case AdminCommand::learner:
    case AdminCommand::voters:
      return change_voters(request, from, ctx);
  }
}

void Server::answer_admin(NodeId to, const AdminRequest& request, AdminStatus status, Ctx& ctx) {
  ctx.send(to, AdminReply{request.number, status, leader});
}

}  // namespace ordain::raft
