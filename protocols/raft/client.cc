// Client interaction: section 8, with the sessions of the thesis (6.3) for exactly-once semantics.
#include "protocols/raft/server.h"

namespace ordain::raft {

// "If the client's first choice is not the leader, that server will reject the client's request and
// supply information about the most recent leader it has heard from." A command that has been
// executed gets its remembered answer; one that is new, or whose fate is open, goes into the log
// (again: applying it a second time changes nothing).
void Server::handle(const kv::Request& request, NodeId client, Ctx& ctx) {
  const kv::Command& command = request.command;
  if (bypasses_log(command, ctx)) return begin_read(command, client, ctx);
  if (role != Role::leader) {
    return reply_to_client(client, command.sequence, {kv::Status::redirect, false, 0}, ctx);
  }
  if (const kv::Result* known = machine.answered(client, command.sequence)) {
    return reply_to_client(client, command.sequence, *known, ctx);
  }
  if (transfer_to.valid()) {  // thesis, 3.10: the next leader takes it
    return ctx.send(client,
                    kv::Reply{command.sequence, {kv::Status::redirect, false, 0}, transfer_to});
  }
  append_as_leader(command, ctx);
}

// A read, where reads do (thesis, 6.4): at the leader, or at a follower that knows of one.
bool Server::bypasses_log(const kv::Command& command, const Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  if (config.reads == Reads::log || !command.reads()) return false;
  return role == Role::leader || (config.follower_reads && leader.valid());
}

void Server::reply_to_client(NodeId client, uint64_t sequence, const kv::Result& result, Ctx& ctx) {
  const kv::Reply reply{sequence, result, leader};
  if (ctx.config<Config>().broken(Mutant::apply_before_persist)) {
    ctx.send_urgent(client, reply);
  } else {
    ctx.send(client, reply);
  }
}

}  // namespace ordain::raft
