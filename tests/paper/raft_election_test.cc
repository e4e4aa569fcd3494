// Raft (extended version), sections 5.1, 5.2 and 5.4.1, sentence by sentence.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

using Terms = std::vector<uint64_t>;

TEST(Raft_5_1, WhenServersStartUpTheyBeginAsFollowers) {
  EXPECT_EQ(server().node().role, Role::follower);
}

TEST(Raft_5_1, IfATermIsSmallerThanTheOthersItIsUpdatedToTheLargerValue) {
  Harness n = follower(3, {1});
  n.deliver(RequestVoteReply{7, false}, kThird);
  EXPECT_EQ(n.node().current_term, 7u);
}

TEST(Raft_5_1, ACandidateThatDiscoversThatItsTermIsOutOfDateImmediatelyRevertsToFollower) {
  Harness n = server();
  stand(n);
  ASSERT_EQ(n.node().role, Role::candidate);
  n.deliver(RequestVoteReply{9, false}, kOther);
  EXPECT_EQ(n.node().role, Role::follower);
}

TEST(Raft_5_1, ALeaderThatDiscoversThatItsTermIsOutOfDateImmediatelyRevertsToFollower) {
  Harness n = server();
  elect(n);
  ASSERT_EQ(n.node().role, Role::leader);
  n.deliver(AppendEntriesReply{9, 1, false, 0, 0}, kOther);
  EXPECT_EQ(n.node().role, Role::follower);
  ASSERT_EQ(n.facts<SteppedDown>().size(), 1u);
  EXPECT_TRUE(n.facts<SteppedDown>()[0].led);
  EXPECT_TRUE(n.timer_set(ServerTimer::election));
}

TEST(Raft_5_1, ARequestWithAStaleTermNumberIsRejected) {
  Harness n = follower(3, {1});
  n.deliver(RequestVote{2, 9, 2}, kThird);
  EXPECT_FALSE(n.last_sent<RequestVoteReply>(kThird)->vote_granted);
  n.deliver(append(2, 0, 0, {entry(2)}), kThird);
  EXPECT_FALSE(n.last_sent<AppendEntriesReply>(kThird)->success);
  EXPECT_EQ(n.last_sent<AppendEntriesReply>(kThird)->term, 3u);
  EXPECT_EQ(terms_of(n.node().log), Terms{1});
}

TEST(Raft_5_2, AServerRemainsInFollowerStateAsLongAsItReceivesValidRpcsFromALeader) {
  Harness n = follower(1, {});
  n.deliver(append(1, 0, 0, {}), kOther);
  EXPECT_EQ(n.node().role, Role::follower);
  EXPECT_TRUE(n.timer_set(ServerTimer::election));
}

TEST(Raft_5_2, LeadersSendPeriodicHeartbeatsThatCarryNoEntriesToAllFollowers) {
  Harness n = server();
  elect(n);
  n.fire(ServerTimer::heartbeat);
  const auto sent = n.sent<AppendEntries>();
  ASSERT_EQ(sent.size(), 4u);
  for (const auto& [to, request] : sent) EXPECT_TRUE(request.entries.empty());
  EXPECT_EQ(n.timer_set(ServerTimer::heartbeat), Config{}.heartbeat);
}

TEST(Raft_5_2, AFollowerThatReceivesNoCommunicationIncrementsItsTermAndTransitionsToCandidate) {
  Harness n = follower(3, {1});
  n.fire(ServerTimer::election);
  EXPECT_EQ(n.node().current_term, 4u);
  EXPECT_EQ(n.node().role, Role::candidate);
}

TEST(Raft_5_2, ItVotesForItselfAndIssuesRequestVoteToEachOfTheOtherServers) {
  Harness n = follower(3, {1, 3});
  n.fire(ServerTimer::election);
  EXPECT_EQ(n.node().voted_for, kSelf);
  const auto sent = n.sent<RequestVote>();
  ASSERT_EQ(sent.size(), 4u);
  EXPECT_EQ(sent[0].second.term, 4u);
  EXPECT_EQ(sent[0].second.last_log_index, 2u);
  EXPECT_EQ(sent[0].second.last_log_term, 3u);
}

TEST(Raft_5_2, ACandidateWinsIfItReceivesVotesFromAMajorityForTheSameTerm) {
  Harness n = server();
  stand(n);
  n.deliver(RequestVoteReply{1, true}, kOther);
  EXPECT_EQ(n.node().role, Role::candidate);
  n.deliver(RequestVoteReply{1, true}, kThird);
  EXPECT_EQ(n.node().role, Role::leader);
  ASSERT_EQ(n.facts<Elected>().size(), 1u);
  EXPECT_EQ(n.facts<Elected>()[0].voters, 0b111u);
}

TEST(Raft_5_2, AVoteCountsOnceHoweverOftenItArrives) {
  Harness n = server();
  stand(n);
  n.deliver(RequestVoteReply{1, true}, kOther);
  n.deliver(RequestVoteReply{1, true}, kOther);
  EXPECT_EQ(n.node().role, Role::candidate);
}

TEST(Raft_5_2, AVoteOfAnOlderTermDoesNotCount) {
  Harness n = server();
  stand(n);
  stand(n);
  n.deliver(RequestVoteReply{1, true}, kOther);
  n.deliver(RequestVoteReply{1, true}, kThird);
  EXPECT_EQ(n.node().role, Role::candidate);
}

