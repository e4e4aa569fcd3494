// Ongaro's thesis, sections 9.6 (PreVote), 4.2.3 (disruptive servers) and 6.2 (CheckQuorum),
// sentence by sentence.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

Config pre_vote() {
  Config config;
  config.pre_vote = true;
  return config;
}
Config sticky() {
  Config config;
  config.stickiness = true;
  return config;
}
Config check_quorum() {
  Config config;
  config.check_quorum = true;
  return config;
}

// A follower of term 2 with a log of one entry, which last heard from a leader so long ago.
Harness silent_for(Duration time, const Config& config) {
  Harness n = follower(2, {1}, config);
  n.advance(time);
  return n;
}

constexpr PreVote kGood{3, 1, 1};

TEST(Thesis_9_6, ACandidateOnlyIncrementsItsTermIfItFirstLearnsThatAMajorityWouldVoteForIt) {
  Harness n = silent_for(seconds(1), pre_vote());
  n.fire(ServerTimer::election);
  n.settle();
  EXPECT_EQ(n.node().role, Role::pre_candidate);
  EXPECT_EQ(n.node().current_term, 2u);
  ASSERT_EQ(n.sent<PreVote>().size(), 4u);
  EXPECT_EQ(n.sent<PreVote>()[0].second.next_term, 3u);
  EXPECT_TRUE(n.timer_set(ServerTimer::election));  // it asks again if too few answer
  n.deliver(PreVoteReply{2, 3, true}, kOther);
  EXPECT_EQ(n.node().role, Role::pre_candidate);
  n.deliver(PreVoteReply{2, 3, true}, kThird);
  EXPECT_EQ(n.node().role, Role::candidate);
  EXPECT_EQ(n.node().current_term, 3u);
  EXPECT_EQ(n.sent<RequestVote>().size(), 4u);
}

TEST(Thesis_9_6, APreVoteCountsOnceAndOnlyForTheTermItWasAskedAbout) {
  Harness n = silent_for(seconds(1), pre_vote());
  n.fire(ServerTimer::election);
  n.settle();
  n.deliver(PreVoteReply{2, 3, true}, kOther);
  n.deliver(PreVoteReply{2, 3, true}, kOther);
  n.deliver(PreVoteReply{2, 2, true}, kThird);
  n.deliver(PreVoteReply{2, 3, false}, kFourth);
  EXPECT_EQ(n.node().role, Role::pre_candidate);
}

TEST(Thesis_9_6, AskingOrAnsweringChangesNobodysTermOrVote) {
  Harness n = silent_for(seconds(1), pre_vote());
  n.deliver(PreVote{9, 5, 5}, kThird);
  EXPECT_TRUE(n.last_sent<PreVoteReply>(kThird)->granted);
  EXPECT_EQ(n.node().current_term, 2u);
  EXPECT_FALSE(n.node().voted_for.valid());
  EXPECT_EQ(n.first([](const Effect& e) { return is_write(e.kind); }), n.effects().size());
  n.deliver(PreVote{9, 5, 5}, kFourth);  // and it may say so to several
  EXPECT_TRUE(n.last_sent<PreVoteReply>(kFourth)->granted);
}

TEST(Thesis_9_6, TheCandidatesLogMustBeSufficientlyUpToDate) {
  Harness n = silent_for(seconds(1), pre_vote());
  n.deliver(PreVote{3, 0, 0}, kThird);
  EXPECT_FALSE(n.last_sent<PreVoteReply>(kThird)->granted);
  n.deliver(kGood, kThird);
  EXPECT_TRUE(n.last_sent<PreVoteReply>(kThird)->granted);
}

TEST(Thesis_9_6, TheVoterMustNotHaveHeardFromALeaderForABaselineElectionTimeout) {
  Harness n = silent_for(milliseconds(149), pre_vote());
  n.deliver(kGood, kThird);
  EXPECT_FALSE(n.last_sent<PreVoteReply>(kThird)->granted);
  n.advance(milliseconds(1));
  n.deliver(kGood, kThird);
  EXPECT_TRUE(n.last_sent<PreVoteReply>(kThird)->granted);
}

TEST(Thesis_9_6, OneThatAsksAboutATermThatHasBeenIsToldTheTerm) {
  Harness n = silent_for(seconds(1), pre_vote());
  n.deliver(PreVote{2, 5, 5}, kThird);
  ASSERT_TRUE(n.last_sent<PreVoteReply>(kThird));
  EXPECT_FALSE(n.last_sent<PreVoteReply>(kThird)->granted);
  EXPECT_EQ(n.last_sent<PreVoteReply>(kThird)->term, 2u);

  Harness asks = silent_for(seconds(1), pre_vote());
  asks.fire(ServerTimer::election);
  asks.deliver(PreVoteReply{7, 3, false}, kThird);
  EXPECT_EQ(asks.node().current_term, 7u);
  EXPECT_EQ(asks.node().role, Role::follower);
}

TEST(Thesis_9_6, ALeaderThatShowsUpEndsTheAsking) {
  Harness n = silent_for(seconds(1), pre_vote());
  n.fire(ServerTimer::election);
  n.deliver(append(2, 1, 1, {}), kOther);
  EXPECT_EQ(n.node().role, Role::follower);
  n.deliver(PreVoteReply{2, 3, true}, kOther);
  n.deliver(PreVoteReply{2, 3, true}, kThird);
  n.deliver(PreVoteReply{2, 3, true}, kFourth);
  EXPECT_EQ(n.node().current_term, 2u);
}

