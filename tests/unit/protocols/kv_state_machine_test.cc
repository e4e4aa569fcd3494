#include <gtest/gtest.h>

#include "protocols/kv/state_machine.h"

namespace ordain::kv {
namespace {

constexpr NodeId kA{5}, kB{6};

Command command(NodeId client, uint64_t sequence, Function function, int64_t value = 0,
                int64_t new_value = 0, uint64_t floor = 0) {
  return {function, client, sequence, floor, 0, value, new_value};
}

TEST(KvStateMachine, ReadsFindNothingUntilSomethingIsWritten) {
  StateMachine machine;
  EXPECT_FALSE(machine.apply(command(kA, 1, Function::get)).result.has_value);
  machine.apply(command(kA, 2, Function::put, 7));
  const Result read = machine.apply(command(kB, 1, Function::get)).result;
  EXPECT_TRUE(read.has_value);
  EXPECT_EQ(read.value, 7);
}

TEST(KvStateMachine, CompareAndSetChangesOnlyWhatItExpects) {
  StateMachine machine;
  EXPECT_EQ(machine.apply(command(kA, 1, Function::cas, 0, 5)).result.status, Status::mismatch);
  machine.apply(command(kA, 2, Function::put, 7));
  EXPECT_EQ(machine.apply(command(kA, 3, Function::cas, 6, 8)).result.status, Status::mismatch);
  EXPECT_EQ(machine.apply(command(kA, 4, Function::cas, 7, 8)).result.status, Status::ok);
  EXPECT_EQ(machine.values.at(0), 8);
}

TEST(KvStateMachine, ACommandTakesEffectOnceAndIsAnsweredAlike) {
  StateMachine machine;
  machine.apply(command(kA, 1, Function::put, 1));
  const auto first = machine.apply(command(kA, 2, Function::cas, 1, 2));
  const uint64_t hash = machine.hash;
  const auto again = machine.apply(command(kA, 2, Function::cas, 1, 2));
  EXPECT_TRUE(first.executed);
  EXPECT_FALSE(again.executed);
  EXPECT_EQ(again.result.status, Status::ok);
  EXPECT_EQ(machine.hash, hash);
}

TEST(KvStateMachine, OutstandingCommandsMayArriveInAnyOrder) {
  StateMachine machine;
  EXPECT_TRUE(machine.apply(command(kA, 3, Function::put, 3, 0, 1)).executed);
  EXPECT_TRUE(machine.apply(command(kA, 1, Function::put, 1, 0, 1)).executed);
  EXPECT_FALSE(machine.apply(command(kA, 3, Function::put, 3, 0, 1)).executed);
  EXPECT_TRUE(machine.apply(command(kA, 2, Function::put, 2, 0, 1)).executed);
}

TEST(KvStateMachine, BelowTheFloorResultsAreForgottenAndCommandsStale) {
  StateMachine machine;
  machine.apply(command(kA, 1, Function::put, 1, 0, 1));
  machine.apply(command(kA, 3, Function::put, 3, 0, 3));
  EXPECT_EQ(machine.sessions.at(kA).executed.size(), 1u);
  EXPECT_EQ(machine.apply(command(kA, 2, Function::put, 2, 0, 2)).result.status, Status::stale);
  EXPECT_EQ(machine.values.at(0), 3);
  ASSERT_NE(machine.answered(kA, 1), nullptr);
  EXPECT_EQ(machine.answered(kA, 1)->status, Status::stale);
  EXPECT_EQ(machine.answered(kA, 4), nullptr);
}

TEST(KvStateMachine, TheHashIsThatOfTheStateHoweverItCameAbout) {
  StateMachine left, right, other;
  left.apply(command(kA, 1, Function::put, 1));
  left.apply(command(kB, 1, Function::put, 2));
  right.apply(command(kB, 1, Function::put, 2));
  right.apply(command(kA, 1, Function::put, 1));
  other.apply(command(kA, 1, Function::put, 1));
  EXPECT_NE(left.hash, right.hash);  // the last write differs
  left.apply(command(kA, 2, Function::put, 9));
  right.apply(command(kA, 2, Function::put, 9));
  EXPECT_EQ(left.hash, right.hash);
  EXPECT_NE(left.hash, other.hash);
}

TEST(KvStateMachine, ANoOpChangesNothing) {
  StateMachine machine;
  EXPECT_FALSE(machine.apply(Command{}).executed);
  EXPECT_EQ(machine.hash, StateMachine{}.hash);
  EXPECT_TRUE(machine.sessions.empty());
}

TEST(KvStateMachine, TakenApartAndPutTogetherItIsTheSame) {
  StateMachine machine;
  for (uint64_t i = 1; i <= 5; ++i) {
    Command put = command(i % 2 == 0 ? kA : kB, i, Function::put, static_cast<int64_t>(i));
    put.key = i;
    machine.apply(put);
  }
  ASSERT_EQ(machine.items(), 7u);  // five keys, two sessions
  for (const uint64_t size : {1, 2, 3, 7, 100}) {
    StateMachine whole;
    for (uint64_t at = 0; at < machine.items(); at += size) whole.take_in(machine.part(at, size));
    EXPECT_EQ(whole.hash, machine.hash) << size;
    EXPECT_EQ(whole.values, machine.values) << size;
    EXPECT_NE(whole.answered(kA, 4), nullptr) << size;
    EXPECT_EQ(whole.items(), machine.items()) << size;
  }
  EXPECT_EQ(machine.part(7, 3).items(), 0u);
}

}  // namespace
}  // namespace ordain::kv
