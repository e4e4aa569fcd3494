// Raft (extended version), sections 5.3 and 5.4.2, sentence by sentence.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

using Terms = std::vector<uint64_t>;

Config no_no_op() {
  Config config;
  config.no_op = false;
  return config;
}

TEST(Raft_5_3, TheLeaderAppendsTheCommandThenIssuesAppendEntriesInParallelToEachOther) {
  Harness n = server(no_no_op());
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(terms_of(n.node().log), Terms{1});
  const auto sent = n.sent<AppendEntries>();
  ASSERT_EQ(sent.size(), 4u);
  for (const auto& [to, request] : sent) {
    ASSERT_EQ(request.entries.size(), 1u);
    EXPECT_EQ(request.entries[0].as<Entry>().command.value, 10);
    EXPECT_EQ(request.prev_log_index, 0u);
  }
}

TEST(Raft_5_3, WhenTheEntryIsSafelyReplicatedTheLeaderAppliesItAndReturnsTheResult) {
  Harness n = server(no_no_op());
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(matched(1, 1), kOther);
  EXPECT_FALSE(n.last_sent<kv::Reply>(kClient));  // itself and one other are two of five
  n.deliver(matched(1, 1), kThird);
  EXPECT_EQ(n.node().last_applied, 1u);
  ASSERT_TRUE(n.last_sent<kv::Reply>(kClient));
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::ok);
}

TEST(Raft_5_3, TheLeadersOwnCopyCountsOnlyOnceItIsDurable) {
  Harness n = server(no_no_op());
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);  // its answer to itself waits for the disk
  n.deliver(matched(1, 1), kOther);
  n.deliver(matched(1, 1), kThird);
  EXPECT_EQ(n.node().commit_index, 0u);
  n.deliver(matched(1, 1), kFourth);  // three others are a majority without it
  EXPECT_EQ(n.node().commit_index, 1u);
}

TEST(Raft_5_3, TheLeaderMaySendBeforeItsOwnWriteButAFollowerAnswersAfterIt) {
  Harness leader = server(no_no_op());
  elect(leader);
  leader.deliver(kv::Request{write(1, 10)}, kClient);
  const size_t sent =
      leader.first([](const Effect& e) { return e.kind == EffectKind::send && e.to != kSelf; });
  EXPECT_TRUE(leader.effects()[sent].urgent);

  Harness other = follower(1, {});
  other.deliver(append(1, 0, 0, {entry(1)}), kOther);
  const size_t written = other.first([](const Effect& e) { return e.kind == EffectKind::append; });
  const size_t answered = other.first([](const Effect& e) { return e.kind == EffectKind::send; });
  EXPECT_LT(written, answered);
  EXPECT_FALSE(other.effects()[answered].urgent);
}

TEST(Raft_5_3, TheLeaderKeepsTrackOfTheHighestCommittedIndexAndIncludesItInAppendEntries) {
  Harness n = server(no_no_op());
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(matched(1, 1), kOther);
  n.deliver(matched(1, 1), kThird);
  n.fire(ServerTimer::heartbeat);
  EXPECT_EQ(n.last_sent<AppendEntries>(kFourth)->leader_commit, 1u);
}

TEST(Raft_5_3, OnceAFollowerLearnsThatAnEntryIsCommittedItAppliesItInLogOrder) {
  Harness n = follower(1, {1, 1, 1});
  EXPECT_EQ(n.node().last_applied, 0u);
  n.deliver(append(1, 3, 1, {}, 2), kOther);
  const auto applied = n.facts<Applied>();
  ASSERT_EQ(applied.size(), 2u);
  EXPECT_EQ(applied[0].index, 1u);
  EXPECT_EQ(applied[1].index, 2u);
}

TEST(Raft_5_3, AFollowerRefusesIfItDoesNotFindTheEntryThatPrecedesTheNewOnes) {
  Harness n = follower(2, {1, 1});
  n.deliver(append(2, 3, 2, {entry(2)}), kOther);  // too short
  EXPECT_FALSE(n.last_sent<AppendEntriesReply>(kOther)->success);
  EXPECT_EQ(n.last_sent<AppendEntriesReply>(kOther)->index, 3u);
  n.deliver(append(2, 2, 2, {entry(2)}), kOther);  // another term there
  EXPECT_FALSE(n.last_sent<AppendEntriesReply>(kOther)->success);
  EXPECT_EQ(terms_of(n.node().log), (Terms{1, 1}));
}

