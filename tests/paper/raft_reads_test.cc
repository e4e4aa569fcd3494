// Ongaro's thesis, section 6.4 (read-only queries) with 6.4.1 (leases), sentence by sentence.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

Config read_index() {
  Config config;
  config.reads = Reads::read_index;
  return config;
}
Config lease(int64_t drift_ppm = 0) {
  Config config;
  config.reads = Reads::lease;
  config.stickiness = true;
  config.clock_drift_ppm = drift_ppm;
  return config;
}
Config follower_reads() {
  Config config = read_index();
  config.follower_reads = true;
  return config;
}

kv::Command read(uint64_t sequence) { return {Function::read, kClient, sequence, sequence}; }

AppendEntriesReply answer(uint64_t round, uint64_t index, LocalTime sent_at = {}) {
  return {1, round, true, index, 0, sent_at};
}

// A leader of term 1 that has committed its no-op.
Harness leader(const Config& config) {
  Harness n = server(config);
  elect(n);
  n.deliver(answer(1, 1), kOther);
  n.deliver(answer(1, 1), kThird);
  return n;
}

TEST(Thesis_6_4, AReadBypassesTheLogAndWaitsForARoundOfHeartbeatsThatAMajorityAcknowledges) {
  Harness n = leader(read_index());
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_EQ(n.node().log.last_index(), 1u);
  const uint64_t round = n.node().round;
  ASSERT_EQ(n.sent<AppendEntries>().size(), 4u);
  EXPECT_EQ(n.sent<AppendEntries>()[0].second.round, round);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
  n.deliver(answer(round, 1), kOther);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
  n.deliver(AppendEntriesReply{1, round, false, 1, 0}, kThird);  // it acknowledges the leader
  ASSERT_TRUE(n.last_sent<kv::Reply>(kClient));
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::ok);
  ASSERT_EQ(n.facts<ReadServed>().size(), 1u);
  EXPECT_EQ(n.facts<ReadServed>()[0].index, 1u);
}

TEST(Thesis_6_4, AcknowledgementsOfEarlierRoundsDoNotCount) {
  Harness n = leader(read_index());
  const uint64_t before = n.node().round;
  n.deliver(kv::Request{read(1)}, kClient);
  n.deliver(answer(before, 1), kOther);
  n.deliver(answer(before, 1), kThird);
  n.deliver(answer(before, 1), kFourth);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
}

TEST(Thesis_6_4, OneRoundServesAllReadsThatWaitedForIt) {
  Harness n = leader(read_index());
  n.deliver(kv::Request{read(1)}, kClient);
  const uint64_t first = n.node().round;
  n.deliver(kv::Request{read(2)}, kClient);  // came too late for that one, and share the next
  n.deliver(kv::Request{read(3)}, kClient);
  EXPECT_EQ(n.node().round, first);
  n.deliver(answer(first, 1), kOther);
  n.deliver(answer(first, 1), kThird);
  EXPECT_EQ(n.sent<kv::Reply>().size(), 1u);
  const uint64_t second = n.node().round;
  EXPECT_GT(second, first);
  n.deliver(answer(second, 1), kOther);
  n.deliver(answer(second, 1), kThird);
  EXPECT_EQ(n.sent<kv::Reply>().size(), 2u);
  EXPECT_TRUE(n.node().reads.empty());
}

TEST(Thesis_6_4, AReadSeesWhatHadBeenCommittedBefore) {
  Harness n = leader(read_index());
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(answer(n.node().round, 2), kOther);
  n.deliver(answer(n.node().round, 2), kThird);
  n.deliver(kv::Request{read(2)}, kClient);
  n.deliver(answer(n.node().round, 2), kOther);
  n.deliver(answer(n.node().round, 2), kThird);
  ASSERT_TRUE(n.last_sent<kv::Reply>(kClient));
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.value, 10);
}

TEST(Thesis_6_4, IfTheLeaderHasNotYetCommittedAnEntryOfItsTermItWaitsUntilItHasDoneSo) {
  Harness n = follower(1, {1}, read_index());
  elect(n);  // of term 2; index 2 is its no-op
  n.deliver(kv::Request{read(1)}, kClient);
  const uint64_t round = n.node().round;
  n.deliver(AppendEntriesReply{2, round, true, 1, 0}, kOther);
  n.deliver(AppendEntriesReply{2, round, true, 1, 0}, kThird);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
  n.deliver(AppendEntriesReply{2, round, true, 2, 0}, kOther);
  n.deliver(AppendEntriesReply{2, round, true, 2, 0}, kThird);
  ASSERT_TRUE(n.last_sent<kv::Reply>(kClient));
  EXPECT_EQ(n.facts<ReadServed>()[0].index, 2u);
}

TEST(Thesis_6_4, ALeaderThatIsDeposedAnswersNoRead) {
  Harness n = leader(read_index());
  n.deliver(kv::Request{read(1)}, kClient);
  const uint64_t round = n.node().round;
  n.deliver(AppendEntriesReply{2, round, false, 0, 0}, kFourth);
  n.deliver(answer(round, 1), kOther);
  n.deliver(answer(round, 1), kThird);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
  EXPECT_TRUE(n.node().reads.empty());
}

TEST(Thesis_6_4, AClusterOfOneReadsAtOnce) {
  Harness n = server(read_index(), 1);
  elect(n);
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_TRUE(n.last_sent<kv::Reply>(kClient));
}

