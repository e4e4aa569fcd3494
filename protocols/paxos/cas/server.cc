#include "protocols/paxos/cas/server.h"

#include <algorithm>

namespace ordain::cas_paxos {

Server::Server(const Config&, NodeId id) : self(id) {}

Server Server::recover(const Config& config, NodeId id, const Durable& disk) {
  Server server(config, id);
  server.recovered = true;
  const auto* round = disk.find<RoundRecord>(Area::round);
  if (round != nullptr) server.round = round->round;
  server.halted = round == nullptr && disk.area(static_cast<uint8_t>(Area::round)).single.value;
  server.read_slots(disk);
  return server;
}

// A torn record ends early, so it was never confirmed: it is cut off. A whole record that fails its
// checksum may have been: the server stops for good rather than forget it.
void Server::read_slots(const Durable& disk) {
  const DurableArea& area = disk.area(static_cast<uint8_t>(Area::slots));
  for (const Record& record : area.log) {
    if (record.torn) {
      torn = area.log.size() - last_record;
      return;
    }
    if (record.rotten || !record.value.is<SlotRecord>()) {
      halted = true;
      halt.record = last_record + 1;
      return;
    }
    const auto& kept = record.value.as<SlotRecord>();
    slots[kept.key] = {kept.promised, kept.accepted, kept.state};
    ++last_record;
  }
}

void Server::on_start(Ctx& ctx) {
  if (halted) return ctx.fact(halt);
  if (torn > 0) ctx.truncate_from(Area::slots, last_record + 1);
  if (!recovered) return;
  for (const auto& [key, slot] : slots) {
    ctx.fact(Recovered{key, slot.promised.round, slot.promised.node, slot.accepted.round,
                       slot.accepted.node, slot.state.hash()});
  }
}

void Server::on_timer(Timer timer, uint64_t key, Ctx& ctx) {
  if (halted) return;
  timer == Timer::retransmit ? retransmit(key, ctx) : begin(key, ctx);
}

// Any server takes any operation. One that comes again while it waits or is under way is answered
// with it; one that comes again later is recognised by the register's state.
void Server::handle(const kv::Request& request, NodeId, Ctx& ctx) {
  const kv::Command& command = request.command;
  Change& change = changes[command.key];
  const auto same = [&](const kv::Command& other) {
    return other.client == command.client && other.sequence == command.sequence;
  };
  if (std::any_of(change.waiting.begin(), change.waiting.end(), same)) return;
  if (std::any_of(change.under_way.begin(), change.under_way.end(), same)) return;
  if (ctx.config<Config>().broken(Mutant::local_read) && read_locally(command, ctx)) return;
  change.waiting.push_back(command);
  if (change.phase == Phase::idle) begin(command.key, ctx);
}

// What no correct server does: the own slot's state may be old, or accepted here and never chosen.
bool Server::read_locally(const kv::Command& command, Ctx& ctx) {
  const bool reads = command.function == Function::read || command.function == Function::get;
  const Slot& slot = slots[command.key];
  if (!reads || !slot.state) return false;
  State copy = slot.state.as<State>();
  const kv::Result result = copy.machine.apply(command).result;
  ctx.send(command.client, kv::Reply{command.sequence, result, self});
  return true;
}

}  // namespace ordain::cas_paxos
