#include "protocols/raft/operator.h"

#include "protocols/raft/facts.h"

namespace ordain::raft {

void Operator::on_timer(Timer timer, Ctx& ctx) {
  timer == Timer::wait ? begin(ctx) : try_again(ctx);
}

void Operator::wait(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (step == config.steps.size()) return;
  const AdminStep& next = config.steps[step];
  ctx.set_timer(Timer::wait, ctx.pick(Pick::wait_time, next.after_low, next.after_high));
}

void Operator::begin(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const AdminStep& now = config.steps[step];
  request = {request.number + 1, now.command, now.servers};
  if (request.servers.empty()) {
    request.servers = {NodeId(static_cast<uint32_t>(ctx.pick(Pick::server, config.servers)))};
  }
  attempts = 1;
  followed = false;
  ctx.fact(AdminAsked{request.number, request.command, request.servers.front()});
  ask(server, ctx);
  ctx.set_timer(Timer::retry, config.timeout);
}

void Operator::ask(NodeId to, Ctx& ctx) { ctx.send(to, request); }

void Operator::on(const AdminReply& reply, NodeId from, Ctx& ctx) {
  if (attempts == 0 || reply.number != request.number) return;  // answered before, or given up
  switch (reply.status) {
    case AdminStatus::done:
      server = from;
      return end(true, ctx);
    case AdminStatus::redirect:
      if (!reply.leader.valid() || reply.leader == from || followed) return;
      followed = true;
      return ask(reply.leader, ctx);
    case AdminStatus::refused:  // perhaps later
      server = from;
      return;
  }
}

void Operator::try_again(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (attempts == 0) return;
  if (attempts >= config.steps[step].attempts) return end(false, ctx);
  ++attempts;
  followed = false;
  server = NodeId((server.value + 1) % config.servers);
  ask(server, ctx);
  ctx.set_timer(Timer::retry, config.timeout);
}

void Operator::end(bool done, Ctx& ctx) {
  const AdminStep& now = ctx.config<Config>().steps[step];
  ctx.fact(AdminEnded{request.number, request.command, done});
  ctx.cancel_timer(Timer::retry);
  attempts = 0;
  ++repeated;
  if (now.times != 0 && repeated >= now.times) {
    ++step;
    repeated = 0;
  }
  wait(ctx);
}

}  // namespace ordain::raft
