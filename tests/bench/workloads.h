// The engine's workloads W1, W2 and W3 (ring, timers, raft-like), as nodes like any protocol's, and
// the bare loop that limits W1: a 4-ary heap of the same events and nothing else.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "sim/core/node_table.h"
#include "sim/world/world.h"

namespace ordain::bench {

struct Token {
  uint64_t hops = 0;
  BOOST_DESCRIBE_CLASS(Token, (), (hops), (), ())
};

// W1: each delivery sends one message to a random other node; W2: and re-arms the node's timer.
struct Ring {
  struct Config {
    bool timers = false;
  };
  using Messages = std::variant<Token>;
  enum class Timer : uint8_t { idle };
  BOOST_DESCRIBE_NESTED_ENUM(Timer, idle)
  enum class Pick : uint8_t { peer, timeout };
  BOOST_DESCRIBE_NESTED_ENUM(Pick, peer, timeout)

  uint64_t seen = 0;

  Ring(const Config&, NodeId) {}
  void on_start(Ctx& ctx) { pass_on(0, ctx); }
  void on(const Token& token, NodeId, Ctx& ctx) {
    ++seen;
    pass_on(token.hops + 1, ctx);
  }
  void on_timer(Timer, Ctx& ctx) { pass_on(0, ctx); }
  void pass_on(uint64_t hops, Ctx& ctx) {
    const uint64_t away = 1 + ctx.pick(Pick::peer, ctx.servers() - 1);
    ctx.send(NodeId(static_cast<uint32_t>((ctx.self().value + away) % ctx.servers())), Token{hops});
    if (ctx.config<Config>().timers) {
      ctx.set_timer(Timer::idle, ctx.pick(Pick::timeout, milliseconds(150), milliseconds(300)));
    }
  }
  BOOST_DESCRIBE_CLASS(Ring, (), (seen), (), ())
};

struct Ask {
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Ask, (), (number), (), ())
};
struct Answer {
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Answer, (), (number), (), ())
};
struct Append {
  uint64_t number = 0;  // 0: a heartbeat
  uint64_t commit = 0;
  BOOST_DESCRIBE_CLASS(Append, (), (number, commit), (), ())
};
struct Ack {
  uint64_t number = 0;
  BOOST_DESCRIBE_CLASS(Ack, (), (number), (), ())
};

// W3: node 0 leads four followers and serves one client with eight operations outstanding.
struct Replica {
  struct Config {};
  using Messages = std::variant<Ask, Answer, Append, Ack>;
  enum class Timer : uint8_t { heartbeat, election };
  BOOST_DESCRIBE_NESTED_ENUM(Timer, heartbeat, election)
  enum class Pick : uint8_t { timeout };
  BOOST_DESCRIBE_NESTED_ENUM(Pick, timeout)

  static constexpr uint64_t kOutstanding = 8;
  uint64_t next = 0;
  uint64_t commit = 0;
  uint64_t log = 0;
  std::vector<uint8_t> acks;  // of the latest operations, by number modulo 64
  bool client = false;

  Replica(const Config&, NodeId self) : acks(64), client(self == NodeId(5)) {}
  void on_start(Ctx& ctx) {
    if (client) {
      for (uint64_t i = 0; i < kOutstanding; ++i) ctx.send(NodeId(0), Ask{++next});
    } else if (ctx.self() == NodeId(0)) {
      on_timer(Timer::heartbeat, ctx);
    } else {
      arm_election(ctx);
    }
  }
  void on(const Ask& ask, NodeId, Ctx& ctx) {
    acks[ask.number % 64] = 0;
    ctx.broadcast(Append{ask.number, commit});
  }
  void on(const Append& append, NodeId from, Ctx& ctx) {
    log = append.number > log ? append.number : log;
    commit = append.commit;
    arm_election(ctx);
    if (append.number != 0) ctx.send(from, Ack{append.number});
  }
  void on(const Ack& ack, NodeId, Ctx& ctx) {
    if (++acks[ack.number % 64] != 2) return;
    ++commit;
    ctx.send(NodeId(5), Answer{ack.number});
  }
  void on(const Answer&, NodeId, Ctx& ctx) { ctx.send(NodeId(0), Ask{++next}); }
  void on_timer(Timer timer, Ctx& ctx) {
    if (timer == Timer::election) return arm_election(ctx);
    ctx.broadcast(Append{0, commit});
    ctx.set_timer(Timer::heartbeat, milliseconds(50));
  }
  void arm_election(Ctx& ctx) {
    ctx.set_timer(Timer::election, ctx.pick(Pick::timeout, milliseconds(150), milliseconds(300)));
  }
  BOOST_DESCRIBE_CLASS(Replica, (), (next, commit, log, acks, client), (), ())
};

// A started world of the workload: "w1" or "w2" with n nodes and n messages in flight, or "w3".
World make_workload(const std::string& name, uint32_t n);
// Drives it until that many more messages were delivered.
void deliver(World& world, uint64_t messages);

// The bare loop of W1: the same delays drawn with the same generator, and a 4-ary heap of 16-byte
// entries; no nodes, no messages, no digest. Returns a number that depends on all of it.
class BareLoop {
 public:
  explicit BareLoop(uint32_t in_flight);
  uint64_t run(uint64_t events);

 private:
  struct Entry {
    uint64_t time = 0;
    uint64_t order = 0;
    uint128 number() const { return static_cast<uint128>(time) << 64 | order; }
  };
  void sift_down(size_t i);
  std::vector<Entry> heap_;
  uint64_t sequence_ = 0;
};

}  // namespace ordain::bench