TEST(Thesis_6_4, AnAnswerDoesNotWaitForTheDisk) {
  Harness n = server(read_index(), 1);
  elect(n);
  n.deliver(kv::Request{read(1)}, kClient);
  const size_t sent = n.first([](const Effect& e) { return e.payload.is<kv::Reply>(); });
  ASSERT_LT(sent, n.effects().size());
  EXPECT_TRUE(n.effects()[sent].urgent);
}

TEST(Thesis_6_4, AFollowerAsksTheLeaderForAReadIndexAndWaitsUntilItHasAppliedThatFar) {
  Harness n = follower(1, {1, 1}, follower_reads());
  n.deliver(kv::Request{read(1)}, kClient);
  ASSERT_TRUE(n.last_sent<ReadIndexRequest>(kOther));
  n.deliver(ReadIndexReply{1, kClient, 1, 2}, kOther);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
  n.deliver(append(1, 2, 1, {}, 1), kOther);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
  n.deliver(append(1, 2, 1, {}, 2), kOther);
  ASSERT_TRUE(n.last_sent<kv::Reply>(kClient));
  EXPECT_EQ(n.facts<ReadServed>()[0].index, 2u);
  EXPECT_TRUE(n.node().reads.empty());
}

TEST(Thesis_6_4, ALeaderAnswersAFollowersReadIndexOnceItKnowsThatItLeads) {
  Harness n = leader(follower_reads());
  n.deliver(ReadIndexRequest{1, read(4)}, kFourth);
  EXPECT_FALSE(n.last_sent<ReadIndexReply>(kFourth));
  n.deliver(answer(n.node().round, 1), kOther);
  n.deliver(answer(n.node().round, 1), kThird);
  ASSERT_TRUE(n.last_sent<ReadIndexReply>(kFourth));
  EXPECT_EQ(n.last_sent<ReadIndexReply>(kFourth)->read_index, 1u);
  EXPECT_EQ(n.last_sent<ReadIndexReply>(kFourth)->sequence, 4u);
}

TEST(Thesis_6_4, AFollowerWithoutALeaderOrWithoutFollowerReadsRedirects) {
  Harness n = server(follower_reads());
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::redirect);
  Harness plain = follower(1, {1}, read_index());
  plain.deliver(kv::Request{read(1)}, kClient);
  EXPECT_EQ(plain.last_sent<kv::Reply>(kClient)->leader, kOther);
}

TEST(Thesis_6_4, AskedTwiceTheReadWaitsOnce) {
  Harness n = follower(1, {1}, follower_reads());
  n.deliver(kv::Request{read(1)}, kClient);
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_EQ(n.node().reads.size(), 1u);
}

// The lease began when what a majority has acknowledged was sent.
Harness with_lease_since(LocalTime sent, const Config& config) {
  Harness n = leader(config);
  n.advance(sent - LocalTime{});
  n.fire(ServerTimer::heartbeat);
  EXPECT_EQ(n.last_sent<AppendEntries>(kOther)->sent_at, sent);
  n.advance(milliseconds(20));
  n.deliver(answer(n.node().round, 1, sent), kOther);
  n.deliver(answer(n.node().round, 1, sent), kThird);
  n.advance(-milliseconds(20));
  return n;
}

constexpr LocalTime kSent{1'000'000'000};

TEST(Thesis_6_4_1, WhileItsLeaseLastsTheLeaderAnswersReadsWithoutAnyMessage) {
  Harness n = with_lease_since(kSent, lease());
  n.advance(milliseconds(149));
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_TRUE(n.last_sent<kv::Reply>(kClient));
  EXPECT_TRUE(n.sent<AppendEntries>().empty());
  EXPECT_EQ(n.facts<LeaseHeld>().size(), 1u);
}

TEST(Thesis_6_4_1, TheLeaseLastsAnElectionTimeoutFromWhenTheHeartbeatsWereSent) {
  Harness n = with_lease_since(kSent, lease());
  n.advance(milliseconds(150));
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));  // it asks, as without a lease
  EXPECT_EQ(n.sent<AppendEntries>().size(), 4u);
}

TEST(Thesis_6_4_1, ABoundOnClockDriftShortensTheLease) {
  Harness n = with_lease_since(kSent, lease(200'000));  // 150 ms * 0.8 / 1.2
  n.advance(milliseconds(99));
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_TRUE(n.last_sent<kv::Reply>(kClient));
  n.advance(milliseconds(1));
  n.deliver(kv::Request{read(2)}, kClient);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
}

TEST(Thesis_6_4_1, ALeaderThatHasToldAnotherToStandHoldsNoLeaseForTheRestOfItsTerm) {
  Harness n = with_lease_since(kSent, lease());
  n.deliver(AdminRequest{1, AdminCommand::transfer, {kOther}}, NodeId(9));
  ASSERT_TRUE(n.last_sent<TimeoutNow>(kOther));
  n.fire(ServerTimer::transfer);  // nothing came of it
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
}

TEST(Thesis_6_4_1, ANewLeaderHoldsNoLeaseBeforeAMajorityHasAnsweredIt) {
  Harness n = server(lease());
  elect(n);
  n.deliver(answer(1, 1), kOther);
  EXPECT_TRUE(n.facts<LeaseHeld>().empty());
  n.deliver(kv::Request{read(1)}, kClient);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));
}

}  // namespace
}  // namespace ordain::raft
