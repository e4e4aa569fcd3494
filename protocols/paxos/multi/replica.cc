// The replica: PMMC 2.1, Figure 1. Decisions are executed in the order of their slots, and one that
// is behind asks for what it misses.
#include <algorithm>

#include "protocols/paxos/multi/server.h"

namespace ordain::multi_paxos {

// The leader of the ballot `in` knows all slots up to `decided` to be decided. It proposes one
// value a slot in its ballot, so what was accepted in that ballot is the decision.
void Server::learn_to(uint64_t decided, const Ballot& in, Ctx& ctx) {
  while (slot_out <= decided && log.holds(slot_out, in)) perform(ctx);
}

// PMMC's perform(): executes slot_out and goes to the next.
void Server::perform(Ctx& ctx) {
  execute(slot_out, ctx);
  ++slot_out;
  if (!commanders.empty()) commanders.pop_front();
  slot_in = std::max(slot_in, slot_out);
  const uint64_t every = ctx.config<Config>().snapshot.every;
  if (every > 0 && slot_out - 1 >= log.base() + every) take_snapshot(ctx);
}

void Server::execute(uint64_t slot, Ctx& ctx) {
  const Payload& value = log.at(slot).as<PValue>().value;
  if (value.is<Reconfiguration>()) {
    execute(value.as<Reconfiguration>(), slot, ctx);
    return ctx.fact(Applied{slot, value.hash(), machine.hash, kNoNode, 0});
  }
  const auto& command = value.as<kv::Command>();
  const kv::StateMachine::Outcome outcome =
      machine.apply(command, {ctx.now(), ctx.config<Config>().machine_mutants});
  ctx.fact(Applied{slot, value.hash(), machine.hash, command.client,
                   outcome.executed ? command.sequence : 0});
  if (role == Role::leader && !command.is_no_op()) {
    reply_to_client(command.client, command.sequence, outcome.result, ctx);
  }
}

void Server::on(const CatchUp& request, NodeId from, Ctx& ctx) {
  if (lost || request.slot >= slot_out) return;
  if (request.slot <= log.base()) return ctx.send_payload(from, snapshot);
  const uint64_t end = std::min(slot_out, request.slot + uint64_t{ctx.config<Config>().max_batch});
  Decisions decisions{slot_out - 1, {}};
  for (uint64_t slot = request.slot; slot < end; ++slot) decisions.pvalues.push_back(log.at(slot));
  ctx.send(from, std::move(decisions));
}

void Server::on(const Decisions& decisions, NodeId from, Ctx& ctx) {
  const uint64_t before = slot_out;
  learn(decisions.pvalues, decisions.decided, ctx);
  if (slot_out == before) return;
  ctx.fact(CaughtUp{before, slot_out - 1});
  if (slot_out <= decisions.decided) ctx.send(from, CatchUp{slot_out});
}

// Takes the pvalues of slots up to `decided` for decisions, as far as they go without a gap.
void Server::learn(const Payloads& pvalues, uint64_t decided, Ctx& ctx) {
  for (const Payload& pvalue : pvalues) {
    const uint64_t slot = pvalue.as<PValue>().slot;
    if (slot != slot_out || slot > decided) continue;
    log.learn(pvalue);
    perform(ctx);
  }
}

}  // namespace ordain::multi_paxos
