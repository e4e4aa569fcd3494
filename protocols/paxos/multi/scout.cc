// Phase 1, for all slots at once ("Paxos Made Simple", section 3: "executes phase 1 of the
// consensus algorithm for all instances"), and what makes and unmakes a leader: PMMC 2.3, Figure 7.
#include <algorithm>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

// A ballot above all that were met: of the promise, which a restart keeps, and of leaders heard of.
// Its own promise counts like any other, once it is on disk.
void Server::spawn_scout(Ctx& ctx) {
  restart_election_timer(ctx);
  if (lost || !is_member(slot_out)) return;
  if (lease_forbids(self, ctx)) return;
  role = Role::scout;
  ballot = paxos::next_ballot(std::max({promised, seen, ballot}), self);
  adopted = {};
  reported.clear();
  reported_to = 0;
  promised = ballot;
  save_acceptor(ctx);
  ctx.fact(ScoutSpawned{ballot.round, slot_out});
  ctx.fact(Promised{ballot.round, self});
  ctx.send(self, promise_for(ballot, slot_out));
  ask_for_promises(ctx);
  ctx.set_timer(Timer::heartbeat, ctx.config<Config>().heartbeat);
}

// Everybody who has not promised, again and again: "scout ... sends a phase 1a message to all
// acceptors", and messages get lost.
void Server::ask_for_promises(Ctx& ctx) {
  const Payload prepare = Payload::make(Prepare{ballot, slot_out});
  for (uint32_t i = 0; i < ctx.servers(); ++i) {
    if (NodeId(i) != self && !adopted.has(NodeId(i))) ctx.send_payload(NodeId(i), prepare);
  }
}

// "If a scout receives a <p1b> message ... from a majority of acceptors, then it ... adopted". A
// leader goes on taking promises: a configuration that comes later needs a quorum of its own.
void Server::on(const Promise& promise, NodeId from, Ctx& ctx) {
  if (role == Role::follower || promise.ballot != ballot) return;
  if (!is_of_this_life(promise.lives, from) || !adopted.add(from)) return;
  take_report(promise, ctx);
  if (role == Role::leader) return propose_more(ctx);
  if (is_quorum_from(adopted, slot_out)) become_leader(ctx);
}

// What is decided is learnt at once. Of the rest, the pvalue of the highest ballot is kept for each
// slot: PMMC's pmax.
void Server::take_report(const Promise& promise, Ctx& ctx) {
  if (promise.snapshot) install(promise.snapshot, ctx);
  learn(promise.accepted, promise.decided, ctx);
  for (const Payload& pvalue : promise.accepted) {
    const auto& pv = pvalue.as<PValue>();
    if (pv.slot < slot_out || (role == Role::leader && pv.slot < slot_in)) continue;
    Payload& highest = reported[pv.slot];
    if (!highest || highest.as<PValue>().ballot < pv.ballot) highest = pvalue;
    reported_to = std::max(reported_to, pv.slot);
  }
}

// "Paxos Made Simple", section 3: the new leader proposes again what may have been chosen, fills
// the gaps between with no-ops, and then is free to propose its clients' commands.
void Server::become_leader(Ctx& ctx) {
  role = Role::leader;
  leading = ballot;
  slot_in = slot_out;
  reported.erase(reported.begin(), reported.lower_bound(slot_out));
  pulses.assign(ctx.servers(), Pulse{});
  lease_held = false;
  expect_readers(ctx);
  ctx.fact(Elected{ballot.round, self, slot_out, reported.size(), adopted.bits});
  ctx.cancel_timer(Timer::election);
  send_heartbeats(ctx);
  ctx.set_timer(Timer::heartbeat, ctx.config<Config>().heartbeat);
  propose_more(ctx);
}

// "(preempted, b)": a higher ballot is about. The commands under way may be decided yet, by others.
void Server::preempt(const Ballot& by, Ctx& ctx) {
  seen = std::max(seen, by);
  ctx.fact(Preempted{ballot.round, by.round, by.node, role == Role::leader});
  stand_down(ctx);
  restart_election_timer(ctx);
}

void Server::stand_down(Ctx& ctx) {
  role = Role::follower;
  adopted = {};
  reported.clear();
  reported_to = 0;
  commanders.clear();
  waiting.clear();
  lease_held = false;
  // "Paxos Made Live", 5.4: what was begun under one mastership is not finished under another, not
  // even under one's own.
  if (!ctx.config<Config>().broken(Mutant::epoch_unchecked)) reads.clear();
  ctx.cancel_timer(Timer::heartbeat);
}

void Server::on(const Nack& nack, NodeId, Ctx& ctx) {
  if (role == Role::follower || nack.promised <= ballot) return;
  preempt(nack.promised, ctx);
}

}  // namespace ordain::multi_paxos