TEST(Raft_5_3, AFollowerNamesTheConflictingTermAndTheFirstIndexItStoresForIt) {
  Harness n = follower(5, {1, 4, 4, 4});
  n.deliver(append(6, 4, 5, {}), kThird);
  const auto reply = *n.last_sent<AppendEntriesReply>(kThird);
  EXPECT_EQ(reply.conflict_term, 4u);
  EXPECT_EQ(reply.index, 2u);
}

TEST(Raft_5_3, ConflictingEntriesInFollowerLogsAreOverwrittenWithTheLeaders) {
  Harness n = follower(3, {1, 2, 2});
  n.deliver(append(4, 1, 1, {entry(3)}), kThird);
  EXPECT_EQ(terms_of(n.node().log), (Terms{1, 3}));
  ASSERT_EQ(n.facts<Truncated>().size(), 1u);
  EXPECT_EQ(n.facts<Truncated>()[0].from, 2u);
  n.crash_and_recover();
  EXPECT_EQ(terms_of(n.node().log), (Terms{1, 3}));
}

TEST(Raft_5_3, AnOldRequestDoesNotTakeAwayWhatALaterOneBrought) {
  Harness n = follower(1, {});
  const Payload one = entry(1, 1), two = entry(1, 2);
  n.deliver(append(1, 0, 0, {one, two}), kOther);
  n.deliver(append(1, 0, 0, {one}), kOther);
  EXPECT_EQ(terms_of(n.node().log), (Terms{1, 1}));
  EXPECT_EQ(n.last_sent<AppendEntriesReply>(kOther)->index, 1u);
}

TEST(Raft_5_3, WhenALeaderComesToPowerItInitialisesNextIndexToJustAfterItsLastEntry) {
  Harness n = follower(2, {1, 2});
  n.node().leader = kNoNode;
  elect(n);
  EXPECT_EQ(n.node().progress[1].match_index, 0u);
  EXPECT_EQ(n.node().progress[1].next_index, 4u);  // the no-op has been sent already
  const auto first = n.sent<AppendEntries>();
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(first[0].second.prev_log_index, 2u);
}

TEST(Raft_5_3, AfterARejectionTheLeaderDecrementsNextIndexAndRetries) {
  Harness n = follower(2, {1, 1, 2});
  elect(n);
  n.deliver(AppendEntriesReply{3, 1, false, 2, 0}, kOther);
  const auto again = n.last_sent<AppendEntries>(kOther);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->prev_log_index, 1u);
  EXPECT_EQ(again->entries.size(), 3u);
}

// Swarm seed 1633: what came too early was rejected in such numbers, and each time answered with
// the whole queue again, that the answer that tells where the logs part was never the first.
TEST(Raft_5_3, AFollowerThatHasRejectedSomethingIsProbedWithOneMessageAtATime) {
  Config config;
  config.max_batch = 1;
  Harness n = follower(2, {1, 1, 2}, config);
  elect(n);
  n.settle();
  n.deliver(AppendEntriesReply{3, 1, false, 2, 0}, kOther);
  EXPECT_EQ(n.sent<AppendEntries>().size(), 1u);
  const uint64_t probe = n.last_sent<AppendEntries>(kOther)->round;
  n.deliver(AppendEntriesReply{3, 1, false, 3, 0}, kOther);  // of the same queue: says nothing
  EXPECT_TRUE(n.sent<AppendEntries>().empty());
  n.deliver(matched(3, 2, probe), kOther);  // it goes on from here, as fast as before
  EXPECT_EQ(n.sent<AppendEntries>().size(), 2u);
}

TEST(Raft_5_3, TheLeaderSkipsAllTheEntriesOfTheConflictingTermThatItDoesNotHave) {
  Harness n = follower(6, {1, 4, 6});
  elect(n);
  n.deliver(AppendEntriesReply{7, 1, false, 2, 5}, kOther);  // holds no term 5: to its first index
  EXPECT_EQ(n.last_sent<AppendEntries>(kOther)->prev_log_index, 1u);
  n.deliver(AppendEntriesReply{7, 1, false, 1, 4}, kThird);  // holds term 4 up to index 2
  EXPECT_EQ(n.last_sent<AppendEntries>(kThird)->prev_log_index, 2u);
}

