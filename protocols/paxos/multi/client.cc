// Client interaction: PMMC 2.1's replicas answer their clients; here the leader's does. Reads that
// bypass the log: "Paxos Made Live", 5.2 (leases) and 5.4 (epochs).
#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

// A command that has been executed gets its remembered answer; one that is new, or whose fate is
// open, gets a slot (again: executing it a second time changes nothing).
void Server::on(const kv::Request& request, NodeId client, Ctx& ctx) {
  const kv::Command& command = request.command;
  if (role != Role::leader && serve_as_replica(command, ctx)) return;
  if (role != Role::leader) {
    return reply_to_client(client, command.sequence, {kv::Status::redirect, false, 0}, ctx);
  }
  if (const kv::Result* known = machine.answered(client, command.sequence)) {
    return reply_to_client(client, command.sequence, *known, ctx);
  }
  if (serve_locally(command, ctx)) return;
  collect(Payload::make(command), ctx);
}

// Only a leader that has executed whatever earlier ones may have decided has the latest state.
bool Server::serve_locally(const kv::Command& command, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (!command.reads() || config.reads == Reads::log || slot_out <= reported_to) return false;
  const kv::Result result = machine.query(command);
  if (config.reads == Reads::quorum) {
    const bool first = !has_unasked_reads();
    reads.push_back({command.client, command.sequence, result, slot_out - 1, round + 1});
    if (!config.collects()) {
      send_heartbeats(ctx);
    } else if (first) {
      ctx.set_timer(Timer::batch, config.batch_delay);
    }
    return true;
  }
  if (!lease_holds(ctx)) return false;
  ctx.fact_urgent(ReadServed{slot_out - 1, ballot.round, self, command.client, command.sequence});
  reply_to_client(command.client, command.sequence, result, ctx);
  return true;
}

// Reads that no heartbeat has asked a quorum about.
bool Server::has_unasked_reads() const { return !reads.empty() && reads.back().round > round; }

bool Server::serve_as_replica(const kv::Command& command, Ctx& ctx) {
  if (!command.reads() || !may_read(ctx)) return false;
  ctx.fact(ReadByReplica{slot_out - 1, command.client, command.sequence});
  reply_to_client(command.client, command.sequence, machine.query(command), ctx);
  return true;
}

void Server::reply_to_client(NodeId client, uint64_t sequence, const kv::Result& result, Ctx& ctx) {
  const NodeId hint = role == Role::leader ? self : leading.node;
  ctx.send(client, kv::Reply{sequence, result, hint});
}

}  // namespace ordain::multi_paxos
