// Each property of Raft: a sequence of facts that must break it, and those that must not.
#include <gtest/gtest.h>

#include "protocols/raft/properties/all.h"
#include "protocols/raft/properties/applying.h"
#include "protocols/raft/properties/commits.h"
#include "protocols/raft/properties/elections.h"
#include "protocols/raft/properties/leader_completeness.h"
#include "protocols/raft/properties/log_matching.h"
#include "protocols/raft/properties/matching.h"
#include "protocols/raft/properties/probes.h"
#include "protocols/raft/properties/progress_goals.h"

namespace ordain::raft {
namespace {

constexpr NodeId n1{0}, n2{1}, n3{2}, n4{3}, n5{4}, c1{5};

// Feeds facts to one property and tells whether it was broken.
template <class P>
struct Told {
  P property;
  Report report;
  uint64_t event = 0;

  template <class... Args>
  explicit Told(Args... args) : property(args...) {}

  template <class F>
  Told& fact(NodeId node, const F& what) {
    const auto types = property.facts();
    const bool wanted = std::find(types.begin(), types.end(), &kFactType<F>) != types.end();
    EXPECT_TRUE(wanted) << property.name() << " does not subscribe to " << kFactType<F>.name;
    property.on_fact({Fact::of(what), node, Time{}, event++}, report);
    return *this;
  }
  bool broken() const { return !report.violations().empty(); }
  std::string reason() const { return broken() ? report.violations()[0].reason : ""; }
};

TEST(RaftElectionSafety, TwoLeadersOfOneTermBreakIt) {
  Told<ElectionSafety> told;
  told.fact(n1, Elected{3, 0, 0}).fact(n2, Elected{3, 0, 0});
  EXPECT_EQ(told.reason(), "n1 and n2 were both elected in term 3");
}

TEST(RaftElectionSafety, TwoLeadersAtOnceInDifferentTermsAndALateWinnerOfAnOldTermDoNot) {
  Told<ElectionSafety> told;
  told.fact(n1, Elected{3, 0, 0}).fact(n2, Elected{5, 0, 0}).fact(n3, Elected{4, 0, 0});
  EXPECT_FALSE(told.broken());
}

TEST(RaftVoteOnce, VotingForTwoInOneTermBreaksItEvenLaterTerms) {
  Told<VoteOnce> told;
  told.fact(n1, Voted{3, n2}).fact(n1, Voted{4, n2}).fact(n1, Voted{3, n3});
  EXPECT_TRUE(told.broken());
}

TEST(RaftVoteOnce, VotingAgainForTheSameOrInAnotherTermDoesNot) {
  Told<VoteOnce> told;
  told.fact(n1, Voted{3, n2}).fact(n1, Voted{3, n2}).fact(n1, Voted{4, n3}).fact(n2, Voted{4, n2});
  EXPECT_FALSE(told.broken());
}

TEST(RaftTermMonotonic, AFallingTermBreaksIt) {
  Told<TermMonotonic> told;
  EXPECT_TRUE(told.fact(n1, TermAdvanced{3}).fact(n1, TermAdvanced{2}).broken());
}

TEST(RaftTermMonotonic, ATermForgottenOverARestartBreaksIt) {
  Told<TermMonotonic> told;
  EXPECT_TRUE(told.fact(n1, TermAdvanced{3}).fact(n1, Recovered{2, 0, 0, 0}).broken());
}

TEST(RaftTermMonotonic, RecoveringTheSameOrAnUnreportedHigherTermDoesNot) {
  Told<TermMonotonic> told;
  told.fact(n1, TermAdvanced{3}).fact(n1, Recovered{3, 0, 0, 0}).fact(n1, Recovered{4, 0, 0, 0});
  EXPECT_FALSE(told.fact(n2, TermAdvanced{1}).broken());
}

TEST(RaftLeaderAppendOnly, ALeaderThatCutsItsLogBreaksItAFollowerDoesNot) {
  Told<LeaderAppendOnly> told;
  EXPECT_FALSE(told.fact(n1, Truncated{2, 1, false}).broken());
  EXPECT_TRUE(told.fact(n1, Truncated{2, 1, true}).broken());
}

TEST(RaftLogMatching, TheSameIndexAndTermBehindAnotherPrefixBreaksIt) {
  Told<LogMatching> told;
  told.fact(n1, Appended{1, 1, 11}).fact(n1, Appended{2, 2, 12});
  EXPECT_TRUE(told.fact(n2, Appended{2, 2, 99}).broken());
}

TEST(RaftLogMatching, OtherTermsAtOneIndexDoNotButEachIsComparedWithItsOwn) {
  Told<LogMatching> told;
  told.fact(n1, Appended{1, 1, 11}).fact(n2, Appended{1, 2, 21}).fact(n3, Appended{1, 2, 21});
  EXPECT_FALSE(told.broken());
  EXPECT_TRUE(told.fact(n4, Appended{1, 2, 22}).broken());
}

TEST(RaftLeaderCompleteness, ALeaderWithoutAnEntryOfAnEarlierTermBreaksIt) {
  Told<LeaderCompleteness> told;
  told.fact(n1, Appended{1, 1, 11}).fact(n1, Committed{1, 1, 11, 1, true});
  EXPECT_TRUE(told.fact(n2, Elected{2, 0, 0}).broken());
}

TEST(RaftLeaderCompleteness, ALeaderWithAnotherEntryThereBreaksIt) {
  Told<LeaderCompleteness> told;
  told.fact(n1, Appended{1, 1, 11}).fact(n1, Committed{1, 1, 11, 1, true});
  told.fact(n2, Appended{1, 1, 12});
  EXPECT_TRUE(told.fact(n2, Elected{2, 1, 0}).broken());
}

// The late winner: its term is older than the one in which the entry was committed.
TEST(RaftLeaderCompleteness, EntriesCommittedInTheLeadersOwnOrLaterTermsAreNotCompared) {
  Told<LeaderCompleteness> told;
  told.fact(n1, Appended{1, 5, 11}).fact(n1, Committed{1, 5, 11, 5, true});
  EXPECT_FALSE(told.fact(n2, Elected{4, 0, 0}).fact(n3, Elected{5, 0, 0}).broken());
}

TEST(RaftLeaderCompleteness, AnEntryKeptByACrashBeforeItWasReportedIsTakenOnTrust) {
  Told<LeaderCompleteness> told;
  told.fact(n1, Appended{1, 1, 11}).fact(n1, Appended{2, 1, 12});
  told.fact(n1, Committed{1, 1, 11, 1, true});
  told.fact(n2, Recovered{1, 2, 12, 0});  // never reported index 1 or 2
  EXPECT_FALSE(told.fact(n2, Elected{2, 2, 0}).broken());
}

TEST(RaftCommitTruth, ACommitThatIsDurableOnAMinorityBreaksIt) {
  Told<CommitTruth> told(5u);
  told.fact(n1, Appended{1, 1, 11}).fact(n2, Appended{1, 1, 11}).fact(n3, Appended{1, 1, 99});
  told.fact(n1, Committed{1, 1, 11, 1, true});
  EXPECT_EQ(told.reason(), "n1 committed index 1 while it was durable on 2 of 5 servers");
}

TEST(RaftCommitTruth, AQuorumDoesNotEvenWithoutTheLeaderAndFollowersNeedNone) {
  Told<CommitTruth> told(5u);
  told.fact(n2, Appended{1, 1, 11}).fact(n3, Appended{1, 1, 11}).fact(n4, Appended{1, 1, 11});
  EXPECT_FALSE(told.fact(n1, Committed{1, 1, 11, 1, true}).broken());
  EXPECT_FALSE(told.fact(n5, Committed{7, 1, 17, 1, false}).broken());
}

TEST(RaftCommitTruth, WhatACrashTookAwayCountsNoMore) {
  Told<CommitTruth> told(3u);
  told.fact(n1, Appended{1, 1, 11}).fact(n2, Appended{1, 1, 11}).fact(n2, Recovered{1, 0, 0, 0});
  EXPECT_TRUE(told.fact(n1, Committed{1, 1, 11, 1, true}).broken());
}

TEST(RaftCommitOwnTerm, OnlyALeaderThatCountsCopiesOfAnOlderTermBreaksIt) {
  Told<CommitOwnTerm> told;
  EXPECT_FALSE(told.fact(n1, Committed{2, 4, 0, 4, true}).broken());
  EXPECT_FALSE(told.fact(n2, Committed{1, 2, 0, 4, false}).broken());
  EXPECT_TRUE(told.fact(n1, Committed{1, 2, 0, 4, true}).broken());
}

TEST(RaftCommitMonotonic, AFallBreaksItButNotAtARestart) {
  Told<CommitMonotonic> told;
  told.fact(n1, Committed{3, 1, 0, 1, true}).fact(n1, Recovered{1, 3, 0, 0});
  EXPECT_FALSE(told.fact(n1, Committed{2, 1, 0, 1, false}).broken());
  EXPECT_TRUE(told.fact(n1, Committed{1, 1, 0, 1, false}).broken());
}

TEST(RaftCommittedKept, CuttingAtTheCommitIndexBreaksItBehindItDoesNot) {
  Told<CommittedKept> told;
  EXPECT_FALSE(told.fact(n1, Truncated{4, 3, false}).broken());
  EXPECT_TRUE(told.fact(n1, Truncated{3, 3, false}).broken());
}

TEST(RaftStateMachineSafety, AnotherEntryOrAnotherStateAtOneIndexBreaksIt) {
  Told<StateMachineSafety> entry, state, same;
  entry.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n2, Applied{1, 12, 5, c1, 1});
  EXPECT_EQ(entry.reason(), "n1 and n2 applied different entries at index 1");
  state.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n2, Applied{1, 11, 6, c1, 1});
  EXPECT_EQ(state.reason(), "n1 and n2 have different states after index 1");
  EXPECT_NE(entry.report.violations()[0].fingerprint, state.report.violations()[0].fingerprint);
  same.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n2, Applied{1, 11, 5, c1, 1});
  EXPECT_FALSE(same.fact(n1, Applied{1, 11, 5, c1, 1}).broken());  // again, after a restart
}