TEST(Thesis_4_2_3, WithinTheMinimumElectionTimeoutOfALeaderARequestVoteChangesNeitherTermNorVote) {
  Harness n = silent_for(milliseconds(149), sticky());
  n.deliver(RequestVote{9, 9, 9}, kThird);
  EXPECT_EQ(n.node().current_term, 2u);
  EXPECT_FALSE(n.node().voted_for.valid());
  ASSERT_EQ(n.facts<VoteRefused>().size(), 1u);
  EXPECT_EQ(n.facts<VoteRefused>()[0].reason, Refusal::hears_a_leader);
  n.advance(milliseconds(1));
  n.deliver(RequestVote{9, 9, 9}, kThird);
  EXPECT_EQ(n.node().voted_for, kThird);
}

TEST(Thesis_4_2_3, AnotherMessageThatRaisesTheTermFreesNobodyOfThePromise) {
  Harness n = silent_for(milliseconds(10), sticky());
  n.deliver(RequestVoteReply{9, false}, kThird);
  ASSERT_EQ(n.node().current_term, 9u);
  n.deliver(RequestVote{9, 9, 9}, kThird);
  EXPECT_FALSE(n.node().voted_for.valid());
}

TEST(Thesis_4_2_3, ALeaderThatAQuorumAnswersIgnoresCandidatesToo) {
  Harness n = server(sticky());
  elect(n);
  n.advance(milliseconds(100));
  n.deliver(matched(1, 1), kOther);
  n.deliver(matched(1, 1), kThird);
  n.advance(milliseconds(149));
  n.deliver(RequestVote{9, 9, 9}, kFourth);
  EXPECT_EQ(n.node().role, Role::leader);
  n.advance(milliseconds(1));
  n.deliver(RequestVote{9, 9, 9}, kFourth);
  EXPECT_EQ(n.node().role, Role::follower);
}

TEST(Thesis_4_2_3, AnElectionThatTheLeaderHasAskedForIsNotIgnored) {
  Harness n = silent_for(milliseconds(10), sticky());
  n.deliver(RequestVote{3, 1, 1, true}, kThird);
  EXPECT_EQ(n.node().voted_for, kThird);

  Harness target = silent_for(milliseconds(10), sticky());
  target.deliver(TimeoutNow{2}, kOther);
  ASSERT_EQ(target.sent<RequestVote>().size(), 4u);
  EXPECT_TRUE(target.sent<RequestVote>()[0].second.by_transfer);
  target.fire(ServerTimer::election);  // the next one is its own affair
  EXPECT_FALSE(target.sent<RequestVote>()[0].second.by_transfer);
}

TEST(Thesis_4_2_3, AServerThatRestartsMayHaveHeardFromALeaderJustBefore) {
  Harness n = silent_for(seconds(1), sticky());
  n.crash_and_recover();
  n.deliver(RequestVote{9, 9, 9}, kThird);
  EXPECT_FALSE(n.node().voted_for.valid());
  n.advance(milliseconds(150));
  n.deliver(RequestVote{9, 9, 9}, kThird);
  EXPECT_EQ(n.node().voted_for, kThird);
}

TEST(Thesis_4_2_3, AClockThatWasSetBackDoesNotStretchThePromise) {
  Harness n = silent_for(milliseconds(10), sticky());
  n.advance(-seconds(5));
  n.deliver(RequestVote{9, 9, 9}, kThird);
  EXPECT_EQ(n.node().voted_for, kThird);
}

TEST(Thesis_6_2, ALeaderStepsDownIfAnElectionTimeoutElapsesWithoutAMajoritysHeartbeats) {
  Harness n = server(check_quorum());
  elect(n);
  n.advance(milliseconds(300));
  n.fire(ServerTimer::heartbeat);
  EXPECT_EQ(n.node().role, Role::leader);
  n.advance(milliseconds(1));
  n.deliver(matched(1, 1), kOther);  // one other is no majority of five
  n.fire(ServerTimer::heartbeat);
  EXPECT_EQ(n.node().role, Role::follower);
  EXPECT_EQ(n.node().current_term, 1u);
  EXPECT_TRUE(n.sent<AppendEntries>().empty());
  ASSERT_EQ(n.facts<SteppedDown>().size(), 1u);
  EXPECT_EQ(n.facts<SteppedDown>()[0].reason, StepDown::quorum_lost);
  EXPECT_TRUE(n.timer_set(ServerTimer::election));
}

TEST(Thesis_6_2, ALeaderThatAMajorityAnswersLeadsOn) {
  Harness n = server(check_quorum());
  elect(n);
  n.advance(milliseconds(301));
  n.deliver(matched(1, 1), kOther);
  n.deliver(AppendEntriesReply{1, 1, false, 1, 0}, kThird);  // a refusal is an answer
  n.fire(ServerTimer::heartbeat);
  EXPECT_EQ(n.node().role, Role::leader);
  EXPECT_EQ(n.sent<AppendEntries>().size(), 4u);
}

TEST(Thesis_6_2, ClientsOfALeaderThatHasSteppedDownMayTryAnother) {
  Harness n = server(check_quorum());
  elect(n);
  n.advance(milliseconds(301));
  n.fire(ServerTimer::heartbeat);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::redirect);
}

TEST(Thesis_6_2, WithoutCheckQuorumALeaderLeadsOnUnheard) {
  Harness n = server();
  elect(n);
  n.advance(seconds(100));
  n.fire(ServerTimer::heartbeat);
  EXPECT_EQ(n.node().role, Role::leader);
}

}  // namespace
}  // namespace ordain::raft
