// Ping: each server asks every other one for a sign of life, again and again until it has heard it.
//
// The smallest protocol that is not trivial: messages may be lost, so it needs a timer; they may
// arrive twice, so an answer must be recognised; a node may crash, and then starts with empty
// hands.
#pragma once

#include <set>
#include <variant>

#include "sim/core/context.h"

namespace ordain::ping {

struct Config {
  Duration retry_low = milliseconds(80);
  Duration retry_high = milliseconds(120);
};

struct Ping {
  uint64_t round;
};
struct Pong {
  uint64_t round;  // of the ping that it answers
};
BOOST_DESCRIBE_STRUCT(Ping, (), (round))
BOOST_DESCRIBE_STRUCT(Pong, (), (round))

// What a server tells those who watch: properties, stories and triggered faults.
struct Sent {
  NodeId to;
  uint64_t round;
};
struct Heard {
  NodeId from;
  uint64_t round;
};
BOOST_DESCRIBE_STRUCT(Sent, (), (to, round))
BOOST_DESCRIBE_STRUCT(Heard, (), (from, round))

BOOST_DEFINE_ENUM_CLASS(Timer, retry)
BOOST_DEFINE_ENUM_CLASS(Pick, retry_after)

struct Server {
  using Config = ping::Config;
  using Messages = std::variant<Ping, Pong>;
  using Timer = ping::Timer;
  using Pick = ping::Pick;

  uint64_t round = 0;
  std::set<NodeId> heard;

  Server(const Config&, NodeId) {}

  void on_start(Ctx& ctx) { ask(ctx); }
  void on_timer(Timer, Ctx& ctx) { ask(ctx); }

  void on(const Ping& ping, NodeId from, Ctx& ctx) { ctx.send(from, Pong{ping.round}); }

  void on(const Pong& pong, NodeId from, Ctx& ctx) {
    if (!heard.insert(from).second) return;  // a duplicate, or the answer to a retry
    ctx.fact(Heard{from, pong.round});
  }

  // Pings everybody who is still silent, and comes back to it later.
  void ask(Ctx& ctx) {
    if (heard.size() + 1 == ctx.servers()) return;
    ++round;
    for (NodeId to(0); to.value < ctx.servers(); ++to.value) {
      if (to == ctx.self() || heard.count(to) > 0) continue;
      ctx.fact(Sent{to, round});
      ctx.send(to, Ping{round});
    }
    const Config& config = ctx.config<Config>();
    ctx.set_timer(Timer::retry, ctx.pick(Pick::retry_after, config.retry_low, config.retry_high));
  }

  BOOST_DESCRIBE_CLASS(Server, (), (round, heard), (), ())
};

}  // namespace ordain::ping
