#include "sim/check/lin/online.h"

#include <gtest/gtest.h>

#include "protocols/kv/linearizable.h"

namespace ordain::check::lin {
namespace {

// Two writes at the same time, of which one returns: nothing, either, and the other before it are
// four configurations to look at.
OnlineChecker one_of_two_writes_returns(uint64_t max_configurations) {
  OnlineOptions options;
  options.max_configurations = max_configurations;
  OnlineChecker checker(options);
  checker.invoke(1, 1, "write", Value(), Value(10));
  checker.invoke(2, 2, "write", Value(), Value(20));
  checker.complete(1, Value(10));
  return checker;
}

TEST(OnlineLinearizability, GivesUpWhenItsConfigurationsOutgrowTheirBound) {
  EXPECT_TRUE(one_of_two_writes_returns(3).gave_up());
  EXPECT_TRUE(one_of_two_writes_returns(3).ok());  // it does not know of a violation
  EXPECT_FALSE(one_of_two_writes_returns(4).gave_up());
  EXPECT_EQ(one_of_two_writes_returns(4).configurations(), 2u);
}

// A property that gave up must not pass for one that holds.
TEST(OnlineLinearizability, GivingUpLeavesARunUndecided) {
  kv::Linearizable property;
  Report report;
  OpRecord record;
  const auto at = [&](uint32_t client, uint64_t number, OpPhase phase) {
    record.client = NodeId(client);
    record.op.number = number;
    record.op.function = Function::write;
    record.op.phase = phase;
    record.op.value = 100 * client;
    property.on_operation(record, report);
  };
  // 17 concurrent writes of one register: over 100,000 sets of them may have happened at a return.
  for (uint32_t client = 1; client <= 17; ++client) at(client, 1, OpPhase::invoke);
  EXPECT_EQ(report.undecided(), "");
  at(1, 1, OpPhase::ok);
  EXPECT_NE(report.undecided().find("linearizable"), std::string::npos);
  EXPECT_TRUE(report.violations().empty());
}

}  // namespace
}  // namespace ordain::check::lin