TEST(Raft_5_2, EachServerVotesForAtMostOneCandidateInATermFirstComeFirstServed) {
  Harness n = server();
  n.deliver(RequestVote{1, 0, 0}, kOther);
  EXPECT_TRUE(n.last_sent<RequestVoteReply>(kOther)->vote_granted);
  n.deliver(RequestVote{1, 0, 0}, kThird);
  EXPECT_FALSE(n.last_sent<RequestVoteReply>(kThird)->vote_granted);
  n.deliver(RequestVote{1, 0, 0}, kOther);  // asked again, it says the same again
  EXPECT_TRUE(n.last_sent<RequestVoteReply>(kOther)->vote_granted);
  n.deliver(RequestVote{2, 0, 0}, kThird);
  EXPECT_TRUE(n.last_sent<RequestVoteReply>(kThird)->vote_granted);
}

TEST(Raft_5_2, OnceACandidateWinsItSendsHeartbeatsToAllOtherServers) {
  Config config;
  config.no_op = false;
  Harness n = server(config);
  elect(n);
  EXPECT_EQ(n.sent<AppendEntries>().size(), 4u);
}

TEST(Raft_5_2, ACandidateRecognisesALeaderOfItsTermAsLegitimateAndReturnsToFollower) {
  Harness n = server();
  stand(n);
  n.deliver(append(1, 0, 0, {}), kOther);
  EXPECT_EQ(n.node().role, Role::follower);
  EXPECT_EQ(n.node().leader, kOther);
  EXPECT_EQ(n.node().voted_for, kSelf);  // the vote of the term stays given
}

TEST(Raft_5_2, ACandidateRejectsALeaderOfASmallerTermAndContinuesInCandidateState) {
  Harness n = follower(3, {});
  stand(n);
  n.deliver(append(3, 0, 0, {}), kOther);
  EXPECT_EQ(n.node().role, Role::candidate);
  EXPECT_FALSE(n.last_sent<AppendEntriesReply>(kOther)->success);
}

TEST(Raft_5_2, ACandidateThatNeitherWinsNorLosesTimesOutAndStartsANewElection) {
  Harness n = server();
  stand(n);
  EXPECT_TRUE(n.timer_set(ServerTimer::election));
  stand(n);
  EXPECT_EQ(n.node().current_term, 2u);
  EXPECT_EQ(n.sent<RequestVote>().size(), 4u);
}

TEST(Raft_5_2, ElectionTimeoutsAreChosenRandomlyFromAFixedInterval) {
  const Config config;
  std::set<int64_t> seen;
  Harness n = server(config);
  for (int i = 0; i < 50; ++i) {
    n.fire(ServerTimer::election);
    const Duration timeout = *n.timer_set(ServerTimer::election);
    EXPECT_LE(config.election_low, timeout);
    EXPECT_LE(timeout, config.election_high);
    seen.insert(timeout.ns);
  }
  EXPECT_GT(seen.size(), 40u);
}

TEST(Raft_5_4_1, TheVoterDeniesItsVoteIfItsOwnLogIsMoreUpToDate) {
  struct Case {
    Terms mine;
    uint64_t last_index, last_term;
    bool granted;
  };
  const std::vector<Case> cases = {{{1, 1}, 2, 1, true},   // the same
                                   {{1, 1}, 1, 2, true},   // a later term, though shorter
                                   {{1, 2}, 5, 1, false},  // an earlier term, though longer
                                   {{1, 1}, 3, 1, true},   // the same term, longer
                                   {{1, 1}, 1, 1, false},  // the same term, shorter
                                   {{}, 0, 0, true},      {{1}, 0, 0, false}};
  for (const Case& c : cases) {
    Harness n = follower(2, c.mine);
    n.deliver(RequestVote{3, c.last_index, c.last_term}, kThird);
    EXPECT_EQ(n.last_sent<RequestVoteReply>(kThird)->vote_granted, c.granted)
        << c.last_index << "/" << c.last_term;
  }
}

TEST(Raft_Figure_2, APersistentVoteIsWrittenBeforeTheAnswer) {
  Harness n = server();
  n.deliver(RequestVote{1, 0, 0}, kOther);
  const size_t put = n.first([](const Effect& e) { return e.kind == EffectKind::put; });
  const size_t answer = n.first([](const Effect& e) { return e.kind == EffectKind::send; });
  EXPECT_LT(put, answer);
  EXPECT_FALSE(n.effects()[answer].urgent);
}

TEST(Raft_Figure_2, TermAndVoteSurviveACrash) {
  Harness n = server();
  n.deliver(RequestVote{4, 0, 0}, kOther);
  n.crash_and_recover();
  EXPECT_EQ(n.node().current_term, 4u);
  n.deliver(RequestVote{4, 9, 4}, kThird);
  EXPECT_FALSE(n.last_sent<RequestVoteReply>(kThird)->vote_granted);
}

TEST(Raft_Figure_2, TheElectionTimerIsNotResetByARefusedVote) {
  Harness n = follower(2, {2});
  n.deliver(RequestVote{3, 0, 0}, kThird);
  EXPECT_FALSE(n.timer_set(ServerTimer::election));
}

TEST(Raft_5_2, AClusterOfOneElectsItself) {
  Harness n = server({}, 1);
  stand(n);
  EXPECT_EQ(n.node().role, Role::leader);
}

}  // namespace
}  // namespace ordain::raft
