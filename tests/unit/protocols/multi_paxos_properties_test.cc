// Each property of Multi-Paxos: a sequence of facts that must break it, and those that must not.
#include <gtest/gtest.h>

#include "protocols/paxos/multi/properties/acceptors.h"
#include "protocols/paxos/multi/properties/all.h"
#include "protocols/paxos/multi/properties/applying.h"
#include "protocols/paxos/multi/properties/choosing.h"
#include "protocols/paxos/multi/properties/leases.h"
#include "protocols/paxos/multi/properties/probes.h"
#include "protocols/paxos/multi/properties/progress_goals.h"

namespace ordain::multi_paxos {
namespace {

constexpr NodeId n1{0}, n2{1}, n3{2}, n4{3}, n5{4}, c1{5};
const Setting kFive{5, 4, 0b11111, {}};

// Feeds facts to one property and tells whether it was broken.
template <class P>
struct Told {
  P property{kFive};
  Report report;
  uint64_t event = 0;

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

// Votes of these acceptors for a value, in slot 1 and ballot 1.n1.
template <class P>
Told<P>& votes(Told<P>& told, const std::vector<NodeId>& acceptors, uint64_t value = 7) {
  for (NodeId acceptor : acceptors) told.fact(acceptor, Accepted{1, 1, n1, value});
  return told;
}

TEST(MultiPaxosAgreement, TwoValuesWithAQuorumEachBreakIt) {
  Told<Agreement> told;
  votes(told, {n1, n2, n3});
  told.fact(n3, Accepted{1, 2, n4, 8}).fact(n4, Accepted{1, 2, n4, 8});
  EXPECT_FALSE(told.broken());
  told.fact(n5, Accepted{1, 2, n4, 8});
  EXPECT_EQ(told.reason(),
            "two values are chosen in slot 1: one in ballot 1.n1, another in ballot 2.n4");
}

TEST(MultiPaxosAgreement, TheSameValueInTwoBallotsOtherSlotsAndMinoritiesDoNot) {
  Told<Agreement> told;
  votes(told, {n1, n2, n3});
  for (NodeId n : {n2, n3, n4}) told.fact(n, Accepted{1, 2, n4, 7});
  for (NodeId n : {n2, n3, n4}) told.fact(n, Accepted{2, 2, n4, 9});
  told.fact(n1, Accepted{1, 3, n1, 8}).fact(n2, Accepted{1, 3, n1, 8});
  EXPECT_FALSE(told.broken());
}

TEST(MultiPaxosAgreement, ALeadersChoiceCountsThoughAVoteWasLostSince) {
  Told<Agreement> told;
  votes(told, {n1, n2});
  told.fact(n1, DiskLost{}).fact(n1, Chosen{1, 1, n1, 7, 0b111});
  for (NodeId n : {n3, n4, n5}) told.fact(n, Accepted{1, 2, n4, 8});
  EXPECT_TRUE(told.broken());
}

TEST(MultiPaxosAgreement, AVoteThatWasLostWithItsDiskMakesNoQuorumWithLaterOnes) {
  Told<Agreement> told;
  votes(told, {n1, n2}).fact(n1, DiskLost{}).fact(n3, Accepted{1, 1, n1, 7});
  for (NodeId n : {n1, n4, n5}) told.fact(n, Accepted{1, 2, n4, 8});
  EXPECT_FALSE(told.broken());
}

TEST(MultiPaxosLearnedImpliesChosen, ALeaderThatCountsAMinorityBreaksIt) {
  Told<LearnedImpliesChosen> told;
  votes(told, {n1, n2}).fact(n1, Chosen{1, 1, n1, 7, 0b11});
  EXPECT_EQ(told.reason(),
            "n1 takes its value for chosen in slot 1 in ballot 1.n1, which no quorum has accepted");
}

TEST(MultiPaxosLearnedImpliesChosen, VotesOfDifferentBallotsDoNotAddUp) {
  Told<LearnedImpliesChosen> told;
  votes(told, {n1, n2}).fact(n3, Accepted{1, 2, n2, 7}).fact(n1, Chosen{1, 1, n1, 7, 0b111});
  EXPECT_TRUE(told.broken());
}

TEST(MultiPaxosLearnedImpliesChosen, AReplicaThatExecutesSomethingElseOrTooEarlyBreaksIt) {
  Told<LearnedImpliesChosen> other, early;
  votes(other, {n1, n2, n3}).fact(n4, Applied{1, 8, 0, c1, 1});
  EXPECT_EQ(other.reason(), "n4 executed a value in slot 1 that is not the chosen one");
  votes(early, {n1, n2}).fact(n4, Applied{1, 7, 0, c1, 1});
  EXPECT_EQ(early.reason(), "n4 executed a value in slot 1 where none is chosen");
}

TEST(MultiPaxosLearnedImpliesChosen, AQuorumAndWhatFollowsFromItDoNot) {
  Told<LearnedImpliesChosen> told;
  votes(told, {n1, n2, n3}).fact(n1, Chosen{1, 1, n1, 7, 0b111});
  EXPECT_FALSE(told.fact(n4, Applied{1, 7, 0, c1, 1}).broken());
}

TEST(MultiPaxosSafeAt, ProposingAnotherValueAboveTheBallotOfAChosenOneBreaksIt) {
  Told<SafeAt> told;
  votes(told, {n1, n2, n3}).fact(n4, Proposed{1, 2, n4, 8});
  EXPECT_EQ(
      told.reason(),
      "n4 proposes another value in slot 1 in ballot 2.n4 than the one chosen in ballot 1.n1");
}

TEST(MultiPaxosSafeAt, TheSameValueALowerBallotOrAValueNotYetChosenDoNot) {
  Told<SafeAt> told;
  votes(told, {n1, n2}).fact(n4, Proposed{1, 2, n4, 8});
  votes(told, {n3}).fact(n4, Proposed{1, 3, n4, 7}).fact(n2, Proposed{1, 0, n2, 9});
  EXPECT_FALSE(told.broken());
}

TEST(MultiPaxosOneValuePerBallot, TwoValuesInOneBallotAndSlotBreakIt) {
  Told<OneValuePerBallot> told;
  told.fact(n1, Proposed{1, 1, n1, 7}).fact(n2, Accepted{1, 1, n1, 7});
  told.fact(n1, Proposed{2, 1, n1, 8}).fact(n4, Proposed{1, 2, n4, 9});
  EXPECT_FALSE(told.broken());
  EXPECT_TRUE(told.fact(n3, Accepted{1, 2, n4, 7}).broken());
}

TEST(MultiPaxosPromiseMonotonic, AFallingPromiseOrAnAcceptanceBelowItBreaksIt) {
  Told<PromiseMonotonic> promise, accept, restart;
  EXPECT_TRUE(promise.fact(n1, Promised{3, n2}).fact(n1, Promised{2, n3}).broken());
  accept.fact(n1, Promised{3, n2}).fact(n1, Accepted{1, 3, n1, 7});
  EXPECT_EQ(accept.reason(), "n1 accepted in ballot 3.n1 after it had promised ballot 3.n2");
  restart.fact(n1, Accepted{1, 3, n2, 7}).fact(n1, Recovered{2, n2, 0, 1, 1, 0});
  EXPECT_TRUE(restart.broken());
}

TEST(MultiPaxosPromiseMonotonic, ARisingOneOthersAndALostDiskDoNot) {
  Told<PromiseMonotonic> told;
  told.fact(n1, Promised{3, n2}).fact(n1, Accepted{1, 3, n2, 7}).fact(n2, Promised{1, n1});
  told.fact(n1, Recovered{4, n2, 0, 1, 1, 0}).fact(n1, DiskLost{}).fact(n1, Rejoined{2, n2, 0, 1});
  EXPECT_FALSE(told.broken());
  EXPECT_TRUE(told.fact(n1, Promised{1, n2}).broken());
}

TEST(MultiPaxosQuorumIntersection, AChoiceWithoutAQuorumOfTheConfigurationInForceBreaksIt) {
  Told<QuorumIntersection> told;
  told.fact(n1, Reconfigured{1, 10, 0b11}).fact(n2, Reconfigured{1, 10, 0b11});
  told.fact(n1, Chosen{13, 1, n1, 7, 0b111}).fact(n1, Chosen{14, 1, n1, 7, 0b11});
  EXPECT_FALSE(told.broken());
  told.fact(n1, Chosen{13, 1, n1, 7, 0b11});  // alpha is 4: the old one decides on slot 13
  EXPECT_TRUE(told.broken());
}

TEST(MultiPaxosPrefixExecution, ASlotLeftOutOrExecutedTwiceBreaksIt) {
  Told<PrefixExecution> out, twice;
  out.fact(n1, Applied{1, 7, 0, c1, 1}).fact(n1, Applied{3, 7, 0, c1, 2});
  EXPECT_EQ(out.reason(), "n1 executed slot 3 after slot 1");
  twice.fact(n1, Applied{1, 7, 0, c1, 1}).fact(n1, Applied{1, 7, 0, c1, 1});
  EXPECT_TRUE(twice.broken());
}

TEST(MultiPaxosPrefixExecution, OneAfterTheOtherAlsoBehindASnapshotOrACrashDoesNot) {
  Told<PrefixExecution> told;
  told.fact(n1, Applied{1, 7, 0, c1, 1}).fact(n1, Applied{2, 7, 0, c1, 2});
  told.fact(n1, SnapshotInstalled{9, 0}).fact(n1, Applied{10, 7, 0, c1, 3});
  told.fact(n1, Recovered{1, n1, 9, 10, 10, 0}).fact(n1, Applied{10, 7, 0, c1, 3});
  told.fact(n1, DiskLost{}).fact(n1, Applied{1, 7, 0, c1, 1}).fact(n2, Applied{1, 7, 0, c1, 1});
  EXPECT_FALSE(told.broken());
}

TEST(MultiPaxosStateMachineSafety, AnotherValueOrAnotherStateInASlotBreaksIt) {
  Told<StateMachineSafety> value, state, snapshot, same;
  value.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n2, Applied{1, 12, 5, c1, 1});
  EXPECT_EQ(value.reason(), "n1 and n2 executed different values in slot 1");
  state.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n2, Applied{1, 11, 6, c1, 1});
  EXPECT_EQ(state.reason(), "n1 and n2 have different states after slot 1");
  snapshot.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n2, SnapshotInstalled{1, 6});
  EXPECT_TRUE(snapshot.broken());
  same.fact(n1, Applied{1, 11, 5, c1, 1}).fact(n2, Applied{1, 11, 5, c1, 1});
  EXPECT_FALSE(same.fact(n3, SnapshotInstalled{1, 5}).broken());
}

