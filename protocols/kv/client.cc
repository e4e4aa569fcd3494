#include "protocols/kv/client.h"

#include <algorithm>

namespace ordain::kv {
namespace {

// Sequence numbers of different incarnations never meet.
constexpr uint64_t kPerIncarnation = uint64_t{1} << 24;

// A client that cannot read its count draws one from far above, as a client with a random session
// id would.
constexpr uint64_t kCounted = uint64_t{1} << 16;
constexpr uint64_t kUncounted = uint64_t{1} << 22;

OpEvent event_of(const Command& command, OpPhase phase) {
  OpEvent event;
  event.phase = phase;
  event.function = command.function;
  event.number = command.sequence;
  event.key = command.key;
  event.value = command.value;
  event.new_value = command.new_value;
  return event;
}

}  // namespace

Client::Client(const Config& config, NodeId id)
    : self(id), server(NodeId(0)), lanes(config.outstanding) {}

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
  server = NodeId(self.value % config.servers);
  ctx.put(Area::incarnation, Incarnation{incarnation});
  for (uint64_t lane = 0; lane < lanes.size(); ++lane) think(lane, ctx);
}

void Client::on(const Reply& reply, NodeId from, Ctx& ctx) {
  const auto lane = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& l) {
    return l.command.sequence == reply.sequence;
  });
  if (lane == lanes.end() || reply.sequence == 0) return;  // answered before, or given up
  const auto number = static_cast<uint64_t>(lane - lanes.begin());
  switch (reply.result.status) {
    case Status::ok:
      server = from;
      return complete(number, OpPhase::ok, reply.result, ctx);
    case Status::mismatch:
      server = from;
      return complete(number, OpPhase::failed, reply.result, ctx);
    case Status::redirect:
      if (!reply.leader.valid() || reply.leader == from || lane->followed) return;
      lane->followed = true;
      return ask(reply.leader, *lane, ctx);
    case Status::stale:  // an answer to an operation that is over
      return;
  }
}

void Client::on_timer(Timer timer, uint64_t lane, Ctx& ctx) {
  timer == Timer::think ? invoke(lane, ctx) : try_again(lane, ctx);
}

void Client::think(uint64_t lane, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (issued >= config.share(self.value - config.servers)) return;
  if (config.think_high.ns == 0) return invoke(lane, ctx);
  ctx.set_timer(Timer::think, ctx.pick(Pick::think_time, config.think_low, config.think_high),
                lane);
}

void Client::invoke(uint64_t lane, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (issued >= config.share(self.value - config.servers)) return;
  ++issued;
  lanes[lane] = {draw_command(ctx), server, 1, false};
  lanes[lane].command.floor = floor();
  ctx.operation(event_of(lanes[lane].command, OpPhase::invoke));
  ask(server, lanes[lane], ctx);
  ctx.set_timer(Timer::retry, config.timeout, lane);
}

// Each write of a run has a value of its own, small enough to be read in a story: with distinct
// values a checker sees which write a read saw.
Command Client::draw_command(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Command command;
  command.client = self;
  command.sequence = incarnation * kPerIncarnation + issued;
  command.key = config.keys > 1 ? ctx.pick(Pick::key, config.keys) : 0;
  const auto unique =
      static_cast<int64_t>(command.sequence * config.clients - (self.value - config.servers));
  if (config.reads.hit(ctx.pick(Pick::function, 0))) {
    command.function = config.read;
    return command;
  }
  const auto known = seen.find(command.key);
  if (known != seen.end() && config.cas.hit(ctx.pick(Pick::cas, 0))) {
    command.function = Function::cas;
    command.value = known->second;
    command.new_value = unique;
    return command;
  }
  command.function = config.write;
  command.value = unique;
  return command;
}

void Client::try_again(uint64_t lane, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Lane& waiting = lanes[lane];
  if (waiting.command.sequence == 0) return;
  if (waiting.attempts >= config.attempts) {
    return complete(lane, OpPhase::indeterminate, {}, ctx);
  }
  ++waiting.attempts;
  waiting.followed = false;
  waiting.server = NodeId((waiting.server.value + 1) % config.servers);
  waiting.command.floor = floor();
  ask(waiting.server, waiting, ctx);
  ctx.set_timer(Timer::retry, config.timeout, lane);
}

void Client::ask(NodeId to, const Lane& lane, Ctx& ctx) { ctx.send(to, Request{lane.command}); }

void Client::complete(uint64_t lane, OpPhase phase, const Result& result, Ctx& ctx) {
  OpEvent event = event_of(lanes[lane].command, phase);
  const bool reads = event.function == Function::get || event.function == Function::read;
  if (phase == OpPhase::ok) {
    if (reads) event.value = result.value;
    event.has_value = result.has_value;
    if (result.has_value) seen[event.key] = result.value;
  }
  ctx.operation(event);
  lanes[lane] = {};
  ctx.cancel_timer(Timer::retry, lane);
  think(lane, ctx);
}

// The lowest sequence number that may still be asked for: all below it are over.
uint64_t Client::floor() const {
  uint64_t lowest = incarnation * kPerIncarnation + issued;
  for (const Lane& lane : lanes) {
    if (lane.command.sequence != 0) lowest = std::min(lowest, lane.command.sequence);
  }
  return lowest;
}

}  // namespace ordain::kv
