#include "protocols/paxos/client.h"

namespace ordain::paxos {
namespace {

// Sequence numbers of different incarnations never meet.
constexpr uint64_t kPerIncarnation = uint64_t{1} << 20;

// A client that cannot read its count draws one from far above.
constexpr uint64_t kCounted = uint64_t{1} << 16;
constexpr uint64_t kUncounted = uint64_t{1} << 20;

}  // namespace

Client::Client(const Config&, NodeId id) : self(id) {}

Client Client::recover(const Config& config, NodeId id, const Durable& disk) {
  Client client(config, id);
  const Incarnation* last = disk.find<Incarnation>(Area::incarnation);
  client.count_lost =
      last == nullptr && disk.area(static_cast<uint8_t>(Area::incarnation)).single.value;
  client.incarnation = last == nullptr ? 0 : last->number + 1;
  return client;
}

void Client::on_start(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (count_lost) incarnation = kCounted + ctx.pick(Pick::incarnation, kUncounted);
  server = NodeId((self.value - config.servers) % config.asked);
  ctx.put(Area::incarnation, Incarnation{incarnation});
  think(ctx);
}

void Client::on_timer(Timer timer, Ctx& ctx) {
  timer == Timer::think ? propose(ctx) : try_again(ctx);
}

void Client::think(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (issued >= config.share(self.value - config.servers)) return;
  ctx.set_timer(Timer::think, ctx.pick(Pick::think_time, config.think_low, config.think_high));
}

void Client::propose(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  ++issued;
  proposed = static_cast<Value>(sequence() * config.clients - (self.value - config.servers));
  attempts = 0;
  ctx.operation(proposal(OpPhase::invoke));
  ask(ctx);
}

void Client::ask(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  ++attempts;
  const Propose request{proposed, self};
  if (config.asks_all) {
    ctx.broadcast(request);
  } else {
    ctx.send(server, request);
  }
  ctx.set_timer(Timer::retry, config.timeout);
}

void Client::on(const Decided& answer, NodeId, Ctx& ctx) {
  if (proposed == kNoValue) return;  // a second answer
  if (answer.value == proposed) return end(OpPhase::ok, ctx);
  ctx.operation(proposal(OpPhase::failed));
  ctx.operation(reading(answer.value, OpPhase::invoke));
  ctx.operation(reading(answer.value, OpPhase::ok));
  rest(ctx);
}

void Client::try_again(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (proposed == kNoValue) return;
  if (attempts >= config.attempts) return end(OpPhase::indeterminate, ctx);
  server = NodeId((server.value + 1) % config.asked);
  ask(ctx);
}

void Client::end(OpPhase phase, Ctx& ctx) {
  ctx.operation(proposal(phase));
  rest(ctx);
}

void Client::rest(Ctx& ctx) {
  proposed = kNoValue;
  ctx.cancel_timer(Timer::retry);
  think(ctx);
}

uint64_t Client::sequence() const { return incarnation * kPerIncarnation + issued; }

// A proposal and the read that its answer may bring have numbers of their own.
OpEvent Client::proposal(OpPhase phase) const {
  OpEvent event;
  event.phase = phase;
  event.function = Function::cas;
  event.number = 2 * sequence() - 1;
  event.value = kNoValue;
  event.new_value = proposed;
  return event;
}

OpEvent Client::reading(Value value, OpPhase phase) const {
  OpEvent event;
  event.phase = phase;
  event.function = Function::read;
  event.number = 2 * sequence();
  if (phase != OpPhase::ok) return event;
  event.value = value;
  event.has_value = true;
  return event;
}

}  // namespace ordain::paxos
