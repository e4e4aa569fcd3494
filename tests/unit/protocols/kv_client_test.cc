#include <gtest/gtest.h>

#include <set>

#include "protocols/kv/client.h"
#include "protocols/kv/operations_complete.h"
#include "tests/support/node_harness.h"

namespace ordain::kv {
namespace {

constexpr NodeId kClient{3};

ClientConfig config(uint32_t outstanding = 1) {
  ClientConfig out;
  out.servers = 3;
  out.clients = 1;
  out.operations = 10;
  out.outstanding = outstanding;
  out.think_low = out.think_high = {};
  out.attempts = 3;
  return out;
}

NodeHarness<Client> started(const ClientConfig& with) {
  NodeHarness<Client> out(with, kClient, with.servers);
  out.start();
  return out;
}

Reply ok(uint64_t sequence, int64_t value = 0) { return {sequence, {Status::ok, true, value}, {}}; }

TEST(KvClient, InvokesOneOperationALaneAndTheNextAfterAnAnswer) {
  auto client = started(config());
  ASSERT_EQ(client.sent<Request>().size(), 1u);
  EXPECT_EQ(client.operations()[0].phase, OpPhase::invoke);
  client.deliver(ok(1), NodeId(0));
  ASSERT_EQ(client.operations().size(), 2u);
  EXPECT_EQ(client.operations()[0].phase, OpPhase::ok);
  EXPECT_EQ(client.operations()[1].number, 2u);
}

TEST(KvClient, AHintIsFollowedOnceATryAndRetriesGoRoundAllServers) {
  auto client = started(config());
  const NodeId first = client.sent<Request>()[0].first;
  client.deliver(Reply{1, {Status::redirect, false, 0}, NodeId(2)}, first);
  EXPECT_TRUE(client.last_sent<Request>(NodeId(2)));
  client.deliver(Reply{1, {Status::redirect, false, 0}, first}, NodeId(2));
  EXPECT_TRUE(client.sent<Request>().empty());
  client.fire(ClientTimer::retry, 0);
  EXPECT_EQ(client.sent<Request>()[0].first, NodeId((first.value + 1) % 3));
}

TEST(KvClient, ARetryIsTheSameCommand) {
  auto client = started(config());
  const Command first = client.sent<Request>()[0].second.command;
  client.fire(ClientTimer::retry, 0);
  EXPECT_EQ(hash_of(client.sent<Request>()[0].second.command), hash_of(first));
}

TEST(KvClient, AnOperationThatIsGivenUpIsIndeterminateAndTheNextOneFollows) {
  auto client = started(config());
  client.fire(ClientTimer::retry, 0);
  client.fire(ClientTimer::retry, 0);
  client.fire(ClientTimer::retry, 0);
  ASSERT_EQ(client.operations().size(), 2u);
  EXPECT_EQ(client.operations()[0].phase, OpPhase::indeterminate);
  EXPECT_EQ(client.operations()[1].phase, OpPhase::invoke);
  client.deliver(ok(1), NodeId(0));  // too late
  EXPECT_TRUE(client.operations().empty());
}

TEST(KvClient, AsksForNothingBeforeItsStart) {
  ClientConfig late = config();
  late.start = seconds(3);
  auto client = started(late);
  EXPECT_TRUE(client.sent<Request>().empty());
  EXPECT_EQ(client.timer_set(ClientTimer::think), seconds(3));
  client.fire(ClientTimer::think, 0);
  EXPECT_EQ(client.sent<Request>().size(), 1u);
}

TEST(KvClient, EachTryHasTheSamePatienceUnlessItBacksOff) {
  auto steady = started(config());
  EXPECT_EQ(steady.timer_set(ClientTimer::retry), milliseconds(300));
  steady.fire(ClientTimer::retry, 0);
  EXPECT_EQ(steady.timer_set(ClientTimer::retry), milliseconds(300));

  ClientConfig backs_off = config();
  backs_off.backoff = 3;
  backs_off.attempts = 100;
  backs_off.max_timeout = seconds(4);
  auto client = started(backs_off);
  EXPECT_EQ(client.timer_set(ClientTimer::retry), milliseconds(300));
  for (const Duration most : {milliseconds(900), milliseconds(2'700), seconds(4), seconds(4)}) {
    client.fire(ClientTimer::retry, 0);
    const Duration patience = *client.timer_set(ClientTimer::retry);
    EXPECT_GE(patience, most / 2 - milliseconds(1));
    EXPECT_LE(patience, most);
  }
}

TEST(KvClient, AMismatchedCasHasDefinitelyFailed) {
  auto client = started(config());
  client.deliver(Reply{1, {Status::mismatch, false, 0}, {}}, NodeId(0));
  EXPECT_EQ(client.operations()[0].phase, OpPhase::failed);
}

TEST(KvClient, StopsAfterItsShare) {
  auto client = started(config());
  for (uint64_t i = 1; i <= 10; ++i) client.deliver(ok(i), NodeId(0));
  EXPECT_EQ(client.operations().size(), 1u);
  EXPECT_TRUE(client.sent<Request>().empty());
}

TEST(KvClient, SharesAddUpToAllOperations) {
  ClientConfig three = config();
  three.clients = 3;
  EXPECT_EQ(three.share(0) + three.share(1) + three.share(2), three.operations);
}

TEST(KvClient, LanesShareASessionWhoseFloorIsTheOldestOpenOperation) {
  auto client = started(config(2));
  ASSERT_EQ(client.sent<Request>().size(), 2u);
  client.deliver(ok(2), NodeId(0));
  EXPECT_EQ(client.sent<Request>()[0].second.command.sequence, 3u);
  EXPECT_EQ(client.sent<Request>()[0].second.command.floor, 1u);
}

TEST(KvClient, ACrashedClientNeverUsesASequenceNumberAgain) {
  auto client = started(config());
  std::set<uint64_t> used{client.sent<Request>()[0].second.command.sequence};
  for (int i = 0; i < 3; ++i) {
    client.crash_and_recover();
    const Command next = client.sent<Request>()[0].second.command;
    EXPECT_TRUE(used.insert(next.sequence).second);
    EXPECT_GT(next.floor, 1u);  // what the earlier incarnation asked is over
  }
}

TEST(KvClient, EachWriteOfARunHasAValueOfItsOwn) {
  std::set<int64_t> values;
  size_t writes = 0;
  for (uint32_t i = 0; i < 3; ++i) {
    ClientConfig with = config();
    with.clients = 3;
    with.operations = 60;
    with.reads = {0, 1};
    with.cas = {0, 1};
    NodeHarness<Client> client(with, NodeId(3 + i), with.servers);
    client.start();
    for (uint64_t s = 1; s <= 20; ++s) {
      values.insert(client.sent<Request>()[0].second.command.value);
      ++writes;
      client.deliver(ok(s), NodeId(0));
    }
  }
  EXPECT_EQ(values.size(), writes);
}

OpRecord record(OpPhase phase) {
  OpRecord out;
  out.op.phase = phase;
  out.client = kClient;
  return out;
}

TEST(KvOperationsComplete, NeedsAnAnswerAfterTheHealingAndGivingUpIsNone) {
  OperationsComplete property(config());
  Report report;
  property.on_operation(record(OpPhase::ok), report);
  property.on_heal({NodeId(0), kClient});
  EXPECT_EQ(property.pending(), "no answer since the healing for c1");
  property.on_operation(record(OpPhase::indeterminate), report);
  EXPECT_NE(property.pending(), "");
  property.on_operation(record(OpPhase::ok), report);
  EXPECT_EQ(property.pending(), "");
}

TEST(KvOperationsComplete, AClientThatHasNothingLeftToAskIsNotWaitedFor) {
  ClientConfig one = config();
  one.operations = 1;
  OperationsComplete property(one);
  Report report;
  property.on_operation(record(OpPhase::indeterminate), report);
  property.on_heal({kClient});
  EXPECT_EQ(property.pending(), "");
}

}  // namespace
}  // namespace ordain::kv