TEST(RaftExactlyOnce, ACommandThatTakesEffectAtTwoIndicesBreaksIt) {
  Told<ExactlyOnce> told(5u);
  told.fact(n1, Applied{4, 0, 0, c1, 9}).fact(n1, Applied{6, 0, 0, c1, 9});
  EXPECT_EQ(told.reason(), "command 9 of c1 took effect at index 4 and at index 6");
}

TEST(RaftExactlyOnce, OneIndexOnSeveralServersARepetitionWithoutEffectAndNoOpsDoNot) {
  Told<ExactlyOnce> told(5u);
  told.fact(n1, Applied{4, 0, 0, c1, 9}).fact(n2, Applied{4, 0, 0, c1, 9});
  told.fact(n1, Applied{5, 0, 0, c1, 0}).fact(n1, Applied{6, 0, 0, kNoNode, 0});
  EXPECT_FALSE(told.fact(n1, Applied{4, 0, 0, c1, 9}).broken());
}

TEST(RaftLeaderElectedInCore, NeedsALeaderInTheCoreThatNobodyInItIsBeyond) {
  Told<LeaderElectedInCore> told;
  told.fact(n5, TermAdvanced{3}).fact(n5, Elected{3, 0, 0});
  told.property.on_heal({n1, n2, n3});
  EXPECT_EQ(told.property.pending(), "the core has reached term 0 and nobody in it leads");
  told.fact(n1, TermAdvanced{4}).fact(n1, Elected{4, 0, 0});
  EXPECT_TRUE(told.property.reached());
  told.fact(n2, TermAdvanced{5});
  EXPECT_EQ(told.property.pending(),
            "the core has reached term 5 while its leader still leads term 4");
  told.fact(n2, Elected{5, 0, 0});
  EXPECT_EQ(told.property.pending(), "");
  told.property.on_lifecycle(n2, Lifecycle::crashed, {}, told.report);
  told.fact(n1, SteppedDown{4, true});
  EXPECT_FALSE(told.property.reached());
}