TEST(MultiPaxosExactlyOnce, ACommandThatTakesEffectInTwoSlotsBreaksIt) {
  Told<ExactlyOnce> told;
  told.fact(n1, Applied{4, 0, 0, c1, 9}).fact(n2, Applied{4, 0, 0, c1, 9});
  told.fact(n1, Applied{5, 0, 0, c1, 0}).fact(n1, Applied{7, 0, 0, kNoNode, 0});
  EXPECT_FALSE(told.broken());
  told.fact(n1, Applied{6, 0, 0, c1, 9});
  EXPECT_EQ(told.reason(), "command 9 of c1 took effect in slot 4 and in slot 6");
}

TEST(MultiPaxosValidity, ACommandThatNobodyHasIssuedBreaksIt) {
  Told<Validity> told;
  OpRecord record;
  record.client = c1;
  record.op.number = 3;
  told.property.on_operation(record, told.report);
  EXPECT_FALSE(told.fact(n1, Applied{1, 0, 0, c1, 3}).fact(n1, Applied{2, 0, 0, c1, 0}).broken());
  told.fact(n1, Applied{3, 0, 0, c1, 4});
  EXPECT_EQ(told.reason(), "n1 executed command 4 of c1, which nobody has issued");
}

TEST(MultiPaxosDurability, WhatWasAcceptedAndIsNeitherInTheLogNorInTheSnapshotBreaksIt) {
  Told<Durability> end, cut;
  end.fact(n1, Accepted{1, 1, n1, 7}).fact(n1, Accepted{2, 1, n1, 7});
  end.fact(n1, Recovered{1, n1, 0, 1, 1, 0});
  EXPECT_EQ(end.reason(),
            "n1 has forgotten slot 2, which it had accepted and no snapshot of its holds");
  for (uint64_t slot = 1; slot <= 5; ++slot) cut.fact(n1, Accepted{slot, 1, n1, 7});
  cut.fact(n1, Recovered{1, n1, 0, 4, 5, 0});  // the journal is cut, the snapshot was never written
  EXPECT_TRUE(cut.broken());
}

