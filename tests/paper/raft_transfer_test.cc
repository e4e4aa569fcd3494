// Ongaro's thesis, section 3.10 (leadership transfer), sentence by sentence.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

constexpr NodeId kOperator{9};

AdminRequest transfer(NodeId target) { return {1, AdminCommand::transfer, {target}}; }

// A leader of term 1 whose no-op is durable everywhere it counts, and not yet on kFourth.
Harness leader() {
  Harness n = server();
  elect(n);
  n.deliver(matched(1, 1), kOther);
  n.deliver(matched(1, 1), kThird);
  return n;
}

TEST(Thesis_3_10, ThePriorLeaderStopsAcceptingNewClientRequests) {
  Harness n = leader();
  n.deliver(transfer(kFourth), kOperator);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.node().log.last_index(), 1u);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::redirect);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->leader, kFourth);
}

TEST(Thesis_3_10, ItFullyUpdatesTheTargetsLogBeforeItSendsTimeoutNow) {
  Harness n = leader();
  n.deliver(transfer(kFourth), kOperator);
  EXPECT_FALSE(n.last_sent<TimeoutNow>(kFourth));
  n.deliver(matched(1, 1), kFourth);
  ASSERT_TRUE(n.last_sent<TimeoutNow>(kFourth));
  EXPECT_EQ(n.last_sent<TimeoutNow>(kFourth)->term, 1u);
  EXPECT_EQ(n.facts<HandedOver>().size(), 1u);
}

TEST(Thesis_3_10, ATargetThatIsUpToDateIsToldAtOnce) {
  Harness n = leader();
  n.deliver(transfer(kOther), kOperator);
  EXPECT_TRUE(n.last_sent<TimeoutNow>(kOther));
}

TEST(Thesis_3_10, TimeoutNowHasTheEffectOfTheTargetsElectionTimerFiring) {
  Harness n = follower(3, {1});
  n.deliver(TimeoutNow{3}, kOther);
  EXPECT_EQ(n.node().role, Role::candidate);
  EXPECT_EQ(n.node().current_term, 4u);
  EXPECT_EQ(n.sent<RequestVote>().size(), 4u);
}

TEST(Thesis_3_10, ATimeoutNowOfAnOlderTermIsIgnored) {
  Harness n = follower(3, {1});
  n.deliver(TimeoutNow{2}, kOther);
  EXPECT_EQ(n.node().role, Role::follower);
  EXPECT_EQ(n.node().current_term, 3u);
}

TEST(Thesis_3_10, ATransferThatDoesNotCompleteWithinAnElectionTimeoutIsGivenUp) {
  Harness n = leader();
  n.deliver(transfer(kFourth), kOperator);
  EXPECT_EQ(n.timer_set(ServerTimer::transfer), Config{}.election_high);
  n.fire(ServerTimer::transfer);
  EXPECT_EQ(n.facts<TransferGivenUp>().size(), 1u);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.node().log.last_index(), 2u);  // it takes commands again
  n.deliver(matched(1, 2), kFourth);
  EXPECT_FALSE(n.last_sent<TimeoutNow>(kFourth));
}

TEST(Thesis_3_10, WhenAnotherLeadsTheTransferIsOver) {
  Harness n = leader();
  n.deliver(transfer(kOther), kOperator);
  n.deliver(append(2, 1, 1, {}), kOther);
  EXPECT_FALSE(n.node().transfer_to.valid());
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.node().log.entry(n.node().log.last_index()).command.value, 10);
}

TEST(Thesis_3_10, AskedForItselfTheLeaderAnswersDoneAndAFollowerNamesTheLeader) {
  Harness n = leader();
  n.deliver(transfer(kSelf), kOperator);
  EXPECT_EQ(n.last_sent<AdminReply>(kOperator)->status, AdminStatus::done);
  Harness other = follower(1, {});
  other.deliver(transfer(kSelf), kOperator);
  EXPECT_EQ(other.last_sent<AdminReply>(kOperator)->status, AdminStatus::redirect);
  EXPECT_EQ(other.last_sent<AdminReply>(kOperator)->leader, kOther);
}

TEST(Thesis_3_10, OneTransferGoesOnAtATime) {
  Harness n = leader();
  n.deliver(transfer(kFourth), kOperator);
  n.deliver(transfer(kThird), kOperator);
  EXPECT_EQ(n.last_sent<AdminReply>(kOperator)->status, AdminStatus::refused);
  n.deliver(transfer(kFourth), kOperator);
  EXPECT_FALSE(n.last_sent<AdminReply>(kOperator));
  EXPECT_EQ(n.node().transfer_to, kFourth);
}

}  // namespace
}  // namespace ordain::raft
