// The properties of reads, and of what a scenario demands: what must break each, and what must not.
#include <gtest/gtest.h>

#include "protocols/raft/properties/demands.h"
#include "protocols/raft/properties/reads.h"

namespace ordain::raft {
namespace {

constexpr NodeId n1{0}, n2{1}, c1{5}, c2{6};

template <class P>
struct Told {
  P property;
  Report report;

  explicit Told(const Config& config) : property(config) {}

  template <class F>
  Told& fact(NodeId node, const F& what, Time time = {}) {
    property.on_fact({Fact::of(what), node, time, 0}, report);
    return *this;
  }
  Told& op(NodeId client, OpPhase phase, uint64_t number, Time time = {}) {
    OpEvent op;
    op.phase = phase;
    op.number = number;
    property.on_operation({op, client, time, 0}, report);
    return *this;
  }
  bool broken() const { return !report.violations().empty(); }
  std::string reason() const { return broken() ? report.violations()[0].reason : ""; }
};

constexpr auto kInvoke = OpPhase::invoke;
constexpr auto kOk = OpPhase::ok;

Config reads(Reads how) {
  Config config;
  config.reads = how;
  return config;
}
Applied applied(uint64_t index, NodeId client, uint64_t sequence) {
  return {index, 0, 0, client, sequence};
}

TEST(RaftNoStaleRead, AReadFromBeforeAWriteThatWasAcknowledgedWhenItBeganBreaksIt) {
  Told<NoStaleRead> told(reads(Reads::read_index));
  told.op(c1, kInvoke, 1).fact(n1, applied(7, c1, 1)).op(c1, kOk, 1);
  told.op(c2, kInvoke, 1).fact(n2, ReadServed{c2, 1, 6});
  EXPECT_EQ(told.reason(),
            "n2 answered a read from its state after index 6 when index 7 had been acknowledged "
            "before the read began");
}

TEST(RaftNoStaleRead, AWriteThatIsAcknowledgedWhileTheReadGoesOnDoesNotConcernIt) {
  Told<NoStaleRead> told(reads(Reads::read_index));
  told.op(c1, kInvoke, 1).op(c2, kInvoke, 1).fact(n1, applied(7, c1, 1)).op(c1, kOk, 1);
  told.fact(n2, ReadServed{c2, 1, 6});
  EXPECT_FALSE(told.broken());
}

TEST(RaftNoStaleRead, WhatAReadHasSeenALaterOneMustSeeToo) {
  Told<NoStaleRead> told(reads(Reads::read_index));
  told.op(c1, kInvoke, 1).fact(n1, ReadServed{c1, 1, 9}).op(c1, kOk, 1);
  told.op(c2, kInvoke, 1).fact(n2, ReadServed{c2, 1, 8});
  EXPECT_TRUE(told.broken());
}

TEST(RaftNoStaleRead, OfSeveralAnswersTheLowestCountsAndAfterTheOperationNoneDoes) {
  Told<NoStaleRead> told(reads(Reads::read_index));
  told.op(c1, kInvoke, 1).fact(n1, ReadServed{c1, 1, 9}).fact(n1, ReadServed{c1, 1, 8});
  told.op(c1, kOk, 1).fact(n2, ReadServed{c1, 1, 3});
  told.op(c2, kInvoke, 1).fact(n2, ReadServed{c2, 1, 8});
  EXPECT_FALSE(told.broken());
}

TEST(RaftNoStaleRead, AWriteThatNobodyAnsweredBindsNobody) {
  Told<NoStaleRead> told(reads(Reads::read_index));
  told.op(c1, kInvoke, 1).fact(n1, applied(7, c1, 1)).op(c1, OpPhase::indeterminate, 1);
  told.op(c2, kInvoke, 1).fact(n2, ReadServed{c2, 1, 6});
  EXPECT_FALSE(told.broken());
}

TEST(RaftNoStaleRead, AsksForNothingWhereReadsGoThroughTheLog) {
  Told<NoStaleRead> told(reads(Reads::log));
  EXPECT_TRUE(told.property.facts().empty());
  EXPECT_FALSE(told.property.wants_operations());
}

TEST(RaftLeaseExclusion, ALeaseOfALeaderThatHasBeenReplacedBreaksIt) {
  Told<LeaseExclusion> told(reads(Reads::lease));
  told.fact(n1, Elected{3, 0, 0}).fact(n1, LeaseHeld{3}).fact(n2, Elected{4, 0, 0});
  EXPECT_FALSE(told.broken());
  told.fact(n1, LeaseHeld{3});
  EXPECT_EQ(told.reason(), "n1 holds its lease as leader of term 3 while n2 leads term 4");
}

TEST(RaftLeaseExclusion, TheLatestLeadersLeaseAndALateWinnerOfAnOldTermDoNot) {
  Told<LeaseExclusion> told(reads(Reads::lease));
  told.fact(n1, Elected{3, 0, 0}).fact(n2, Elected{5, 0, 0}).fact(n1, Elected{4, 0, 0});
  told.fact(n2, LeaseHeld{5});
  EXPECT_FALSE(told.broken());
}

Config demand(Duration max_outage, uint32_t max_leaders) {
  Config config;
  config.demand = {max_outage, max_leaders};
  return config;
}
Time at(int64_t ms) { return Time{} + milliseconds(ms); }

TEST(RaftAvailable, AnOutageLongerThanDemandedBreaksIt) {
  Told<Available> told(demand(seconds(1), 0));
  told.op(c1, kInvoke, 1, at(100)).op(c1, kOk, 1, at(200)).op(c1, kInvoke, 2, at(5000));
  told.fact(n1, BecameCandidate{2}, at(6000));
  EXPECT_FALSE(told.broken());  // nothing was asked for until 5 s
  told.fact(n1, BecameCandidate{3}, at(6001));
  EXPECT_EQ(told.reason(), "no operation was answered for 1.001s, and the scenario allows 1s");
}

TEST(RaftAvailable, AnyAnswerEndsAnOutageAndGivingUpEndsNone) {
  Told<Available> told(demand(seconds(1), 0));
  told.op(c1, kInvoke, 1, at(0)).op(c2, kInvoke, 1, at(0)).op(c2, kOk, 1, at(900));
  told.op(c1, OpPhase::indeterminate, 1, at(1800)).op(c1, kInvoke, 2, at(1801));
  EXPECT_FALSE(told.broken());
  told.op(c1, OpPhase::failed, 2, at(1901));
  EXPECT_TRUE(told.broken());
}

TEST(RaftAvailable, AfterHealingAndWithoutADemandNothingIsJudged) {
  Told<Available> healed(demand(seconds(1), 0));
  healed.op(c1, kInvoke, 1, at(0));
  healed.property.on_heal({});
  healed.fact(n1, BecameCandidate{2}, at(9000));
  EXPECT_FALSE(healed.broken());
  Told<Available> none(demand({}, 0));
  EXPECT_TRUE(none.property.facts().empty());
  EXPECT_FALSE(none.property.wants_operations());
}

TEST(RaftLeaderStable, MoreLeadersThanDemandedBreakIt) {
  Told<LeaderStable> told(demand({}, 2));
  told.fact(n1, Elected{1, 0, 0}).fact(n2, Elected{2, 0, 0});
  EXPECT_FALSE(told.broken());
  told.fact(n1, Elected{3, 0, 0});
  EXPECT_EQ(told.reason(), "n1 is leader number 3, and the scenario allows 2");
}

TEST(RaftLeaderStable, ThoseOfTheLivenessPhaseDoNotCount) {
  Told<LeaderStable> told(demand({}, 1));
  told.fact(n1, Elected{1, 0, 0});
  told.property.on_heal({});
  told.fact(n2, Elected{2, 0, 0});
  EXPECT_FALSE(told.broken());
}

}  // namespace
}  // namespace ordain::raft
