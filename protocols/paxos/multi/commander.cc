// Phase 2: PMMC 2.3, Figure 6, a commander a slot; "Paxos Made Simple", section 3, for the window.
#include <algorithm>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {
namespace {

// What depends on time goes by the clock of the leader that first proposes the command (Ongaro's
// thesis, 6.3), wherever the command is executed and whoever proposes it again.
Payload stamped(const Payload& value, Ctx& ctx) {
  if (!value.is<kv::Command>() || !value.as<kv::Command>().timed()) return value;
  return Payload::make(value.as<kv::Command>().stamped(ctx.now()));
}

}  // namespace

// A command goes out at once, or waits a little for others to go with it: until a batch is full or
// the delay is over (Santos and Schiper, "Tuning Paxos for High-Throughput with Batching and
// Pipelining", 2012, section 3).
void Server::collect(Payload command, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  waiting.push_back(std::move(command));
  if (waiting.size() == 1 && config.collects()) ctx.set_timer(Timer::batch, config.batch_delay);
  propose_more(ctx);
}

// The delay is over, for commands and for reads that one heartbeat is to confirm.
void Server::send_batch(Ctx& ctx) {
  if (role != Role::leader) return;
  propose(true, ctx);
  if (!waiting.empty()) {  // the window is full
    ctx.set_timer(Timer::batch, ctx.config<Config>().batch_delay);
  }
  if (has_unasked_reads()) send_heartbeats(ctx);
}

void Server::propose_more(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  propose(!config.collects() || waiting.size() >= config.max_batch, ctx);
}

// Proposes as long as there is something to propose, commands of clients if it is time for them,
// and the window has room. "A leader can get alpha commands ahead" ("Paxos Made Simple", section
// 3): who decides on slot s + alpha is known once slot s has been executed.
void Server::propose(bool commands, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (role != Role::leader || (!config.pipeline && !commanders.empty())) return;
  Payloads batch;
  while (slot_in < slot_out + config.inflight && is_quorum(adopted, slot_in)) {
    const bool gap = slot_in <= reported_to && reported.count(slot_in) == 0;
    if (gap && config.broken(Mutant::gap_stall)) {
      if (!batch.empty()) send_accept(std::exchange(batch, {}), ctx);
      commanders.emplace_back();
      ++slot_in;
      continue;
    }
    Payload value = next_value(commands, ctx);
    if (!value) break;
    commanders.push_back({Voters{}, false, round});
    batch.push_back(Payload::make(PValue{ballot, slot_in++, std::move(value)}));
    if (batch.size() < config.max_batch) continue;
    send_accept(std::exchange(batch, {}), ctx);
    if (!config.pipeline) return;
  }
  if (!batch.empty()) send_accept(std::move(batch), ctx);
}

// What goes into slot_in: what may have been chosen there, a no-op in a gap before such a value, or
// the next command. A configuration that waits to come into force is helped by no-ops.
//
// What may have been chosen keeps the stamp that it has: with another it would be another value.
//   1. n1 proposes in slot 5 that c1's session be opened, at 3 s of its clock. n2 and n3 accept,
//      and n1 tells c1 that session 1 is its own.
//   2. n1 crashes. n4 leads, and n2 reports the command; n4's clock says 1 s.
//   3. Stamped anew, the session ends two seconds earlier at n4 than at n1.
Payload Server::next_value(bool commands, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (slot_in <= reported_to) {
    const auto found = reported.find(slot_in);
    if (found != reported.end() && !config.broken(Mutant::gap_noop_overwrites)) {
      const Payload& value = found->second.as<PValue>().value;
      return config.broken(Mutant::restamp) ? stamped(value, ctx) : value;
    }
    ctx.fact(GapFilled{slot_in, ballot.round});
    return Payload::make(kv::Command{});
  }
  if (commands && !waiting.empty()) {
    Payload value = stamped(waiting.front(), ctx);
    waiting.pop_front();
    return value;
  }
  return slot_in < configurations.back().from ? Payload::make(kv::Command{}) : Payload();
}

// Phase 2a. Urgent: a pvalue may reach the other acceptors' disks before the leader's own, which
// counts like any other once it is durable there.
void Server::send_accept(Payloads pvalues, Ctx& ctx) {
  const auto& first = pvalues.front().as<PValue>();
  for (const Payload& pvalue : pvalues) {
    const auto& pv = pvalue.as<PValue>();
    ctx.fact(Proposed{pv.slot, ballot.round, self, pv.value.hash()});
  }
  for (const Payload& pvalue : pvalues) accept(pvalue, ctx);
  const Acceptance own{ballot, first.slot, pvalues.size(), lives};
  for (const Payload& pvalue : pvalues) report_accepted(pvalue, ctx);
  const Payload message = Payload::make(Accept{ballot, slot_out - 1, std::move(pvalues)});
  for (uint32_t i = 0; i < ctx.servers(); ++i) {
    if (NodeId(i) != self) ctx.send_payload_urgent(NodeId(i), message);
  }
  ctx.send(self, own);
}

// "If a commander receives <p2b, a, b> for its ballot from a majority of acceptors, then the
// commander learns that <b, s, c> has been chosen". An acceptor counts once.
void Server::on(const Acceptance& acceptance, NodeId from, Ctx& ctx) {
  if (role != Role::leader || acceptance.ballot != ballot) return;
  if (!is_of_this_life(acceptance.lives, from)) return;
  const bool local = ctx.config<Config>().reads == Reads::local;
  bool progress = false;
  for (uint64_t slot = std::max(acceptance.slot, slot_out);
       slot < acceptance.slot + acceptance.count && slot < slot_in; ++slot) {
    Commander& commander = commanders[slot - slot_out];
    if (!commander.accepted.add(from)) continue;
    progress = progress || local;
    if (commander.chosen || !is_quorum(commander.accepted, slot)) continue;
    commander.chosen = progress = true;
    const auto& pv = log.at(slot).as<PValue>();
    ctx.fact(Chosen{slot, ballot.round, self, pv.value.hash(), commander.accepted.bits});
    if (slot != slot_out && ctx.config<Config>().broken(Mutant::exec_with_hole)) {
      execute(slot, ctx);
    }
  }
  if (!progress) return;
  execute_chosen(ctx);
  retire_if_left_out(ctx);
  propose_more(ctx);
}

// Slots may be chosen in any order; they are executed in the order of their numbers.
void Server::execute_chosen(Ctx& ctx) {
  while (!commanders.empty() && commanders.front().chosen &&
         readers_have(commanders.front(), ctx)) {
    perform(ctx);
  }
}

// What a whole heartbeat has not settled is sent again to those who have not accepted, a run of
// slots at a time.
void Server::retransmit(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  for (uint32_t i = 0; i < ctx.servers(); ++i) {
    if (NodeId(i) == self) continue;
    Payloads run;
    const auto send = [&] {
      if (!run.empty()) ctx.send(NodeId(i), Accept{ballot, slot_out - 1, std::exchange(run, {})});
    };
    for (uint64_t slot = slot_out; slot < slot_in; ++slot) {
      const Commander& commander = commanders[slot - slot_out];
      const bool done = commander.chosen && config.reads != Reads::local;
      const bool open = !done && commander.round < round && !commander.accepted.has(NodeId(i)) &&
                        log.holds(slot, ballot);
      if (open) run.push_back(log.at(slot));
      if (!open || run.size() == config.max_batch) send();
    }
    send();
  }
}

}  // namespace ordain::multi_paxos