TEST(RaftCoreConverges, NeedsEveryServerOfTheCoreToApplyWhatAnyHadApplied) {
  Told<CoreConverges> told(5u);
  told.fact(n5, Applied{2, 0, 0, c1, 1}).fact(n1, Applied{2, 0, 0, c1, 1});
  told.fact(n2, Applied{1, 0, 0, c1, 1});
  told.property.on_heal({n1, n2, c1});
  EXPECT_EQ(told.property.pending(), "n2 has applied index 1 of 2");
  told.fact(n2, Applied{2, 0, 0, c1, 1});
  EXPECT_TRUE(told.property.reached());
}

TEST(RaftProperties, EachCanBeClonedWithItsLedger) {
  for (const PropertyInfo& info : properties()) {
    const auto made = info.make(5);
    EXPECT_EQ(made->name(), info.name);
    EXPECT_EQ(made->kind(), info.kind);
    EXPECT_EQ(made->clone()->name(), info.name);
  }
  ElectionSafety first;
  Report report;
  first.on_fact({Fact::of(Elected{3, 0, 0}), n1, {}, 0}, report);
  first.clone()->on_fact({Fact::of(Elected{3, 0, 0}), n2, {}, 1}, report);
  EXPECT_EQ(report.violations().size(), 1u);
}

