// The applications of the state machine: transactions, locks with fencing tokens, queues.
#include <gtest/gtest.h>

#include "protocols/kv/state_machine.h"

namespace ordain::kv {
namespace {

constexpr NodeId kA{5}, kB{6};

// A client that numbers its commands, and the log's time.
struct Service {
  StateMachine machine;
  uint64_t sequence = 0;
  LocalTime now{1000};

  Result ask(NodeId client, Function function, int64_t value = 0, int64_t new_value = 0) {
    Command command;
    command.function = function;
    command.client = client;
    command.sequence = ++sequence;
    command.value = value;
    command.new_value = new_value;
    return machine.apply(command.stamped(now)).result;
  }
  Result transact(const std::vector<TransactionPart>& parts) {
    Transaction transaction;
    for (const TransactionPart& part : parts) transaction.add(part);
    Command command;
    command.function = Function::txn;
    command.client = kA;
    command.sequence = ++sequence;
    command.transaction = Payload::make(transaction);
    return machine.apply(command).result;
  }
};

TEST(KvTransactions, ReadSeveralKeysAndWriteOthers) {
  Service s;
  s.transact({{PartKind::write, true, 1, 10}, {PartKind::write, true, 2, 20}});
  const Result result = s.transact({{PartKind::read, false, 1, 0},
                                    {PartKind::read, false, 3, 0},
                                    {PartKind::write, true, 2, 21}});
  ASSERT_EQ(result.status, Status::ok);
  const auto& parts = result.transaction.as<Transaction>();
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts.begin()[0].value, 10);
  EXPECT_FALSE(parts.begin()[1].has_value);
  EXPECT_EQ(s.machine.values.at(2), 21);
}

TEST(KvTransactions, DoNothingUnlessEveryCompareFindsWhatItExpects) {
  Service s;
  s.transact({{PartKind::write, true, 1, 10}});
  const uint64_t values = s.machine.values.size();
  EXPECT_EQ(s.transact({{PartKind::compare, true, 1, 10},
                        {PartKind::compare, true, 2, 20},
                        {PartKind::write, true, 1, 11},
                        {PartKind::write, true, 3, 30}})
                .status,
            Status::mismatch);
  EXPECT_EQ(s.machine.values.at(1), 10);
  EXPECT_EQ(s.machine.values.size(), values);
  EXPECT_EQ(s.transact({{PartKind::compare, true, 1, 10},
                        {PartKind::compare, false, 2, 0},
                        {PartKind::write, true, 2, 20}})
                .status,
            Status::ok);
  EXPECT_EQ(s.machine.values.at(2), 20);
}

TEST(KvTransactions, CompareTheStateBeforeTheirOwnWrites) {
  Service s;
  EXPECT_EQ(s.transact({{PartKind::write, true, 1, 10}, {PartKind::compare, true, 1, 10}}).status,
            Status::mismatch);
  EXPECT_TRUE(s.machine.values.empty());
}

TEST(KvLocks, AreGrantedToOneAtATimeWithGrowingTokens) {
  Service s;
  const Result first = s.ask(kA, Function::acquire);
  ASSERT_EQ(first.status, Status::ok);
  EXPECT_EQ(s.ask(kB, Function::acquire).status, Status::mismatch);
  EXPECT_EQ(s.ask(kA, Function::acquire).status, Status::mismatch);  // not even again to the same
  EXPECT_EQ(s.ask(kA, Function::release, first.value).status, Status::ok);
  const Result second = s.ask(kB, Function::acquire);
  EXPECT_EQ(second.status, Status::ok);
  EXPECT_GT(second.value, first.value);
}

TEST(KvLocks, OnlyTheGrantThatStandsIsReleased) {
  Service s;
  const Result first = s.ask(kA, Function::acquire);
  s.ask(kA, Function::release, first.value);
  EXPECT_EQ(s.ask(kA, Function::release, first.value).status, Status::mismatch);
  s.ask(kB, Function::acquire);
  EXPECT_EQ(s.ask(kA, Function::release, first.value).status, Status::mismatch);
  EXPECT_EQ(s.ask(kA, Function::acquire).status, Status::mismatch);  // still B's
}

TEST(KvLocks, PassOnWhenTheLeaseHasRunOutInTheLogsTime) {
  Service s;
  const Result first = s.ask(kA, Function::acquire, 500);
  s.now = LocalTime{1499};
  EXPECT_EQ(s.ask(kB, Function::acquire, 500).status, Status::mismatch);
  s.now = LocalTime{1500};
  const Result second = s.ask(kB, Function::acquire, 500);
  EXPECT_EQ(second.status, Status::ok);
  EXPECT_EQ(s.ask(kA, Function::release, first.value).status, Status::mismatch);
  s.now = LocalTime{100};  // a leader whose clock is behind: the log's time stands still
  EXPECT_EQ(s.ask(kA, Function::acquire, 500).status, Status::mismatch);
  EXPECT_EQ(s.machine.time, LocalTime{1500});
}

TEST(KvLocks, AWriteWithAnOlderTokenThanSomeWriteBeforeIsRefused) {
  Service s;
  const int64_t first = s.ask(kA, Function::acquire, 500).value;
  s.now = LocalTime{2000};
  const int64_t second = s.ask(kB, Function::acquire, 500).value;
  EXPECT_EQ(s.ask(kA, Function::write, 7, first).status, Status::ok);  // B has not written yet
  EXPECT_EQ(s.ask(kB, Function::write, 8, second).status, Status::ok);
  EXPECT_EQ(s.ask(kA, Function::write, 9, first).status, Status::mismatch);
  EXPECT_EQ(s.machine.values.at(0), 8);
}

TEST(KvLocks, WithoutFencingAnyTokenWrites) {
  StateMachine machine;
  Surroundings around;
  around.mutants.add(Mutant::no_fencing);
  machine.apply({Function::acquire, kA, 1, 0, 0, 500, 0, {}, 0, LocalTime{1000}}, around);
  machine.apply({Function::acquire, kB, 1, 0, 0, 500, 0, {}, 0, LocalTime{2000}}, around);
  machine.apply({Function::write, kB, 2, 0, 0, 8, 2}, around);
  EXPECT_EQ(machine.apply({Function::write, kA, 2, 0, 0, 9, 1}, around).result.status, Status::ok);
}

TEST(KvQueues, GiveBackInOrderAndThenNothing) {
  Service s;
  EXPECT_FALSE(s.ask(kA, Function::dequeue).has_value);
  s.ask(kA, Function::enqueue, 7);
  s.ask(kB, Function::enqueue, 8);
  EXPECT_EQ(s.ask(kB, Function::dequeue).value, 7);
  EXPECT_EQ(s.ask(kA, Function::dequeue).value, 8);
  const Result empty = s.ask(kA, Function::dequeue);
  EXPECT_EQ(empty.status, Status::ok);
  EXPECT_FALSE(empty.has_value);
}

TEST(KvApplications, TheHashTellsOrdersAndHoldersApart) {
  Service one, other;
  one.ask(kA, Function::enqueue, 7);
  one.ask(kA, Function::enqueue, 8);
  other.ask(kA, Function::enqueue, 8);
  other.ask(kA, Function::enqueue, 7);
  EXPECT_NE(one.machine.hash, other.machine.hash);
  StateMachine held = one.machine, free = one.machine;
  held.apply({Function::acquire, kA, 9, 9, 0, 0, 0});
  free.apply({Function::read, kA, 9, 9, 0, 0, 0});
  EXPECT_NE(held.hash, free.hash);
  // What was taken leaves no trace but the session's memory.
  StateMachine drained;
  drained.apply({Function::enqueue, kA, 1, 1, 0, 7, 0});
  drained.apply({Function::dequeue, kA, 2, 2, 0, 0, 0});
  StateMachine empty;
  empty.apply({Function::enqueue, kA, 1, 1, 0, 7, 0});
  EXPECT_NE(drained.hash, empty.hash);
}

}  // namespace
}  // namespace ordain::kv
