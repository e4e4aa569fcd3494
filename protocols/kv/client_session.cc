// A client's session where sessions end: opening it, keeping it alive, learning that it is gone
// (Ongaro's thesis, 6.3).
#include <algorithm>

#include "protocols/kv/client.h"

namespace ordain::kv {

bool Client::needs_session(Ctx& ctx) const {
  return session == 0 && ctx.config<Config>().opens_sessions();
}

// One such command is under way at a time; opening goes before keeping alive.
void Client::care_for(Function what, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  caring = {};
  caring.server = server;
  caring.command.function = what;
  caring.command.client = self;
  caring.command.sequence = incarnation * kPerIncarnation + kForSessions + ++care;
  caring.command.floor = floor();
  if (what == Function::open_session) {
    caring.command.value = config.session_expiry.ns;
    caring.command.new_value = config.max_sessions;
  }
  ask(server, caring, ctx);
  ctx.set_timer(Timer::retry, config.timeout, lanes.size());
}

void Client::hear_of_session(const Reply& reply, NodeId from, Ctx& ctx) {
  const Status status = reply.result.status;
  if (status == Status::redirect) return follow_hint(reply, from, caring, ctx);
  if (status == Status::stale) return;
  server = from;
  const bool opening = caring.command.function == Function::open_session;
  caring = {};
  ctx.cancel_timer(Timer::retry, lanes.size());
  if (status == Status::session_expired) return lose_session(ctx);
  if (!opening) return;
  session = static_cast<uint64_t>(reply.result.value);
  for (Lane& lane : lanes) {
    if (lane.command.sequence != 0 && !lane.sent) ask(server, lane, ctx);
  }
  const auto& config = ctx.config<Config>();
  if (config.keep_alive.ns > 0) ctx.set_timer(Timer::keep_alive, config.keep_alive);
}

void Client::lose_session(Ctx& ctx) {
  session = 0;
  ctx.cancel_timer(Timer::keep_alive);
  care_for(Function::open_session, ctx);
}

// Commands under way keep the session alive by themselves.
void Client::keep_alive(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (session == 0 || done(ctx)) return;
  const bool idle = std::all_of(lanes.begin(), lanes.end(),
                                [](const Lane& lane) { return lane.command.sequence == 0; });
  if (idle && caring.command.sequence == 0) care_for(Function::keep_alive, ctx);
  ctx.set_timer(Timer::keep_alive, config.keep_alive);
}

bool Client::done(Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  return issued >= config.share(self.value - config.servers);
}

}  // namespace ordain::kv