TEST(Raft_5_3, RejectionsOfOneGapAreDealtWithOnce) {
  Harness n = follower(2, {1, 1, 2});
  elect(n);
  n.deliver(AppendEntriesReply{3, 1, false, 2, 0}, kOther);
  n.deliver(AppendEntriesReply{3, 1, false, 2, 0}, kOther);
  EXPECT_TRUE(n.sent<AppendEntries>().empty());
}

TEST(Raft_5_3, ALeaderNeverOverwritesOrDeletesEntriesInItsOwnLog) {
  Harness n = follower(2, {1, 2});
  elect(n);
  const Terms before = terms_of(n.node().log);
  n.deliver(append(2, 0, 0, {entry(1)}), kThird);  // of an older term
  n.deliver(AppendEntriesReply{3, 1, false, 1, 0}, kOther);
  EXPECT_EQ(terms_of(n.node().log), before);
}

TEST(Raft_5_3, WithoutPipeliningOneAppendEntriesIsUnderWayAtATime) {
  Config config = no_no_op();
  config.pipeline = false;
  Harness n = server(config);
  elect(n);
  n.deliver(AppendEntriesReply{1, n.node().round, true, 0, 0}, kOther);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.deliver(kv::Request{write(2, 20)}, kClient);
  EXPECT_FALSE(n.last_sent<AppendEntries>(kOther));
  n.deliver(matched(1, 1), kOther);
  EXPECT_EQ(n.last_sent<AppendEntries>(kOther)->prev_log_index, 1u);
}

TEST(Raft_5_3, ABatchHoldsMaxBatchEntriesAndTheWindowInflight) {
  Config config;
  config.max_batch = 2;
  config.inflight = 3;
  Harness n = follower(1, {1, 1, 1, 1, 1, 1}, config);
  elect(n);
  n.deliver(AppendEntriesReply{2, 1, false, 1, 0}, kOther);
  ASSERT_EQ(n.sent<AppendEntries>().size(), 1u);  // a probe
  EXPECT_EQ(n.sent<AppendEntries>()[0].second.entries.size(), 2u);
  n.deliver(matched(2, 2), kOther);
  const auto sent = n.sent<AppendEntries>();
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_EQ(sent[0].second.entries.size(), 2u);
  EXPECT_EQ(sent[1].second.entries.size(), 1u);
}

TEST(Raft_5_4_2, RaftNeverCommitsEntriesFromPreviousTermsByCountingReplicas) {
  Harness n = follower(1, {1, 1}, no_no_op());
  elect(n);
  n.deliver(matched(2, 2), kOther);
  n.deliver(matched(2, 2), kThird);
  EXPECT_EQ(n.node().commit_index, 0u);
}

TEST(Raft_5_4_2, OnceAnEntryFromTheCurrentTermIsCommittedAllPriorEntriesAreIndirectly) {
  Harness n = follower(1, {1, 1});
  elect(n);
  n.deliver(matched(2, 3), kOther);
  n.deliver(matched(2, 3), kThird);
  EXPECT_EQ(n.node().commit_index, 3u);
  EXPECT_EQ(n.node().last_applied, 3u);
}

TEST(Raft_5_4_2, WithTheMutantOfFigure8TheRuleIsGone) {
  Config config = no_no_op();
  config.mutants.add(Mutant::fig8);
  Harness n = follower(1, {1, 1}, config);
  elect(n);
  n.deliver(matched(2, 2), kOther);
  n.deliver(matched(2, 2), kThird);
  EXPECT_EQ(n.node().commit_index, 2u);
}

TEST(Raft_Figure_2, AFollowersCommitIndexIsAtMostTheIndexOfTheLastNewEntry) {
  Harness n = follower(1, {1, 1, 1});
  n.deliver(append(2, 1, 1, {}, 3), kThird);
  EXPECT_EQ(n.node().commit_index, 1u);
}

}  // namespace
}  // namespace ordain::raft
