// What locks promise, judged by their clients' operations; and linearizability of each application.
#include <gtest/gtest.h>

#include "protocols/kv/fencing.h"
#include "protocols/kv/linearizable.h"

namespace ordain::kv {
namespace {

constexpr NodeId kA{3}, kB{4};

ClientConfig of(Application application, Duration lease = {}) {
  ClientConfig out;
  out.servers = 3;
  out.application = application;
  out.lease = lease;
  return out;
}

struct Watched {
  std::unique_ptr<Property> property;
  Report report;
  uint64_t event = 0;

  template <class P>
  static Watched with(const ClientConfig& config) {
    return {std::make_unique<P>(config), {}, 0};
  }
  void tell(NodeId client, uint64_t number, Function function, OpPhase phase, int64_t value = 0,
            int64_t new_value = 0, bool has_value = false) {
    const OpEvent op{phase, function, number, 0, value, new_value, has_value, {}};
    property->on_operation({op, client, Time{static_cast<int64_t>(event)}, event}, report);
    ++event;
  }
  // Invoked and done at once.
  void done(NodeId client, uint64_t number, Function function, int64_t value,
            int64_t new_value = 0) {
    const bool acquires = function == Function::acquire;
    tell(client, number, function, OpPhase::invoke, acquires ? 0 : value, new_value);
    tell(client, number, function, OpPhase::ok, value, new_value, true);
  }
  bool violated() const { return !report.violations().empty(); }
};

TEST(MutualExclusion, SecondGrantWhileTheFirstStands) {
  auto w = Watched::with<MutualExclusion>(of(Application::locks));
  w.done(kA, 1, Function::acquire, 1);
  w.done(kB, 1, Function::acquire, 2);
  ASSERT_TRUE(w.violated());
  EXPECT_EQ(w.report.violations()[0].node, kB);
}

TEST(MutualExclusion, AGrantEndsWhenItsReleaseIsAskedFor) {
  auto w = Watched::with<MutualExclusion>(of(Application::locks));
  w.done(kA, 1, Function::acquire, 1);
  w.tell(kA, 2, Function::release, OpPhase::invoke, 1);
  w.done(kB, 1, Function::acquire, 2);
  w.tell(kB, 2, Function::release, OpPhase::invoke, 1);  // another's token frees nothing
  EXPECT_FALSE(w.violated());
  w.done(kA, 3, Function::acquire, 3);
  EXPECT_TRUE(w.violated());
}

TEST(MutualExclusion, HasNothingToSayWhereLeasesEndGrants) {
  EXPECT_FALSE(MutualExclusion(of(Application::locks, seconds(1))).wants_operations());
  EXPECT_FALSE(MutualExclusion(of(Application::queues)).wants_operations());
}

TEST(FencingMonotonic, TokensGrowAndAreDifferent) {
  auto w = Watched::with<FencingMonotonic>(of(Application::locks, seconds(1)));
  w.done(kA, 1, Function::acquire, 2);
  w.done(kB, 1, Function::acquire, 3);
  EXPECT_FALSE(w.violated());
  w.done(kA, 2, Function::acquire, 2);
  EXPECT_TRUE(w.violated());
}

TEST(FencingMonotonic, OverlappingGrantsMayReturnInAnyOrder) {
  auto w = Watched::with<FencingMonotonic>(of(Application::locks, seconds(1)));
  w.tell(kA, 1, Function::acquire, OpPhase::invoke);
  w.done(kB, 1, Function::acquire, 2);
  w.tell(kA, 1, Function::acquire, OpPhase::ok, 1, 0, true);
  EXPECT_FALSE(w.violated());
}

TEST(FencingMonotonic, NoWriteWithALowerTokenAfterOneWithAHigherIsDone) {
  auto w = Watched::with<FencingMonotonic>(of(Application::locks, seconds(1)));
  w.tell(kA, 1, Function::write, OpPhase::invoke, 10, 1);
  w.done(kB, 1, Function::write, 11, 2);
  w.tell(kA, 1, Function::write, OpPhase::ok, 10, 1);  // it overlapped
  EXPECT_FALSE(w.violated());
  w.tell(kA, 2, Function::write, OpPhase::invoke, 12, 1);
  w.tell(kA, 2, Function::write, OpPhase::failed, 12, 1);
  EXPECT_FALSE(w.violated());
  w.done(kA, 3, Function::write, 13, 1);
  EXPECT_TRUE(w.violated());
}

TEST(LinearizableLocks, ARefusedWriteHasSeenAHigherToken) {
  auto w = Watched::with<Linearizable>(of(Application::locks, seconds(1)));
  w.done(kA, 1, Function::acquire, 1);
  w.tell(kA, 2, Function::write, OpPhase::invoke, 10, 1);
  w.tell(kA, 2, Function::write, OpPhase::failed, 10, 1);
  EXPECT_TRUE(w.violated());
}

TEST(LinearizableLocks, WithALeaseAGrantMayFollowAGrantAndAnAcquireMayFail) {
  auto w = Watched::with<Linearizable>(of(Application::locks, seconds(1)));
  w.tell(kA, 1, Function::acquire, OpPhase::invoke, 1'000'000'000);
  w.tell(kA, 1, Function::acquire, OpPhase::ok, 1, 0, true);
  w.tell(kB, 1, Function::acquire, OpPhase::invoke, 1'000'000'000);
  w.tell(kB, 1, Function::acquire, OpPhase::failed, 1'000'000'000);
  w.tell(kB, 2, Function::acquire, OpPhase::invoke, 1'000'000'000);
  w.tell(kB, 2, Function::acquire, OpPhase::ok, 2, 0, true);
  w.done(kB, 3, Function::write, 11, 2);
  w.tell(kA, 2, Function::write, OpPhase::invoke, 12, 1);
  w.tell(kA, 2, Function::write, OpPhase::failed, 12, 1);
  EXPECT_FALSE(w.violated());
}

TEST(LinearizableLocks, WithoutALeaseItMayNot) {
  auto w = Watched::with<Linearizable>(of(Application::locks));
  w.done(kA, 1, Function::acquire, 1);
  w.tell(kB, 1, Function::acquire, OpPhase::invoke);
  w.tell(kB, 1, Function::acquire, OpPhase::failed);
  EXPECT_FALSE(w.violated());
  w.done(kB, 2, Function::acquire, 2);
  EXPECT_TRUE(w.violated());
}

TEST(LinearizableQueues, ElementsComeOutInOrder) {
  auto w = Watched::with<Linearizable>(of(Application::queues));
  w.done(kA, 1, Function::enqueue, 7);
  w.done(kA, 2, Function::enqueue, 8);
  auto wrong = Watched{w.property->clone(), {}, w.event};
  w.done(kB, 1, Function::dequeue, 7);
  EXPECT_FALSE(w.violated());
  wrong.done(kB, 1, Function::dequeue, 8);
  EXPECT_TRUE(wrong.violated());
}

OpEvent transaction(OpPhase phase, uint64_t number, const std::vector<TransactionPart>& parts) {
  Transaction body;
  for (const TransactionPart& part : parts) body.add(part);
  return {phase, Function::txn, number, 0, 0, 0, false, Payload::make(body)};
}

TEST(LinearizableTransactions, AFracturedReadIsCaughtAndOneKeyOperationsCount) {
  ClientConfig config = of(Application::registers);
  config.transactions = {1, 2};
  Linearizable property(config);
  Report report;
  uint64_t event = 0;
  const auto tell = [&](NodeId client, const OpEvent& op) {
    property.on_operation({op, client, Time{}, event++}, report);
  };
  const std::vector<TransactionPart> writes = {{PartKind::write, true, 1, 10},
                                               {PartKind::write, true, 2, 20}};
  tell(kA, transaction(OpPhase::invoke, 1, writes));
  tell(kA, transaction(OpPhase::ok, 1, writes));
  tell(kA, {OpPhase::invoke, Function::put, 2, 1, 11, 0, false, {}});
  tell(kA, {OpPhase::ok, Function::put, 2, 1, 11, 0, true, {}});
  tell(kB, transaction(OpPhase::invoke, 1,
                       {{PartKind::read, false, 1, 0}, {PartKind::read, false, 2, 0}}));
  Linearizable copy = property;
  Report other;
  copy.on_operation(
      {transaction(OpPhase::ok, 1, {{PartKind::read, true, 1, 11}, {PartKind::read, true, 2, 20}}),
       kB, Time{}, event},
      other);
  EXPECT_TRUE(other.violations().empty());
  tell(kB,
       transaction(OpPhase::ok, 1, {{PartKind::read, true, 1, 11}, {PartKind::read, false, 2, 0}}));
  ASSERT_FALSE(report.violations().empty());
  EXPECT_EQ(report.violations()[0].property, "linearizable");
}

}  // namespace
}  // namespace ordain::kv