TEST(RaftProbes, CountOnlyTheFactsTheyMean) {
  Report report;
  for (const ProbeInfo& info : probes()) {
    Probe probe(info.name, info.type, info.takes);
    EXPECT_EQ(probe.kind(), PropertyKind::sometimes);
    if (info.type != &kFactType<VoteRefused>) continue;
    const VoteRefused refused{2, n2, Refusal::log_behind};
    probe.on_fact({Fact::of(refused), n1, {}, 0}, report);
  }
  EXPECT_EQ(report.probes().size(), 1u);
  EXPECT_EQ(report.probes().at("vote_refused_log"), 1u);
}

TEST(RaftMatchMonotonic, FallingInOneLeadershipBreaksIt) {
  Told<MatchMonotonic> told;
  told.fact(n1, Matched{n2, 4, 5, 3}).fact(n1, Matched{n2, 3, 5, 3});
  EXPECT_EQ(told.reason(), "n1's match_index of n2 went from 4 to 3 in term 3");
}

TEST(RaftMatchMonotonic, StartingAgainInANewTermOrForAnotherFollowerDoesNot) {
  Told<MatchMonotonic> told;
  told.fact(n1, Matched{n2, 4, 5, 3}).fact(n1, Matched{n3, 2, 5, 3}).fact(n1, Matched{n2, 1, 9, 5});
  told.fact(n3, Matched{n2, 1, 9, 6});
  EXPECT_FALSE(told.broken());
}

TEST(RaftNextGtMatch, AnIndexThatMatchesAlreadyBreaksIt) {
  Told<NextGtMatch> told;
  told.fact(n1, Matched{n2, 4, 5, 3});
  EXPECT_FALSE(told.broken());
  told.fact(n1, Matched{n2, 5, 5, 3});
  EXPECT_TRUE(told.broken());
}

}  // namespace
}  // namespace ordain::raft
