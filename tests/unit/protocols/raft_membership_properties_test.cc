// The properties of membership changes and snapshots: facts that must break them, and facts that
// must not.
#include <gtest/gtest.h>

#include "protocols/raft/properties/applying.h"
#include "protocols/raft/properties/commits.h"
#include "protocols/raft/properties/configurations.h"
#include "protocols/raft/properties/leader_completeness.h"
#include "protocols/raft/properties/progress_goals.h"
#include "protocols/raft/properties/snapshot_durable.h"

namespace ordain::raft {
namespace {

constexpr NodeId n1{0}, n2{1}, n3{2}, n4{3}, n5{4}, c1{5};

constexpr uint64_t bits(std::initializer_list<uint32_t> servers) {
  uint64_t out = 0;
  for (uint32_t server : servers) out |= uint64_t{1} << (server - 1);
  return out;
}

template <class P>
struct Told {
  P property;
  Report report;
  uint64_t event = 0;

  template <class... Args>
  explicit Told(Args... args) : property(args...) {}

  template <class F>
  Told& fact(NodeId node, const F& what) {
    property.on_fact({Fact::of(what), node, Time{}, event++}, report);
    return *this;
  }
  Told& appended(std::initializer_list<NodeId> nodes, uint64_t index, uint64_t term) {
    for (NodeId node : nodes) fact(node, Appended{index, term, index * 10 + term});
    return *this;
  }
  Told& config(std::initializer_list<NodeId> nodes, uint64_t index, uint64_t term, uint64_t voters,
               uint64_t outgoing = 0) {
    for (NodeId node : nodes) {
      fact(node, ConfigAppended{index, index * 10 + term, voters, outgoing, 0});
      fact(node, Configured{index, voters, outgoing, 0});
    }
    return appended(nodes, index, term);
  }
  Told& committed(NodeId node, uint64_t index, uint64_t term) {
    return fact(node, Committed{index, term, index * 10 + term, term, true});
  }
  bool broken() const { return !report.violations().empty(); }
  std::string reason() const { return broken() ? report.violations()[0].reason : ""; }
};

TEST(RaftConfigMatchesLog, DecidingByAnotherThanTheLatestBreaksIt) {
  Told<ConfigMatchesLog> told(5u);
  told.fact(n1, ConfigAppended{2, 21, bits({1, 2}), 0, 0});
  EXPECT_FALSE(told.broken());  // it has not decided anything by it
  told.fact(n1, Committed{2, 1, 21, 1, true});
  EXPECT_EQ(told.reason(),
            "n1 goes by the configuration of entry 0 while the latest in its log is that of entry "
            "2");
}

TEST(RaftConfigMatchesLog, AdoptingItAndGoingBackWhenTheLogIsCutDoNot) {
  Told<ConfigMatchesLog> told(5u);
  told.fact(n1, ConfigAppended{2, 21, bits({1, 2}), 0, 0});
  told.fact(n1, Configured{2, bits({1, 2}), 0, 0}).fact(n1, Committed{1, 1, 11, 1, false});
  told.fact(n1, Truncated{2, 1, false}).fact(n1, Configured{0, bits({1, 2, 3}), 0, 0});
  EXPECT_FALSE(told.fact(n1, BecameCandidate{2}).broken());
}

TEST(RaftConfigMatchesLog, KeepingAConfigurationThatWasCutOffBreaksIt) {
  Told<ConfigMatchesLog> told(5u);
  told.fact(n1, ConfigAppended{2, 21, bits({1, 2}), 0, 0});
  told.fact(n1, Configured{2, bits({1, 2}), 0, 0}).fact(n1, Truncated{2, 1, false});
  EXPECT_TRUE(told.fact(n1, Elected{2, 1, 0}).broken());
}

TEST(RaftConfigMatchesLog, ASnapshotWithoutTheLatestConfigurationBreaksItWithItDoesNot) {
  Told<ConfigMatchesLog> with(5u), without(5u);
  for (auto* told : {&with, &without}) {
    told->fact(n1, ConfigAppended{2, 21, bits({1, 2}), 0, 0});
    told->fact(n1, Configured{2, bits({1, 2}), 0, 0});
  }
  EXPECT_FALSE(with.fact(n1, SnapshotTaken{5, 51, 0, 2}).broken());
  EXPECT_TRUE(without.fact(n1, SnapshotTaken{5, 51, 0, 0}).broken());
}

TEST(RaftConfigMatchesLog, WhatASnapshotOrACrashBringsIsTakenFromTheServersWord) {
  Told<ConfigMatchesLog> told(5u);
  told.fact(n1, SnapshotInstalled{5, 1, 51, 0, 5}).fact(n1, Configured{3, bits({1, 2}), 0, 0});
  EXPECT_FALSE(told.fact(n1, Committed{5, 1, 51, 2, false}).broken());
  told.fact(n1, Recovered{2, 5, 51, 0, 1}).fact(n1, Configured{3, bits({1, 2}), 0, 0});
  EXPECT_FALSE(told.fact(n1, BecameCandidate{3}).broken());
}

// Figure 4.2 of the thesis.
TEST(RaftQuorumIntersection, ADirectSwitchFromThreeToFiveBreaksIt) {
  Told<QuorumIntersection> told(5u);
  told.fact(n1, Configured{0, bits({1, 2, 3}), 0, 0}).appended({n1, n2, n3}, 1, 1);
  told.config({n3, n4, n5}, 2, 1, bits({1, 2, 3, 4, 5})).committed(n3, 2, 1);
  EXPECT_EQ(told.reason(),
            "n3 committed index 2, which n1 lacks and yet could be elected without, by the votes "
            "of n1, n2 in its configuration of n1, n2, n3");
}

TEST(RaftQuorumIntersection, AJointConfigurationOnBothMajoritiesDoesNot) {
  Told<QuorumIntersection> told(5u);
  told.fact(n1, Configured{0, bits({1, 2, 3}), 0, 0}).appended({n1, n2, n3}, 1, 1);
  told.config({n2, n3, n4, n5}, 2, 1, bits({1, 2, 3, 4, 5}), bits({1, 2, 3}));
  EXPECT_FALSE(told.committed(n3, 2, 1).broken());
}

// Ongaro, raft-dev, 10 July 2015: one server at a time, and yet.
TEST(RaftQuorumIntersection, TwoChangesOfTwoLeadersThatHadCommittedNothingBreakIt) {
  Told<QuorumIntersection> told(5u);
  told.fact(n1, Configured{0, bits({1, 2, 3, 4}), 0, 0});
  told.config({n1, n5}, 1, 1, bits({1, 2, 3, 4, 5})).config({n2, n3}, 1, 2, bits({1, 2, 3}));
  told.committed(n2, 1, 2);
  EXPECT_EQ(told.reason(),
            "n2 committed index 1, which n1 lacks and yet could be elected without, by the votes "
            "of n1, n4, n5 in its configuration of n1, n2, n3, n4, n5");
}

TEST(RaftQuorumIntersection, AStaleConfigurationInUseThatCannotWinDoesNot) {
  Told<QuorumIntersection> told(5u);
  told.fact(n1, Configured{0, bits({1, 2, 3}), 0, 0}).appended({n1, n2, n3}, 1, 1);
  told.config({n2, n3, n4, n5}, 2, 1, bits({3, 4, 5}), bits({1, 2, 3})).committed(n3, 2, 1);
  told.config({n3, n4}, 3, 1, bits({3, 4, 5}));
  EXPECT_FALSE(told.committed(n3, 3, 1).broken());  // n1 still uses {1, 2, 3}: n2 would refuse it
}

TEST(RaftQuorumIntersection, ACoreMustHoldAQuorumOfTheCommittedAndOfLaterConfigurations) {
  Told<QuorumIntersection> told(5u);
  told.fact(n1, Configured{0, bits({1, 2, 3}), 0, 0});
  EXPECT_TRUE(told.property.core_suffices({n1, n2}));
  EXPECT_FALSE(told.property.core_suffices({n3, n4, n5}));
  told.config({n1, n2, n3, n4}, 1, 1, bits({3, 4, 5}));
  EXPECT_FALSE(told.property.core_suffices({n1, n2}));
  EXPECT_TRUE(told.property.core_suffices({n2, n3, n4}));
}

// swarm_membership's seed 4465: the leader appended what it had planned just after the healing.
TEST(RaftQuorumIntersection, ACoreMustHoldAQuorumOfWhatALeaderHasSetOutFor) {
  Told<QuorumIntersection> told(5u);
  told.fact(n1, Configured{0, bits({1, 2, 3}), 0, 0});
  told.fact(n1, ChangeBegan{0, bits({1, 2, 3, 4}), 0, 0});
  EXPECT_FALSE(told.property.core_suffices({n1, n2}));
  EXPECT_TRUE(told.property.core_suffices({n1, n2, n4}));
  told.config({n1, n2, n3}, 1, 1, bits({1, 2, 5}))
      .fact(n1, ConfigCommitted{1, bits({1, 2, 5}), 0, 0});
  told.committed(n1, 1, 1);  // another change has come to pass
  EXPECT_TRUE(told.property.core_suffices({n1, n2}));
}

TEST(RaftCommitTruth, CountsByTheConfigurationInTheLeadersLog) {
  Told<CommitTruth> two_of_three(5u), old_majority_missing(5u);
  two_of_three.config({n1, n2}, 1, 1, bits({1, 2, 3}));
  EXPECT_FALSE(two_of_three.committed(n1, 1, 1).broken());
  old_majority_missing.config({n3, n4, n5}, 1, 1, bits({3, 4, 5}), bits({1, 2, 3}));
  old_majority_missing.committed(n3, 1, 1);
  EXPECT_EQ(old_majority_missing.reason(),
            "n3 committed index 1 while it was durable on 1 of 3 old servers");
}

TEST(RaftCommitTruth, ASnapshotHoldsWhatItStandsFor) {
  Told<CommitTruth> told(3u);
  told.appended({n1, n2}, 1, 1).appended({n1, n2}, 2, 1);
  told.fact(n3, SnapshotInstalled{2, 1, 21, 0, 2});
  told.fact(n2, Recovered{1, 0, 0, 0, 0});
  EXPECT_FALSE(told.committed(n1, 2, 1).broken());
}

TEST(RaftLeaderCompleteness, ASnapshotThatEndsBeforeTheCommittedEntryDoesNotHoldIt) {
  Told<LeaderCompleteness> told;
  told.appended({n1}, 1, 1).appended({n1}, 2, 1).committed(n1, 2, 1);
  told.fact(n2, SnapshotInstalled{1, 1, 11, 0, 1}).fact(n3, SnapshotInstalled{2, 1, 21, 0, 2});
  EXPECT_FALSE(told.fact(n3, Elected{2, 2, 0}).broken());
  EXPECT_TRUE(told.fact(n2, Elected{3, 1, 0}).broken());
}

TEST(RaftStateMachineSafety, ASnapshotWithAnotherStateBreaksItWithTheSameDoesNot) {
  Told<StateMachineSafety> told;
  told.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n1, SnapshotTaken{1, 11, 5, 0});
  EXPECT_FALSE(told.fact(n2, SnapshotInstalled{1, 1, 11, 5, 1}).broken());
  EXPECT_TRUE(told.fact(n3, SnapshotLoaded{1, 11, 6}).broken());
}

TEST(RaftSnapshotDurable, OnlyALogThatBeginsBehindAGapBreaksIt) {
  Told<SnapshotDurable> told;
  EXPECT_FALSE(told.fact(n1, Halted{HaltReason::unreadable_snapshot, 0}).broken());
  EXPECT_TRUE(told.fact(n2, Halted{HaltReason::missing_snapshot, 7}).broken());
}

TEST(RaftCoreConverges, AsksNothingOfServersThatAreNoMembers) {
  Told<CoreConverges> told(3u);
  told.fact(n1, Applied{2, 0, 0, c1, 1});
  told.property.on_heal({n1, n3});
  EXPECT_FALSE(told.property.reached());
  told.fact(n1, ConfigCommitted{3, bits({1, 2}), 0, 0, true});
  EXPECT_TRUE(told.property.reached());
  EXPECT_EQ(told.property.pending(), "");
}

TEST(RaftCoreConverges, ASnapshotCarriesAServerForward) {
  Told<CoreConverges> told(3u);
  told.fact(n1, Applied{2, 0, 0, c1, 1});
  told.property.on_heal({n1, n2});
  told.fact(n2, SnapshotInstalled{2, 1, 21, 0, 2});
  EXPECT_TRUE(told.property.reached());
}

TEST(RaftLeaderElectedInCore, TheTermsOfServersThatAreNoMembersDoNotMatter) {
  Told<LeaderElectedInCore> told;
  told.fact(n1, Configured{0, bits({1, 2}), 0, 0});
  told.property.on_heal({n1, n2, n3});
  told.fact(n1, TermAdvanced{2}).fact(n1, Elected{2, 0, 0}).fact(n3, TermAdvanced{9});
  EXPECT_TRUE(told.property.reached());
}

}  // namespace
}  // namespace ordain::raft
