#include "sim/run/measure.h"

#include <gtest/gtest.h>

#include "sim/base/describe.h"

namespace ordain {
namespace {

struct Elected {
  uint64_t term = 0;
};
BOOST_DESCRIBE_STRUCT(Elected, (), (term))

struct Note {
  uint64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Note, (), (number))

constexpr NodeId kLeader{0}, kFollower{1}, kClient{2}, kOther{3};
constexpr uint32_t kServers = 2;

// A trace told by hand, in milliseconds; messages arrive at once unless told otherwise.
struct Told {
  Trace trace;
  Time now;
  std::map<std::pair<NodeId, NodeId>, uint64_t> sent;

  Told() { trace.set_recording(true); }
  Told& at(int64_t ms) {
    now = Time{ms * 1'000'000};
    return *this;
  }
  void operation(NodeId client, OpPhase phase, uint64_t number) {
    OpEvent op;
    op.phase = phase;
    op.function = Function::put;
    op.number = number;
    trace.operation(now, client, op);
  }
  void message(NodeId from, NodeId to) {
    const Payload note = Payload::make(Note{1});
    const uint64_t number = from == to ? 0 : sent[{from, to}]++;
    trace.message(now, EventKind::send, 0, 0, from, to, number, 0, note);
    trace.message(now, EventKind::deliver, 0, 0, to, from, number, 0, note);
  }
  void timer(NodeId node) { trace.plain(now, EventKind::timer, 0, node, 0, 0); }
  void write(NodeId node, uint64_t batch) { trace.plain(now, EventKind::write, 0, node, batch, 1); }
  void durable(NodeId node, uint64_t batch) {
    trace.plain(now, EventKind::durable, 0, node, batch, 0);
  }
  void crash(NodeId node) { trace.plain(now, EventKind::crash, 0, node, 0, 0); }
  void elected(NodeId node) { trace.fact(now, node, 0, Fact::of(Elected{1})); }
  RunMeasures measured(Duration outage = milliseconds(100)) {
    return measure(trace.events(), {kServers, outage});
  }
};

TEST(Percentile, IsTheNearestRank) {
  const std::vector<int64_t> ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_EQ(percentile(ten, 50), 5);
  EXPECT_EQ(percentile(ten, 90), 9);
  EXPECT_EQ(percentile(ten, 91), 10);
  EXPECT_EQ(percentile(ten, 99), 10);
  EXPECT_EQ(percentile(ten, 100), 10);
  EXPECT_EQ(percentile(ten, 1), 1);
  EXPECT_EQ(percentile({7}, 1), 7);
  EXPECT_EQ(percentile({}, 50), 0);
}

TEST(Measure, LatencyIsFromTheInvocationToTheAnswerOfWhatWasAnswered) {
  Told t;
  t.at(10).operation(kClient, OpPhase::invoke, 1);
  t.at(12).operation(kOther, OpPhase::invoke, 1);
  t.at(15).operation(kOther, OpPhase::failed, 1);
  t.at(30).operation(kClient, OpPhase::ok, 1);
  t.at(40).operation(kClient, OpPhase::invoke, 2);
  t.at(90).operation(kClient, OpPhase::indeterminate, 2);
  EXPECT_EQ(t.measured().latencies_ns, (std::vector<int64_t>{3'000'000, 20'000'000}));
}

TEST(Measure, MessageDelaysAreThoseThatLieOneBehindTheOther) {
  Told t;
  t.operation(kClient, OpPhase::invoke, 1);
  t.message(kClient, kLeader);
  t.message(kLeader, kFollower);
  t.write(kFollower, 1);
  t.timer(kLeader);  // does not matter: the follower answers what came before
  t.durable(kFollower, 1);
  t.message(kFollower, kLeader);
  t.message(kLeader, kLeader);  // takes no time
  t.message(kLeader, kClient);
  t.operation(kClient, OpPhase::ok, 1);
  EXPECT_EQ(t.measured().message_delays, std::vector<int64_t>{4});
}

TEST(Measure, ANewRequestBeginsAnew) {
  Told t;
  t.operation(kClient, OpPhase::invoke, 1);
  t.message(kClient, kFollower);
  t.message(kFollower, kClient);  // go to the leader
  t.message(kClient, kLeader);
  t.message(kLeader, kClient);
  t.operation(kClient, OpPhase::ok, 1);
  EXPECT_EQ(t.measured().message_delays, std::vector<int64_t>{2});
}

TEST(Measure, SilenceCountsWhileSomebodyWaitsAndOnlyBeyondTheThresholdAsUnavailable) {
  Told t;
  t.at(0).operation(kClient, OpPhase::invoke, 1);
  t.at(50).operation(kClient, OpPhase::ok, 1);       // 50 ms: within the threshold
  t.at(500).operation(kClient, OpPhase::invoke, 2);  // nobody waited until here
  t.at(600).operation(kOther, OpPhase::invoke, 1);
  t.at(650).operation(kClient, OpPhase::ok, 2);  // 150 ms
  t.at(850).operation(kOther, OpPhase::ok, 1);   // 200 ms
  const RunMeasures m = t.measured();
  EXPECT_EQ(m.longest_silence, milliseconds(200));
  EXPECT_EQ(m.unavailable, milliseconds(350));
  EXPECT_EQ(m.outages, 2u);
}

TEST(Measure, GivingUpIsNoAnswerAndTheEndOfTheRunEndsASilence) {
  Told t;
  t.at(0).operation(kClient, OpPhase::invoke, 1);
  t.at(10).operation(kOther, OpPhase::invoke, 1);
  t.at(300).operation(kClient, OpPhase::indeterminate, 1);
  t.at(700).timer(kLeader);
  EXPECT_EQ(t.measured().longest_silence, milliseconds(700));
}

TEST(Measure, NobodyWaitsForWhatACrashedClientHadAsked) {
  Told t;
  t.at(0).operation(kClient, OpPhase::invoke, 1);
  t.at(300).crash(kClient);
  t.at(900).timer(kLeader);
  EXPECT_EQ(t.measured().longest_silence, milliseconds(300));
}

TEST(Measure, ALeaderChangeIsAnElectionOfAnotherNode) {
  Told t;
  t.elected(kLeader);
  t.elected(kLeader);
  t.elected(kFollower);
  t.elected(kLeader);
  const RunMeasures m = t.measured();
  EXPECT_EQ(m.elections, 4u);
  EXPECT_EQ(m.leader_changes, 2u);
}

TEST(Measure, BytesAreThoseOfTheMessagesSent) {
  Told t;
  t.message(kClient, kLeader);
  t.message(kLeader, kClient);
  EXPECT_EQ(t.measured().bytes_sent, 2 * Payload::make(Note{1}).bytes());
}

TEST(Measure, PoolingKeepsTheLongestSilenceAndAddsTheRest) {
  RunMeasures a, b;
  a.latencies_ns = {1};
  b.latencies_ns = {2, 3};
  a.longest_silence = milliseconds(5);
  b.longest_silence = milliseconds(3);
  a.unavailable = b.unavailable = milliseconds(2);
  a.elections = b.elections = 2;
  a.add(b);
  EXPECT_EQ(a.latencies_ns.size(), 3u);
  EXPECT_EQ(a.longest_silence, milliseconds(5));
  EXPECT_EQ(a.unavailable, milliseconds(4));
  EXPECT_EQ(a.elections, 4u);
}

}  // namespace
}  // namespace ordain
