// A token goes round: the smallest protocol that uses messages, timers, picks, a disk and facts.
//
// The holder writes the token down, waits a little, and passes it to a random other node with one
// hop more. A node that has not seen it for long makes it anew from what it wrote. So hops only
// ever grow at a node, also across crashes; two tokens may go round, and the one with fewer hops
// dies out.
#pragma once

#include <memory>
#include <variant>

#include "sim/run/run_spec.h"

namespace ordain::test::ring {

struct Token {
  uint64_t hops = 0;
  uint64_t mark = 0;  // drawn by whoever made it
};
BOOST_DESCRIBE_STRUCT(Token, (), (hops, mark))

struct Passed {
  uint64_t hops = 0;
  uint64_t mark = 0;
};
BOOST_DESCRIBE_STRUCT(Passed, (), (hops, mark))

struct Config {
  bool forgets = false;  // a mutant: does not write the token down before it passes it on
};

struct Node {
  using Config = ring::Config;
  using Messages = std::variant<Token>;
  enum class Timer : uint8_t { pass, lost };
  enum class Pick : uint8_t { wait, next, mark };
  enum class Area : uint8_t { token };
  BOOST_DESCRIBE_NESTED_ENUM(Timer, pass, lost)
  BOOST_DESCRIBE_NESTED_ENUM(Pick, wait, next, mark)
  BOOST_DESCRIBE_NESTED_ENUM(Area, token)

  NodeId self;
  Token token;
  uint64_t made = 0;

  Node(const Config&, NodeId id) : self(id) {}
  static Node recover(const Config& config, NodeId self, const Durable& disk);
  void on_start(Ctx& ctx);
  void on(const Token& got, NodeId from, Ctx& ctx);
  void on_timer(Timer timer, Ctx& ctx);

  BOOST_DESCRIBE_CLASS(Node, (), (self, token, made), (), ())
};

// always: at each node the hops of the tokens it passes grow.
std::unique_ptr<Property> hops_grow();
// eventually: after healing, every server of the core has passed the token.
std::unique_ptr<Property> token_goes_round();

RunSpec spec(uint32_t servers, Config config = {});
// The same with every kind of fault at once.
RunSpec rough_spec(uint32_t servers, Config config = {});

}  // namespace ordain::test::ring
