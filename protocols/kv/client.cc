#include "protocols/kv/client.h"

#include <algorithm>

namespace ordain::kv {
namespace {

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
  event.transaction = command.transaction;
  return event;
}

bool answers_with_value(Function function) {
  return function == Function::get || function == Function::read || function == Function::dequeue ||
         function == Function::acquire;
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
  if (needs_session(ctx)) care_for(Function::open_session, ctx);
  const Duration start = incarnation == 0 ? config.start : Duration{};
  for (uint64_t lane = 0; lane < lanes.size(); ++lane) think(lane, ctx, start);
}

void Client::on(const Reply& reply, NodeId from, Ctx& ctx) {
  if (reply.sequence == 0) return;
  if (reply.sequence == caring.command.sequence) return hear_of_session(reply, from, ctx);
  const auto lane = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& l) {
    return l.command.sequence == reply.sequence;
  });
  if (lane == lanes.end()) return;  // answered before, or given up
  answer(static_cast<uint64_t>(lane - lanes.begin()), reply, from, ctx);
}

void Client::answer(uint64_t lane, const Reply& reply, NodeId from, Ctx& ctx) {
  switch (reply.result.status) {
    case Status::ok:
      server = from;
      return complete(lane, OpPhase::ok, reply.result, ctx);
    case Status::mismatch:
      server = from;
      return complete(lane, OpPhase::failed, reply.result, ctx);
    case Status::redirect:
      return follow_hint(reply, from, lanes[lane], ctx);
    case Status::stale:  // an answer to an operation that is over
      return;
    case Status::session_expired:
      server = from;
      if (lanes[lane].command.session == session) lose_session(ctx);
      return complete(lane, OpPhase::indeterminate, {}, ctx);
  }
}

void Client::follow_hint(const Reply& reply, NodeId from, Lane& lane, Ctx& ctx) {
  if (!reply.leader.valid() || reply.leader == from || lane.followed) return;
  lane.followed = true;
  ask(reply.leader, lane, ctx);
}

void Client::on_timer(Timer timer, uint64_t lane, Ctx& ctx) {
  switch (timer) {
    case Timer::think:
      return invoke(lane, ctx);
    case Timer::retry:
      return lane < lanes.size() ? try_again(lane, ctx) : ask_next(caring, lane, ctx);
    case Timer::keep_alive:
      return keep_alive(ctx);
  }
}

void Client::think(uint64_t lane, Ctx& ctx, Duration first) {
  const auto& config = ctx.config<Config>();
  if (issued >= config.share(self.value - config.servers)) return;
  if (config.think_high.ns == 0 && first.ns == 0) return invoke(lane, ctx);
  if (config.think_high.ns > 0)
    first = first + ctx.pick(Pick::think_time, config.think_low, config.think_high);
  ctx.set_timer(Timer::think, first, lane);
}

void Client::invoke(uint64_t lane, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (issued >= config.share(self.value - config.servers)) return;
  ++issued;
  Lane& asking = lanes[lane];
  asking = {draw_command(asking, ctx), server, 1, false, false, asking.hold};
  asking.command.floor = floor();
  ctx.operation(event_of(asking.command, OpPhase::invoke));
  if (!needs_session(ctx)) ask(server, asking, ctx);
  wait(asking, lane, ctx);
}

void Client::try_again(uint64_t lane, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Lane& waiting = lanes[lane];
  if (waiting.command.sequence == 0) return;
  if (waiting.attempts >= config.attempts) {
    return complete(lane, waiting.sent ? OpPhase::indeterminate : OpPhase::failed, {}, ctx);
  }
  ++waiting.attempts;
  waiting.command.floor = floor();
  ask_next(waiting, lane, ctx);
}

// The next try goes to the next server.
void Client::ask_next(Lane& lane, uint64_t number, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (lane.command.sequence == 0) return;
  lane.followed = false;
  lane.server = NodeId((lane.server.value + 1) % config.servers);
  const bool waits = number < lanes.size() && !lane.sent && needs_session(ctx);
  if (!waits) ask(lane.server, lane, ctx);
  wait(lane, number, ctx);
}

// A try's patience. Clients that back off do so by random parts of a growing time, lest they all
// come back at once (Brooker, "Exponential Backoff and Jitter", 2015: equal jitter).
void Client::wait(const Lane& lane, uint64_t number, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.backoff == 1 || lane.attempts <= 1) {
    ctx.set_timer(Timer::retry, config.timeout, number);
    return;
  }
  Duration patience = config.timeout;
  for (uint32_t tries = 1; tries < lane.attempts && patience < config.max_timeout; ++tries) {
    patience = std::min(patience, config.max_timeout / config.backoff) * config.backoff;
  }
  ctx.set_timer(Timer::retry, ctx.pick(Pick::patience, patience / 2, patience), number);
}

// A command keeps the session that it was first sent under: under another one it might be executed
// again.
void Client::ask(NodeId to, Lane& lane, Ctx& ctx) {
  if (!lane.sent) lane.command.session = session;
  lane.sent = true;
  ctx.send(to, Request{lane.command});
}

void Client::complete(uint64_t lane, OpPhase phase, const Result& result, Ctx& ctx) {
  OpEvent event = event_of(lanes[lane].command, phase);
  event.asked = lanes[lane].sent;
  if (phase == OpPhase::ok) {
    if (answers_with_value(event.function)) event.value = result.value;
    event.has_value = result.has_value;
    if (event.function == Function::txn) event.transaction = result.transaction;
  }
  ctx.operation(event);
  Hold hold = lanes[lane].hold;
  learn(event, hold, ctx);
  lanes[lane] = {};
  lanes[lane].hold = hold;
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