TEST(MultiPaxosDurability, ASnapshotUnreportedRecordsAndALostDiskDoNot) {
  Told<Durability> told;
  for (uint64_t slot : {1, 2, 3, 5}) told.fact(n1, Accepted{slot, 1, n1, 7});
  told.fact(n1, Recovered{1, n1, 0, 1, 5, 0}).fact(n1, Recovered{1, n1, 3, 5, 6, 0});
  told.fact(n1, Recovered{1, n1, 5, 0, 5, 0}).fact(n1, DiskLost{});
  EXPECT_FALSE(told.fact(n1, Recovered{1, n1, 0, 0, 0, 0}).broken());
}

TEST(MultiPaxosLeaseExclusion, AReadServedBelowAnElectedBallotBreaksIt) {
  Told<LeaseExclusion> told;
  told.fact(n1, Elected{1, n1, 1, 0, 0}).fact(n1, ReadServed{3, 1, n1, c1, 1});
  told.fact(n2, Elected{2, n2, 1, 0, 0}).fact(n2, ReadServed{4, 2, n2, c1, 2});
  EXPECT_FALSE(told.broken());
  told.fact(n1, ReadServed{3, 1, n1, c1, 3});
  EXPECT_EQ(told.reason(),
            "n1 answered a read as the leader of ballot 1.n1 while n2 led in ballot 2.n2");
}

