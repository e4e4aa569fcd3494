#include <gtest/gtest.h>

#include "protocols/raft/facts.h"
#include "protocols/raft/operator.h"
#include "tests/support/node_harness.h"

namespace ordain::raft {
namespace {

constexpr NodeId kOperator{5};
using Harness = NodeHarness<Operator>;

AdminStep transfer_to(uint32_t server, uint32_t times = 1) {
  return {AdminCommand::transfer, {NodeId(server)}, seconds(1), seconds(1), times};
}

Harness with(std::vector<AdminStep> steps, uint32_t attempts = 3) {
  OperatorConfig config;
  config.servers = 3;
  config.steps = std::move(steps);
  for (AdminStep& step : config.steps) step.attempts = attempts;
  Harness out(config, kOperator, 3);
  out.start();
  return out;
}

AdminReply reply(uint64_t number, AdminStatus status, NodeId leader = kNoNode) {
  return {number, status, leader};
}

TEST(RaftOperator, WaitsBeforeItAsks) {
  Harness op = with({transfer_to(2)});
  EXPECT_EQ(op.timer_set(OperatorTimer::wait), seconds(1));
  EXPECT_TRUE(op.sent<AdminRequest>().empty());
  op.fire(OperatorTimer::wait);
  ASSERT_EQ(op.sent<AdminRequest>().size(), 1u);
  EXPECT_EQ(op.sent<AdminRequest>()[0].second.servers, std::vector{NodeId(2)});
  EXPECT_EQ(op.facts<AdminAsked>().size(), 1u);
}

TEST(RaftOperator, GoesOnOnceACommandIsDone) {
  Harness op = with({transfer_to(2, 2), transfer_to(1)});
  for (uint64_t number = 1; number <= 3; ++number) {
    op.fire(OperatorTimer::wait);
    EXPECT_EQ(op.sent<AdminRequest>()[0].second.servers[0], NodeId(number < 3 ? 2 : 1));
    op.deliver(reply(number, AdminStatus::done), NodeId(0));
    ASSERT_EQ(op.facts<AdminEnded>().size(), 1u);
    EXPECT_TRUE(op.facts<AdminEnded>()[0].done);
    EXPECT_EQ(op.timer_set(OperatorTimer::wait).has_value(), number < 3);
  }
}

TEST(RaftOperator, FollowsAHintOnceATryAndThenAsksTheNextServer) {
  Harness op = with({transfer_to(2)});
  op.fire(OperatorTimer::wait);
  op.deliver(reply(1, AdminStatus::redirect, NodeId(2)), NodeId(0));
  EXPECT_TRUE(op.last_sent<AdminRequest>(NodeId(2)));
  op.deliver(reply(1, AdminStatus::redirect, NodeId(0)), NodeId(2));
  EXPECT_TRUE(op.sent<AdminRequest>().empty());
  op.fire(OperatorTimer::retry);
  EXPECT_EQ(op.last_sent<AdminRequest>(NodeId(1))->number, 1u);  // still the same request
}

TEST(RaftOperator, ARefusalIsAskedAgainLater) {
  Harness op = with({transfer_to(2)});
  op.fire(OperatorTimer::wait);
  op.deliver(reply(1, AdminStatus::refused), NodeId(0));
  EXPECT_TRUE(op.effects().empty());
  op.fire(OperatorTimer::retry);
  EXPECT_EQ(op.sent<AdminRequest>().size(), 1u);
}

TEST(RaftOperator, GivesUpAfterSoManyTriesAndThenIgnoresALateAnswer) {
  Harness op = with({transfer_to(2), transfer_to(1)});
  op.fire(OperatorTimer::wait);
  op.fire(OperatorTimer::retry);
  op.fire(OperatorTimer::retry);
  EXPECT_EQ(op.sent<AdminRequest>().size(), 1u);
  op.fire(OperatorTimer::retry);
  ASSERT_EQ(op.facts<AdminEnded>().size(), 1u);
  EXPECT_FALSE(op.facts<AdminEnded>()[0].done);
  op.deliver(reply(1, AdminStatus::done), NodeId(0));
  EXPECT_TRUE(op.effects().empty());
  op.fire(OperatorTimer::wait);
  op.deliver(reply(1, AdminStatus::done), NodeId(0));  // of the request before
  EXPECT_TRUE(op.facts<AdminEnded>().empty());
}

TEST(RaftOperator, DrawsAServerWhereTheStepNamesNone) {
  AdminStep any = transfer_to(0, 0);
  any.servers.clear();
  Harness op = with({any});
  std::vector<bool> seen(3);
  for (uint64_t number = 1; number <= 40; ++number) {
    op.fire(OperatorTimer::wait);
    seen[op.sent<AdminRequest>()[0].second.servers[0].value] = true;
    op.deliver(reply(number, AdminStatus::done), NodeId(0));
  }
  EXPECT_EQ(seen, std::vector<bool>(3, true));
}

}  // namespace
}  // namespace ordain::raft
