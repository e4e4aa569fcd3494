// A node whose handlers the test writes: Puppet remembers what reached it and lets a script act.
//
// The script is configuration, not state, so a puppet is as copyable and comparable as any node.
#pragma once

#include <functional>
#include <variant>
#include <vector>

#include "sim/core/node_table.h"

namespace ordain::test {

struct Poke {
  uint64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Poke, (), (number))

struct Heard {
  uint64_t number = 0;
  NodeId from;
  uint16_t channel = 0;
  LocalTime at;
  friend bool operator==(const Heard&, const Heard&) = default;
};
BOOST_DESCRIBE_STRUCT(Heard, (), (number, from, channel, at))

// What a script may report.
struct Elected {
  uint64_t term = 0;
};
BOOST_DESCRIBE_STRUCT(Elected, (), (term))
struct Noted {
  uint64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Noted, (), (number))

struct Puppet {
  enum class Timer : uint8_t { first, second };
  enum class Pick : uint8_t { one, two };
  enum class Area : uint8_t { single, log };
  BOOST_DESCRIBE_NESTED_ENUM(Timer, first, second)
  BOOST_DESCRIBE_NESTED_ENUM(Pick, one, two)
  BOOST_DESCRIBE_NESTED_ENUM(Area, single, log)
  using Messages = std::variant<Poke>;

  struct Config {
    std::function<void(Puppet&, Ctx&)> start = {};
    std::function<void(Puppet&, const Poke&, NodeId, Ctx&)> poke = {};
    std::function<void(Puppet&, Timer, uint64_t key, Ctx&)> timer = {};
  };

  NodeId self;
  bool recovered = false;
  std::vector<Heard> heard;    // messages
  std::vector<Heard> fired;    // timers: number is the key
  std::vector<uint64_t> kept;  // what recovery found in the log; rotten records are kRotten
  uint64_t kept_single = 0;    // and in the single record
  uint64_t number = 0;         // the script's own
  static constexpr uint64_t kRotten = ~uint64_t{0};

  Puppet(const Config&, NodeId id) : self(id) {}
  static Puppet recover(const Config& config, NodeId self, const Durable& disk);
  void on_start(Ctx& ctx);
  void on(const Poke& poke, NodeId from, Ctx& ctx);
  void on_timer(Timer timer, uint64_t key, Ctx& ctx);

  BOOST_DESCRIBE_CLASS(Puppet, (), (self, recovered, heard, fired, kept, kept_single, number), (),
                       ())
};

}  // namespace ordain::test
