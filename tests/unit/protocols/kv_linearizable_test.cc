#include <gtest/gtest.h>

#include "protocols/kv/linearizable.h"

namespace ordain::kv {
namespace {

struct Story {
  Linearizable property;
  Report report;
  uint64_t event = 0;

  void tell(uint32_t client, OpPhase phase, Function function, int64_t value, uint64_t number,
            bool has_value = false, int64_t new_value = 0) {
    const OpEvent op{phase, function, number, 3, value, new_value, has_value, {}};
    property.on_operation({op, NodeId(client), Time{static_cast<int64_t>(event)}, event}, report);
    ++event;
  }
  bool violated() const { return !report.violations().empty(); }
};

TEST(Linearizable, AReadOfTheLatestWriteFits) {
  Story s;
  s.tell(5, OpPhase::invoke, Function::put, 1, 1);
  s.tell(5, OpPhase::ok, Function::put, 1, 1);
  s.tell(6, OpPhase::invoke, Function::get, 0, 1);
  s.tell(6, OpPhase::ok, Function::get, 1, 1, true);
  EXPECT_FALSE(s.violated());
}

TEST(Linearizable, AStaleReadStopsTheRunAtItsResponse) {
  Story s;
  s.tell(5, OpPhase::invoke, Function::put, 1, 1);
  s.tell(5, OpPhase::ok, Function::put, 1, 1);
  s.tell(5, OpPhase::invoke, Function::put, 2, 2);
  s.tell(5, OpPhase::ok, Function::put, 2, 2);
  s.tell(6, OpPhase::invoke, Function::get, 0, 1);
  s.tell(6, OpPhase::ok, Function::get, 1, 1, true);
  ASSERT_TRUE(s.violated());
  EXPECT_EQ(s.report.violations()[0].property, "linearizable");
  EXPECT_EQ(s.report.violations()[0].event, 5u);
  EXPECT_EQ(s.report.violations()[0].node, NodeId(6));
}

TEST(Linearizable, AnIndeterminateWriteMayHappenLaterOrNever) {
  Story s;
  s.tell(5, OpPhase::invoke, Function::put, 1, 1);
  s.tell(5, OpPhase::indeterminate, Function::put, 1, 1);
  s.tell(6, OpPhase::invoke, Function::get, 0, 1);
  s.tell(6, OpPhase::ok, Function::get, 0, 1);
  s.tell(6, OpPhase::invoke, Function::get, 0, 2);
  s.tell(6, OpPhase::ok, Function::get, 1, 2, true);
  EXPECT_FALSE(s.violated());
}

TEST(Linearizable, ACompareAndSetAnsweredNoHasObservedTheValue) {
  Story s;
  s.tell(5, OpPhase::invoke, Function::put, 1, 1);
  s.tell(5, OpPhase::ok, Function::put, 1, 1);
  s.tell(6, OpPhase::invoke, Function::cas, 1, 1, false, 2);
  s.tell(6, OpPhase::failed, Function::cas, 1, 1, false, 2);
  EXPECT_TRUE(s.violated());
}

TEST(Linearizable, ACompareAndSetThatNobodyWasAskedForHasObservedNothing) {
  Story s;
  s.tell(5, OpPhase::invoke, Function::put, 1, 1);
  s.tell(5, OpPhase::ok, Function::put, 1, 1);
  s.tell(6, OpPhase::invoke, Function::cas, 1, 1, false, 2);
  const OpEvent never{OpPhase::failed, Function::cas, 1, 3, 1, 2, false, {}, false};
  s.property.on_operation({never, NodeId(6), Time{9}, 9}, s.report);
  EXPECT_FALSE(s.violated());
}

TEST(Linearizable, ACopyGoesOnByItself) {
  Story s;
  s.tell(5, OpPhase::invoke, Function::put, 1, 1);
  Story copy = s;
  copy.tell(5, OpPhase::ok, Function::put, 1, 1);
  copy.tell(6, OpPhase::invoke, Function::get, 0, 1);
  copy.tell(6, OpPhase::ok, Function::get, 0, 1);
  EXPECT_TRUE(copy.violated());
  EXPECT_FALSE(s.violated());
}

}  // namespace
}  // namespace ordain::kv
