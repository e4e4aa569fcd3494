// "Paxos Made Moderately Complex" (PMMC), section 2.2: acceptors and the invariants A1 to A5; and
// "Paxos Made Simple" (PMS), sections 2.2 and 2.5.
#include <gtest/gtest.h>

#include "tests/support/multi_paxos_steps.h"

namespace ordain::multi_paxos {
namespace {

const Ballot b2{2, kOther};
const Ballot b3{3, kThird};
const Ballot b5{5, kOther};

TEST(Pmmc_2_2, A1_AnAcceptorCanOnlyAdoptStrictlyIncreasingBallotNumbers) {
  Harness n = server();
  n.deliver(Prepare{b3, 1}, kThird);
  EXPECT_EQ(n.node().promised, b3);
  n.deliver(Prepare{b2, 1}, kOther);
  EXPECT_EQ(n.node().promised, b3);
  EXPECT_FALSE(n.last_sent<Promise>(kOther));
  ASSERT_TRUE(n.last_sent<Nack>(kOther));
  EXPECT_EQ(n.last_sent<Nack>(kOther)->promised, b3);
  n.deliver(Prepare{b5, 1}, kOther);
  EXPECT_EQ(n.node().promised, b5);
}

TEST(Pmmc_2_2, A1_BallotsOfOneRoundAreOrderedByTheirLeaders) {
  Harness n = server();
  n.deliver(Prepare{{4, kThird}, 1}, kThird);
  n.deliver(Prepare{{4, kOther}, 1}, kOther);
  EXPECT_TRUE(n.last_sent<Nack>(kOther));
}

TEST(Pmmc_2_2, A2_AnAcceptorCanOnlyAcceptInItsCurrentBallotOrAHigherOne) {
  Harness n = server();
  n.deliver(Prepare{b3, 1}, kThird);
  n.deliver(accept(b2, 1, {10}), kOther);
  EXPECT_EQ(held(n, 1), -1);
  EXPECT_FALSE(n.last_sent<Acceptance>(kOther));
  EXPECT_EQ(n.last_sent<Nack>(kOther)->promised, b3);
  n.deliver(accept(b3, 1, {30}), kThird);
  EXPECT_EQ(held(n, 1), 30);
  EXPECT_TRUE(n.last_sent<Acceptance>(kThird));
  n.deliver(accept(b5, 2, {50}), kOther);
  EXPECT_EQ(n.node().promised, b5);
}

TEST(Pmmc_2_2, A3_AnAcceptorCannotRemoveWhatItHasAcceptedFromItsAnswer) {
  Harness n = server();
  n.deliver(accept(b2, 1, {10, 11}), kOther);
  n.deliver(Prepare{b3, 1}, kThird);
  const auto told = n.last_sent<Promise>(kThird);
  ASSERT_TRUE(told);
  ASSERT_EQ(told->accepted.size(), 2u);
  EXPECT_EQ(told->accepted[0].as<PValue>().ballot, b2);
  EXPECT_EQ(told->accepted[1].as<PValue>().slot, 2u);
}

// A decision is final, wherever it was learnt (R1): n never promised ballot 3, in which it was
// made.
TEST(Pmmc_2_2, WhatAnOlderBallotProposedDoesNotTakeADecisionsPlace) {
  Harness n = server();
  n.deliver(Decisions{1, {pvalue(b3, 1, 30)}}, kThird);
  EXPECT_EQ(n.node().slot_out, 2u);
  n.deliver(accept(b2, 1, {10}), kOther);
  EXPECT_FALSE(n.last_sent<Acceptance>(kOther));
  EXPECT_EQ(held(n, 1), 30);
  n.deliver(accept(b2, 1, {30}), kOther);
  EXPECT_TRUE(n.last_sent<Acceptance>(kOther));
}

TEST(Pmmc_2_2, OfASlotOnlyTheMostRecentlyAcceptedPvalueNeedsToBeRemembered) {
  Harness n = server();
  n.deliver(accept(b2, 1, {10}), kOther);
  n.deliver(accept(b3, 1, {30}), kThird);
  n.deliver(Prepare{b5, 1}, kOther);
  const auto told = n.last_sent<Promise>(kOther);
  ASSERT_EQ(told->accepted.size(), 1u);
  EXPECT_EQ(told->accepted[0].as<PValue>().ballot, b3);
}

TEST(Pmmc_2_2, AnAnswerCoversTheSlotsAskedForAndLeavesOutThoseBefore) {
  Harness n = server();
  n.deliver(accept(b2, 1, {10, 11, 12}), kOther);
  n.deliver(Prepare{b3, 3}, kThird);
  ASSERT_EQ(n.last_sent<Promise>(kThird)->accepted.size(), 1u);
}

TEST(Pms_2_5, AnAcceptorRecordsItsIntendedResponseInStableStorageBeforeActuallySendingIt) {
  Harness n = server();
  const auto is_send = [](const Effect& e) { return e.kind == EffectKind::send; };
  n.deliver(Prepare{b3, 1}, kThird);
  EXPECT_LT(n.first([](const Effect& e) { return e.kind == EffectKind::put; }), n.first(is_send));
  EXPECT_FALSE(n.effects()[n.first(is_send)].urgent);
  n.deliver(accept(b3, 1, {30}), kThird);
  EXPECT_LT(n.first([](const Effect& e) { return e.kind == EffectKind::append; }),
            n.first(is_send));
  EXPECT_FALSE(n.effects()[n.first(is_send)].urgent);
}

TEST(Pms_2_5, StableStoragePreservedDuringFailuresMaintainsTheInformationThatTheAcceptorMustKeep) {
  Harness n = server();
  n.deliver(accept(b2, 1, {10, 11}), kOther);
  n.deliver(Prepare{b5, 1}, kOther);
  n.crash_and_recover();
  EXPECT_EQ(n.node().promised, b5);
  EXPECT_EQ(held(n, 1), 10);
  n.deliver(accept(b3, 1, {30}), kThird);
  EXPECT_TRUE(n.last_sent<Nack>(kThird));
  EXPECT_EQ(held(n, 2), 11);
}

TEST(Pms_2_5, AcceptingIsAPromiseThatARestartKeepsToo) {
  Harness n = server();
  n.deliver(accept(b3, 1, {30}), kThird);  // no phase 1 message ever came
  n.crash_and_recover();
  EXPECT_EQ(n.node().promised, b3);
  n.deliver(accept(b2, 1, {10}), kOther);
  EXPECT_EQ(held(n, 1), 30);
}

TEST(Pms_2_2, P1a_APrepareRequestMayBeAnsweredAtAnyTimeAndAgain) {
  Harness n = server();
  n.deliver(Prepare{b3, 1}, kThird);
  n.deliver(Prepare{b3, 1}, kThird);  // a duplicate, or a retransmission
  EXPECT_TRUE(n.last_sent<Promise>(kThird));
  EXPECT_TRUE(n.facts<Promised>().empty());
}

TEST(Pmmc_2_2, ARepeatedAcceptIsAnsweredAgainAndWrittenOnce) {
  Harness n = server();
  n.deliver(accept(b3, 1, {30}), kThird);
  n.deliver(accept(b3, 1, {30}), kThird);
  EXPECT_TRUE(n.last_sent<Acceptance>(kThird));
  EXPECT_EQ(n.disk().area(static_cast<uint8_t>(ServerArea::journal)).log.size(), 1u);
}

// A decision that was only learned is not on this acceptor's disk: accepting it must put it there.
TEST(Pmmc_2_2, ALearnedDecisionIsNotYetAnAcceptedOne) {
  Harness n = server();
  n.deliver(Decisions{1, {pvalue(b3, 1, 30)}}, kThird);
  EXPECT_EQ(n.node().slot_out, 2u);
  EXPECT_EQ(n.disk().area(static_cast<uint8_t>(ServerArea::journal)).log.size(), 0u);
  n.deliver(accept(b3, 1, {30}), kThird);
  EXPECT_EQ(n.disk().area(static_cast<uint8_t>(ServerArea::journal)).log.size(), 1u);
}

TEST(Pmmc_2_2, ATornRecordAtTheJournalsEndWasNeverAcknowledgedAndIsCutOff) {
  Harness n = server();
  n.deliver(accept(b3, 1, {30, 31}), kThird);
  DurableArea& journal = n.disk().mutable_area(static_cast<uint8_t>(ServerArea::journal));
  journal.log[1].torn = journal.log[1].rotten = true;
  n.crash_and_recover();
  EXPECT_EQ(held(n, 1), 30);
  EXPECT_EQ(held(n, 2), -1);
  ASSERT_EQ(n.facts<Recovered>().size(), 1u);
  EXPECT_EQ(n.facts<Recovered>()[0].cut, 1u);
  n.deliver(accept(b3, 2, {31}), kThird);
  n.crash_and_recover();
  EXPECT_EQ(held(n, 2), 31);
}

}  // namespace
}  // namespace ordain::multi_paxos
