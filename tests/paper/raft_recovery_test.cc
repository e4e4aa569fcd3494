// Raft (extended version), sections 5.5, 8 and Figure 2's persistent state: crashes and clients.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

constexpr auto kLog = static_cast<uint8_t>(ServerArea::log);
constexpr auto kHardState = static_cast<uint8_t>(ServerArea::hard_state);

TEST(Raft_5_5, IfAServerCrashesItRestartsWithItsLogAndLearnsTheCommitIndexAnew) {
  Harness n = follower(2, {1, 2});
  n.deliver(append(2, 2, 2, {}, 2), kOther);
  ASSERT_EQ(n.node().commit_index, 2u);
  n.crash_and_recover();
  EXPECT_EQ(terms_of(n.node().log), (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(n.node().commit_index, 0u);
  EXPECT_EQ(n.node().role, Role::follower);
  ASSERT_EQ(n.facts<Recovered>().size(), 1u);
  EXPECT_EQ(n.facts<Recovered>()[0].last_index, 2u);
}

TEST(Raft_5_5, AnAppendEntriesThatIsAlreadyInTheLogIsIgnoredAndAnsweredAgain) {
  Harness n = follower(2, {1, 2});
  n.deliver(append(2, 0, 0, {entry(1, 0), entry(2, 1)}), kOther);
  EXPECT_EQ(n.node().log.last_index(), 2u);
  EXPECT_TRUE(n.facts<Appended>().empty());
  EXPECT_TRUE(n.last_sent<AppendEntriesReply>(kOther)->success);
}

TEST(Raft_5_5, EntriesThatWereNotDurableAreGoneAndWereNeverPromised) {
  Harness n = follower(2, {1});
  n.keep_back_writes();
  n.deliver(append(2, 1, 1, {entry(2)}), kOther);
  n.crash_and_recover();
  EXPECT_EQ(terms_of(n.node().log), std::vector<uint64_t>{1});
}

TEST(RaftDisk, ATornRecordAtTheEndIsCutOff) {
  Harness n = follower(2, {1, 2});
  n.disk().mutable_area(kLog).log[1].rotten = n.disk().mutable_area(kLog).log[1].torn = true;
  n.crash_and_recover();
  EXPECT_FALSE(n.node().halted);
  EXPECT_EQ(n.node().log.last_index(), 1u);
  EXPECT_EQ(n.disk().area(kLog).log.size(), 1u);  // so that the next append finds its place
  EXPECT_EQ(n.facts<Recovered>()[0].cut, 1u);
}

TEST(RaftDisk, ARottenRecordStopsTheServerForGood) {
  Harness n = follower(2, {1, 2});
  n.disk().mutable_area(kLog).log[0].rotten = true;
  n.crash_and_recover();
  ASSERT_TRUE(n.node().halted);
  ASSERT_EQ(n.facts<Halted>().size(), 1u);
  EXPECT_EQ(n.facts<Halted>()[0].index, 1u);
  n.deliver(RequestVote{9, 9, 9}, kOther);
  n.fire(ServerTimer::election);
  EXPECT_TRUE(n.effects().empty());
}

TEST(RaftDisk, AnUnreadableVoteStopsTheServerForGood) {
  Harness n = follower(2, {1});
  n.disk().mutable_area(kHardState).single.rotten = true;
  n.crash_and_recover();
  EXPECT_TRUE(n.node().halted);
  EXPECT_EQ(n.facts<Halted>()[0].reason, HaltReason::unreadable_hard_state);
}

TEST(Raft_8, AServerThatIsNotTheLeaderRejectsTheRequestAndNamesTheLeaderItLastHeardFrom) {
  Harness n = follower(1, {});
  n.deliver(kv::Request{write(1, 10)}, kClient);
  const auto reply = *n.last_sent<kv::Reply>(kClient);
  EXPECT_EQ(reply.result.status, kv::Status::redirect);
  EXPECT_EQ(reply.leader, kOther);
}

TEST(Raft_8, ACommandThatHasBeenExecutedIsAnsweredWithoutReexecutingIt) {
  Harness n = server();
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(matched(1, 2), kOther);
  n.deliver(matched(1, 2), kThird);
  const uint64_t length = n.node().log.last_index();
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::ok);
  EXPECT_EQ(n.node().log.last_index(), length);
}

TEST(Raft_8, ACommandThatIsInTheLogTwiceTakesEffectOnce) {
  Harness n = server();
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(matched(1, 3), kOther);
  n.deliver(matched(1, 3), kThird);
  const auto applied = n.facts<Applied>();
  ASSERT_EQ(applied.size(), 3u);  // the no-op and the command twice
  EXPECT_EQ(applied[1].sequence, 1u);
  EXPECT_EQ(applied[2].sequence, 0u);
}

TEST(Raft_8, ALeaderCommitsABlankNoOpEntryAtTheStartOfItsTerm) {
  Harness n = server();
  elect(n);
  ASSERT_EQ(n.node().log.last_index(), 1u);
  EXPECT_TRUE(n.node().log.entry(1).command.is_no_op());
}

}  // namespace
}  // namespace ordain::raft