TEST(MultiPaxosFreshReads, AReadThatMissesWhatWasOverBeforeItWasInvokedBreaksIt) {
  Told<FreshReads> told;
  const auto operation = [&](OpPhase phase, uint64_t number) {
    OpRecord record;
    record.client = c1;
    record.op.phase = phase;
    record.op.number = number;
    told.property.on_operation(record, told.report);
  };
  operation(OpPhase::invoke, 1);
  operation(OpPhase::invoke, 2);
  told.fact(n1, Applied{5, 7, 0, c1, 1});
  operation(OpPhase::ok, 1);
  told.fact(n2, ReadByReplica{4, c1, 2});  // invoked before the other was over
  operation(OpPhase::ok, 2);
  operation(OpPhase::invoke, 3);
  told.fact(n1, ReadServed{5, 1, n1, c1, 3});
  operation(OpPhase::ok, 3);
  told.fact(n2, ReadByReplica{4, c1, 3});  // nobody waits for it any more
  operation(OpPhase::invoke, 4);
  EXPECT_FALSE(told.broken());
  told.fact(n2, ReadConfirmed{4, 1, n2, c1, 4});
  EXPECT_EQ(
      told.reason(),
      "n2 answered a read from the state after slot 4, though an operation of slot 5 was over "
      "before it was asked");
}

TEST(MultiPaxosLeaderElectedInCore, NeedsALeaderInTheCoreThatNobodyInItHasPromisedToBeat) {
  Told<LeaderElectedInCore> told;
  told.fact(n5, Promised{3, n5}).fact(n5, Elected{3, n5, 1, 0, 0});
  told.property.on_heal({n1, n2, n3});
  EXPECT_EQ(told.property.pending(), "the core has promised ballot none and nobody in it leads");
  told.fact(n1, Promised{4, n1}).fact(n1, Elected{4, n1, 1, 0, 0});
  EXPECT_TRUE(told.property.reached());
  told.fact(n2, Promised{4, n2});
  EXPECT_EQ(told.property.pending(),
            "the core has promised ballot 4.n2 while its leader leads in ballot 4.n1");
  told.fact(n2, Elected{4, n2, 1, 0, 0}).fact(n1, Preempted{4, 4, n2, true});
  EXPECT_EQ(told.property.pending(), "");
  told.property.on_lifecycle(n2, Lifecycle::crashed, {}, told.report);
  EXPECT_FALSE(told.property.reached());
  told.fact(n3, Elected{5, n3, 1, 0, 0}).fact(n3, Retired{5});
  EXPECT_FALSE(told.property.reached());
}

TEST(MultiPaxosCoreConverges, NeedsEveryServerOfTheCoreToExecuteWhatAnyHadChosen) {
  Told<CoreConverges> told;
  told.fact(n5, Chosen{3, 1, n5, 7, 0}).fact(n1, Applied{3, 0, 0, c1, 1});
  told.fact(n2, Applied{1, 0, 0, c1, 1});
  told.property.on_heal({n1, n2, n3, c1});
  EXPECT_EQ(told.property.pending(), "n2 has executed slot 1 of 3, n3 has executed slot 0 of 3");
  told.fact(n2, Applied{3, 0, 0, c1, 1}).fact(n3, SnapshotInstalled{4, 0});
  EXPECT_TRUE(told.property.reached());
}

TEST(MultiPaxosProperties, EachCanBeClonedWithItsLedger) {
  for (const PropertyInfo& info : properties()) {
    const auto made = info.make(kFive);
    EXPECT_EQ(made->name(), info.name);
    EXPECT_EQ(made->kind(), info.kind);
    EXPECT_EQ(made->clone()->name(), info.name);
  }
}

TEST(MultiPaxosProbes, CountOnlyTheFactsTheyMean) {
  Report report;
  for (const ProbeInfo& info : probes()) {
    Probe probe(info.name, info.type, info.takes);
    EXPECT_EQ(probe.kind(), PropertyKind::sometimes);
    if (info.type != &kFactType<Preempted>) continue;
    probe.on_fact({Fact::of(Preempted{1, 2, n2, true}), n1, {}, 0}, report);
  }
  EXPECT_EQ(report.probes().size(), 1u);
  EXPECT_EQ(report.probes().at("leader_deposed"), 1u);
}

}  // namespace
}  // namespace ordain::multi_paxos
