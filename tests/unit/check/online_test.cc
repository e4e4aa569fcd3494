#include "sim/check/lin/online.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace ordain::check::lin
