// The leader shows that it is there, sends again what got lost, and holds its lease: PMMC 3 for the
// failure detector, "Paxos Made Live", 5.2 for the lease.
//
// The lease. An acceptor that answers a heartbeat promises, for `lease` on its own clock, to adopt
// no other server's ballot. The leader counts from when it sent that heartbeat, which was earlier,
// and gives away what two clocks may differ by: if each runs at most `drift_bound_ppm` too fast or
// too slow, then while the leader counts its lease as held by a quorum, no other quorum has
// promised anybody anything. What a crash makes an acceptor forget, it waits out.
#include <algorithm>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {
// Somebody leads in `leader`, at least what was promised. A scout or leader of a lower ballot gives
// way.
void Server::follow(const Ballot& leader, Ctx& ctx) {
  if (role != Role::follower && leader > ballot) preempt(leader, ctx);
  leading = std::max(leading, leader);
  seen = std::max(seen, leader);
  if (role == Role::follower) restart_election_timer(ctx);
}

// The timer of scouts and leaders.
void Server::beat(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (role == Role::follower) return;
  ctx.set_timer(Timer::heartbeat, config.heartbeat);
  if (role == Role::leader) send_heartbeats(ctx);
  if (role == Role::leader && config.reads == Reads::local) {  // leases to read may be over
    execute_chosen(ctx);
    propose_more(ctx);
  }
  if (config.broken(Mutant::no_retransmit)) return;
  if (role == Role::leader) retransmit(ctx);
  if (!is_quorum_from(adopted, slot_out)) ask_for_promises(ctx);
}

void Server::send_heartbeats(Ctx& ctx) {
  ++round;
  const auto& config = ctx.config<Config>();
  if (config.reads == Reads::local) {
    send_heartbeats_to_readers(ctx);
  } else {
    ctx.broadcast(Heartbeat{ballot, slot_out - 1, round, ctx.now()});
  }
  ctx.send(self, HeartbeatReply{ballot, round, ctx.now()});
  if (config.leases()) give_lease(self, ctx);
}

void Server::on(const Heartbeat& heartbeat, NodeId from, Ctx& ctx) {
  if (heartbeat.ballot < promised) return ctx.send(from, Nack{promised});
  follow(heartbeat.ballot, ctx);
  learn_to(heartbeat.decided, heartbeat.ballot, ctx);
  if (slot_out <= heartbeat.decided) ctx.send(from, CatchUp{slot_out});
  const auto& config = ctx.config<Config>();
  if (lost || config.reads == Reads::log) return;
  if (config.leases()) give_lease(from, ctx);
  if (heartbeat.may_read) take_read_lease(heartbeat, ctx);
  ctx.send(from, HeartbeatReply{heartbeat.ballot, heartbeat.round, heartbeat.sent, ctx.now()});
}

void Server::on(const HeartbeatReply& reply, NodeId from, Ctx& ctx) {
  if (role != Role::leader || reply.ballot != ballot) return;
  Pulse& pulse = pulses[from.value];
  if (reply.round <= pulse.round) return;
  pulse.round = reply.round;
  pulse.asked = reply.at;
  pulse.lease = ctx.config<Config>().broken(Mutant::lease_clock) ? ctx.now() : reply.sent;
  if (!reads.empty()) confirm_reads(ctx);
  if (lease_held || !lease_holds(ctx)) return;
  lease_held = true;
  ctx.fact(LeaseAcquired{ballot.round, self});
}

void Server::give_lease(NodeId to, Ctx& ctx) {
  lease_given = true;
  lease_to = to;
  lease_until = ctx.now() + ctx.config<Config>().lease;
}

bool Server::lease_forbids(NodeId candidate, Ctx& ctx) const {
  if (ctx.config<Config>().broken(Mutant::lease_not_blocking)) return false;
  return lease_given && candidate != lease_to && ctx.now() < lease_until;
}

// A quorum of those who decide on the slots to come has answered a heartbeat that is `fresh`.
template <class Fresh>
bool Server::quorum_of_pulses(Fresh fresh) const {
  Voters voters;
  for (uint32_t i = 0; i < pulses.size(); ++i) {
    if (pulses[i].round > 0 && fresh(pulses[i])) voters.add(NodeId(i));
  }
  return is_quorum_from(voters, slot_out);
}

bool Server::lease_holds(Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  if (!config.leases()) return false;
  const Duration safe = config.shortest_lease();
  return quorum_of_pulses([&](const Pulse& p) { return ctx.now() < p.lease + safe; });
}

// Reads that came before a heartbeat which a quorum has answered: the leader was one when they
// came.
void Server::confirm_reads(Ctx& ctx) {
  while (!reads.empty()) {
    const UnconfirmedRead read = reads.front();
    if (!quorum_of_pulses([&](const Pulse& p) { return p.round >= read.round; })) return;
    ctx.fact(ReadConfirmed{read.slot, ballot.round, self, read.client, read.sequence});
    reply_to_client(read.client, read.sequence, read.result, ctx);
    reads.pop_front();
  }
}

}  // namespace ordain::multi_paxos
