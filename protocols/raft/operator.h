// The operator: one more node, after the clients, that works off the scenario's schedule of
// administrative commands ("admin" in Raft's configuration). There is none without a schedule.
//
// It asks the server that answered last, follows a redirect's hint at once, once a try, and asks
// the next server after a timeout. A command that is not done after so many tries is given up. It
// has no disk: after a crash it begins the schedule again.
#pragma once

#include <variant>

#include "protocols/raft/admin.h"
#include "sim/core/context.h"

namespace ordain::raft {

BOOST_DEFINE_FIXED_ENUM_CLASS(OperatorTimer, uint8_t, wait, retry)
BOOST_DEFINE_FIXED_ENUM_CLASS(OperatorPick, uint8_t, wait_time, server)

struct OperatorConfig {
  uint32_t servers = 0;
  std::vector<AdminStep> steps;
  Duration timeout = milliseconds(300);  // of one try
};

struct Operator {
  using Config = OperatorConfig;
  using Messages = std::variant<AdminReply>;
  using Timer = OperatorTimer;
  using Pick = OperatorPick;

  uint64_t step = 0;      // of the schedule
  uint64_t repeated = 0;  // how often it has been asked for
  AdminRequest request;   // under way while `attempts` > 0
  uint32_t attempts = 0;  // tries so far
  NodeId server;          // asked in this try, of its own accord
  bool followed = false;  // a hint, in this try
  BOOST_DESCRIBE_CLASS(Operator, (), (step, repeated, request, attempts, server, followed), (), ())

  Operator(const Config&, NodeId) : server(NodeId(0)) {}

  void on_start(Ctx& ctx) { wait(ctx); }
  void on(const AdminReply& reply, NodeId from, Ctx& ctx);
  void on_timer(Timer timer, Ctx& ctx);

 private:
  void wait(Ctx& ctx);
  void begin(Ctx& ctx);
  void ask(NodeId to, Ctx& ctx);
  void try_again(Ctx& ctx);
  void end(bool done, Ctx& ctx);
};

}  // namespace ordain::raft
