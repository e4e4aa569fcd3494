// Raft (extended version), Figure 2: the sentences that the sections' own tests leave over.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

TEST(Raft_Figure_2, OnFirstBootTermCommitIndexAndLastAppliedAre0AndNobodyWasVotedFor) {
  Harness n = server();
  EXPECT_EQ(n.node().current_term, 0u);
  EXPECT_FALSE(n.node().voted_for.valid());
  EXPECT_EQ(n.node().log.last_index(), 0u);
  EXPECT_EQ(n.node().commit_index, 0u);
  EXPECT_EQ(n.node().last_applied, 0u);
}

TEST(Raft_Figure_2, TheFirstIndexOfALogIs1) {
  Harness n = follower(1, {1});
  EXPECT_EQ(n.facts<Appended>()[0].index, 1u);
  EXPECT_EQ(n.node().log.term_at(1), 1u);
}

// AppendEntries, receiver, 1; RequestVote, receiver, 1.
TEST(Raft_Figure_2, ARefusalOfAnOldTermNamesTheCurrentOneForTheLeaderOrCandidateToUpdateItself) {
  Harness n = follower(5, {});
  n.deliver(append(4, 0, 0, {}), kThird);
  EXPECT_FALSE(n.last_sent<AppendEntriesReply>(kThird)->success);
  EXPECT_EQ(n.last_sent<AppendEntriesReply>(kThird)->term, 5u);
  n.deliver(RequestVote{4, 9, 9}, kThird);
  EXPECT_FALSE(n.last_sent<RequestVoteReply>(kThird)->vote_granted);
  EXPECT_EQ(n.last_sent<RequestVoteReply>(kThird)->term, 5u);
}

// AppendEntries, receiver, 4.
TEST(Raft_Figure_2, NewEntriesNotAlreadyInTheLogAreAppendedAndTheOthersLeftAlone) {
  Harness n = follower(1, {1, 1});
  n.deliver(append(1, 1, 1, {entry(1, 1), entry(1, 2)}), kOther);
  ASSERT_EQ(n.facts<Appended>().size(), 1u);
  EXPECT_EQ(n.facts<Appended>()[0].index, 3u);
  EXPECT_TRUE(n.facts<Truncated>().empty());
}

// AppendEntries, receiver, 5: "If leaderCommit > commitIndex".
TEST(Raft_Figure_2, ALowerLeaderCommitDoesNotTakeTheCommitIndexBack) {
  Harness n = follower(1, {1, 1});
  n.deliver(append(1, 2, 1, {}, 2), kOther);
  n.deliver(append(1, 2, 1, {}, 1), kOther);
  EXPECT_EQ(n.node().commit_index, 2u);
}

// Rules for servers, all servers.
TEST(Raft_Figure_2, ARequestOrResponseWithAHigherTermMakesAnyoneAFollowerOfThatTerm) {
  const auto leader = [] {
    Harness n = server();
    elect(n);
    return n;
  };
  const auto expect_follower = [](Harness n, const auto& message) {
    n.deliver(message, kOther);
    EXPECT_EQ(n.node().role, Role::follower);
    EXPECT_EQ(n.node().current_term, 4u);
  };
  expect_follower(leader(), append(4, 0, 0, {}));
  expect_follower(leader(), AppendEntriesReply{4, 1, false, 0, 0});
  expect_follower(leader(), RequestVote{4, 0, 0});
  expect_follower(leader(), RequestVoteReply{4, false});
}

// Rules for servers, followers.
TEST(Raft_Figure_2, AFollowerThatGrantsItsVoteWaitsAWholeElectionTimeoutAgain) {
  Harness n = server();
  n.deliver(RequestVote{1, 0, 0}, kOther);
  EXPECT_EQ(n.timer_set(ServerTimer::election), n.node().election_timeout);
}

TEST(Raft_Figure_2, AFollowerRespondsToRpcsFromCandidatesAndLeaders) {
  Harness n = server();
  n.deliver(RequestVote{1, 0, 0}, kOther);
  EXPECT_TRUE(n.last_sent<RequestVoteReply>(kOther));
  n.deliver(append(1, 0, 0, {}), kOther);
  EXPECT_TRUE(n.last_sent<AppendEntriesReply>(kOther));
}

// Rules for servers, candidates.
TEST(Raft_Figure_2, ACandidateIncrementsItsTermVotesForItselfResetsItsTimerAndAsks) {
  Harness n = server();
  n.fire(ServerTimer::election);
  EXPECT_EQ(n.node().current_term, 1u);
  EXPECT_EQ(n.node().voted_for, kSelf);
  EXPECT_EQ(n.timer_set(ServerTimer::election), n.node().election_timeout);
  const size_t written = n.first([](const Effect& e) { return e.kind == EffectKind::put; });
  const size_t asked = n.first(
      [](const Effect& e) { return e.kind == EffectKind::send && e.payload.is<RequestVote>(); });
  EXPECT_LT(written, asked);
}

// Rules for servers, leaders.
TEST(Raft_Figure_2, IfAppendEntriesSucceedsNextIndexAndMatchIndexAreUpdatedForTheFollower) {
  Harness n = follower(1, {1, 1});
  elect(n);
  n.deliver(matched(2, 2), kOther);
  EXPECT_EQ(n.node().progress[1].match_index, 2u);
  EXPECT_GT(n.node().progress[1].next_index, 2u);
}

TEST(Raft_Figure_2, AnOlderSuccessTakesMatchIndexNotBack) {
  Harness n = follower(1, {1, 1});
  elect(n);
  n.deliver(matched(2, 2), kOther);
  n.deliver(matched(2, 1), kOther);
  EXPECT_EQ(n.node().progress[1].match_index, 2u);
}

TEST(Raft_Figure_2, IfTheLastLogIndexHasReachedNextIndexEntriesFromThereOnAreSent) {
  Harness n = follower(1, {1, 1, 1});
  elect(n);
  n.deliver(AppendEntriesReply{2, 1, false, 2, 0}, kOther);
  const auto sent = n.last_sent<AppendEntries>(kOther);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->prev_log_index, 1u);
  EXPECT_EQ(sent->entries.size(), 3u);  // two that it lacks, and the no-op
}

TEST(Raft_Figure_2, CommitIndexRisesToTheHighestNThatAMajorityHasReachedInTheCurrentTerm) {
  Harness n = server();
  elect(n);
  for (uint64_t i = 1; i <= 3; ++i) n.deliver(kv::Request{write(i, 1)}, kClient);
  n.deliver(matched(1, 4), kOther);
  n.deliver(matched(1, 3), kThird);
  n.deliver(matched(1, 2), kFourth);
  EXPECT_EQ(n.node().commit_index, 2u);  // the leader's own disk has only written index 1
}

}  // namespace
}  // namespace ordain::raft
