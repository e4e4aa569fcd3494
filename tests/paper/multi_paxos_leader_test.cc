// "Paxos Made Moderately Complex" (PMMC), section 2.3: leaders, scouts, commanders, the invariants
// C1 to C3; and "Paxos Made Simple" (PMS), section 3.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/multi_paxos_steps.h"

namespace ordain::multi_paxos {
namespace {

const Ballot b2{2, kOther};
const Ballot b3{3, kThird};

TEST(Pms_3, ANewLeaderExecutesPhaseOneForAllInstancesAtOnceWithOneShortMessage) {
  Harness n = server();
  n.fire(ServerTimer::election, 0);
  const auto sent = n.sent<Prepare>();
  ASSERT_EQ(sent.size(), 4u);
  EXPECT_EQ(sent[0].second.slot, 1u);
  EXPECT_EQ(sent[0].second.ballot, (Ballot{1, kSelf}));
}

TEST(Pms_3, TheLeaderIsElectedByAQuorumOfPromisesItsOwnAmongThem) {
  Harness n = server();
  scout(n);
  n.deliver(promise(n.node().ballot), kOther);
  EXPECT_EQ(n.node().role, Role::scout);
  n.deliver(promise(n.node().ballot), kThird);
  EXPECT_EQ(n.node().role, Role::leader);
  ASSERT_EQ(n.facts<Elected>().size(), 1u);
  EXPECT_EQ(n.facts<Elected>()[0].voters, 0b111u);
}

TEST(Pmmc_2_3, ItsOwnPromiseCountsOnceItIsOnDisk) {
  Harness n = server({}, 1);
  n.fire(ServerTimer::election, 0);
  const size_t put = n.first([](const Effect& e) { return e.kind == EffectKind::put; });
  const size_t own = n.first([](const Effect& e) { return e.payload.is<Promise>(); });
  EXPECT_LT(put, own);
  EXPECT_EQ(n.node().role, Role::scout);
  n.settle();
  EXPECT_EQ(n.node().role, Role::leader);
}

TEST(Pmmc_2_3, APromiseCountsOnceHoweverOftenItArrivesAndOnlyForItsBallot) {
  Harness n = server();
  scout(n);
  n.deliver(promise(n.node().ballot), kOther);
  n.deliver(promise(n.node().ballot), kOther);
  n.deliver(promise({1, kThird}), kThird);
  EXPECT_EQ(n.node().role, Role::scout);
}

// The paper's own example: "Suppose it knows commands 1-134, 138, and 139 ... executes phase 1 of
// instances 135-137 and of all instances greater than 139 ... determines the value to be proposed
// in instances 135 and 140, but leaves the proposed value unconstrained in all other instances",
// with 1 to 5 for 134 to 140.
TEST(Pms_3, ReportedValuesAreProposedAgainAndTheGapsAreFilledWithNoOps) {
  Harness n = server();
  elect(n, {pvalue(b2, 2, 20), pvalue(b2, 5, 50)});
  EXPECT_EQ(n.node().slot_in, 6u);
  EXPECT_EQ(held(n, 1), 0);
  EXPECT_EQ(held(n, 2), 20);
  EXPECT_EQ(held(n, 3), 0);
  EXPECT_EQ(held(n, 4), 0);
  EXPECT_EQ(held(n, 5), 50);
  for (uint64_t slot = 1; slot <= 5; ++slot) {
    EXPECT_TRUE(n.node().log.holds(slot, n.node().ballot));
  }
}

TEST(Pms_3, ItIsFreeToProposeItsNextCommandBehindThem) {
  Harness n = server();
  elect(n, {pvalue(b2, 2, 20)});
  n.deliver(kv::Request{write(9, 90)}, kClient);
  EXPECT_EQ(held(n, 3), 90);
}

TEST(Pmmc_2_3, PmaxTakesOfEachSlotThePvalueOfTheHighestBallot) {
  Harness n = server();
  scout(n);
  n.deliver(promise(n.node().ballot, {pvalue(b3, 1, 30), pvalue(b2, 2, 20)}), kOther);
  n.deliver(promise(n.node().ballot, {pvalue(b2, 1, 10), pvalue(b3, 2, 31)}), kThird);
  EXPECT_EQ(held(n, 1), 30);
  EXPECT_EQ(held(n, 2), 31);
}

TEST(Pmmc_2_3, DecisionsInAPromiseAreLearnedAndNotProposedAgain) {
  Harness n = server();
  scout(n);
  n.deliver(promise(n.node().ballot, {pvalue(b2, 1, 10), pvalue(b2, 2, 20)}, 1), kOther);
  n.deliver(promise(n.node().ballot), kThird);
  EXPECT_EQ(n.node().slot_out, 2u);
  ASSERT_EQ(n.facts<Proposed>().size(), 1u);
  EXPECT_EQ(n.facts<Proposed>()[0].slot, 2u);
}

TEST(Pmmc_2_3, C1_OneCommandIsProposedPerBallotAndSlot) {
  Harness n = server();
  elect(n);
  std::set<uint64_t> slots;
  for (uint64_t i = 1; i <= 5; ++i) {
    n.deliver(kv::Request{write(i, 10)}, kClient);
    for (const Proposed& proposed : n.facts<Proposed>()) {
      EXPECT_TRUE(slots.insert(proposed.slot).second);
      EXPECT_EQ(proposed.round, n.node().ballot.round);
    }
  }
  EXPECT_EQ(slots.size(), 5u);
}

TEST(Pmmc_2_3, C3_ACommanderThatHearsFromAMajorityLearnsThatItsPvalueIsChosen) {
  Harness n = server();
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  EXPECT_TRUE(n.facts<Chosen>().empty());
  EXPECT_EQ(n.node().slot_out, 1u);
  n.deliver(acceptance(n.node().ballot, 1), kThird);
  ASSERT_EQ(n.facts<Chosen>().size(), 1u);
  EXPECT_EQ(n.facts<Chosen>()[0].voters, 0b111u);
  EXPECT_EQ(n.node().slot_out, 2u);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->sequence, 1u);
}

TEST(Pmmc_2_3, AnAcceptanceCountsOnceAndOnlyInItsBallot) {
  Harness n = server();
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  n.deliver(acceptance({1, kThird}, 1), kThird);
  EXPECT_EQ(n.node().slot_out, 1u);
}

TEST(Pmmc_2_3, ALeaderIsPreemptedByAHigherBallot) {
  Harness n = server();
  elect(n);
  n.deliver(Nack{{7, kThird}}, kOther);
  EXPECT_EQ(n.node().role, Role::follower);
  ASSERT_EQ(n.facts<Preempted>().size(), 1u);
  EXPECT_TRUE(n.facts<Preempted>()[0].led);
  n.fire(ServerTimer::election, 0);
  EXPECT_EQ(n.node().ballot, (Ballot{8, kSelf}));
}

TEST(Pmmc_2_3, ANackOfAnEarlierBallotPreemptsNobody) {
  Harness n = server();
  elect(n);
  n.deliver(Nack{{0, kNoNode}}, kOther);
  n.deliver(Nack{n.node().ballot}, kOther);
  EXPECT_EQ(n.node().role, Role::leader);
}

TEST(Pmmc_3, AfterBeingPreemptedALeaderWaitsARandomTimeBeforeItTriesAgain) {
  const Config config;
  std::set<int64_t> seen;
  Harness n = server();
  for (uint64_t round = 10; round < 60; round += 2) {
    scout(n);
    n.deliver(Nack{{round, kThird}}, kOther);
    ASSERT_TRUE(n.timer_set(ServerTimer::election));
    const Duration wait = *n.timer_set(ServerTimer::election);
    EXPECT_LE(config.election_low, wait);
    EXPECT_LE(wait, config.election_high);
    seen.insert(wait.ns);
  }
  EXPECT_GT(seen.size(), 20u);
}

TEST(Pms_3, ALeaderCanGetAlphaCommandsAheadAndNoMore) {
  Config config;
  config.inflight = 3;
  Harness n = server(config);
  elect(n);
  for (uint64_t i = 1; i <= 5; ++i) n.deliver(kv::Request{write(i, 10)}, kClient);
  EXPECT_EQ(n.node().slot_in, 4u);
  EXPECT_EQ(n.node().waiting.size(), 2u);
  n.deliver(acceptance(n.node().ballot, 1, 3), kOther);
  n.deliver(acceptance(n.node().ballot, 1, 1), kThird);
  n.deliver(acceptance(n.node().ballot, 1, 1), kFourth);
  EXPECT_EQ(n.node().slot_in, 5u);
}

// A leader that collects.
Harness collector(Config config) {
  config.batch_delay = milliseconds(2);
  Harness n = server(config);
  elect(n);
  return n;
}

// Santos and Schiper, 2012, section 3: a batch is sent when it is full or has waited long enough.
TEST(Batching, CommandsAreCollectedUntilTheBatchIsFullOrTheDelayIsOver) {
  Config config;
  config.max_batch = 3;
  Harness n = collector(config);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.deliver(kv::Request{write(2, 20)}, kClient);
  EXPECT_EQ(n.node().slot_in, 1u);
  n.fire(ServerTimer::batch, 0);
  ASSERT_TRUE(n.last_sent<Accept>(kOther));
  EXPECT_EQ(n.last_sent<Accept>(kOther)->pvalues.size(), 2u);

  for (uint64_t i = 3; i <= 5; ++i) n.deliver(kv::Request{write(i, 10)}, kClient);
  EXPECT_EQ(n.last_sent<Accept>(kOther)->pvalues.size(), 3u);
  EXPECT_EQ(n.node().slot_in, 6u);
}

TEST(Batching, WhatHasNoRoomInTheWindowComesWithTheNextBatch) {
  Config config;
  config.inflight = 1;
  Harness n = collector(config);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.deliver(kv::Request{write(2, 20)}, kClient);
  n.fire(ServerTimer::batch, 0);
  EXPECT_EQ(n.node().slot_in, 2u);
  n.settle();
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  n.deliver(acceptance(n.node().ballot, 1), kThird);
  EXPECT_EQ(n.node().slot_in, 2u);  // it is collected for again
  n.fire(ServerTimer::batch, 0);
  EXPECT_EQ(n.node().slot_in, 3u);
}

TEST(Batching, OneHeartbeatConfirmsTheReadsThatWereCollected) {
  Config config;
  config.reads = Reads::quorum;
  Harness n = collector(config);
  const uint64_t before = n.node().round;
  n.deliver(kv::Request{read(1)}, kClient);
  n.deliver(kv::Request{read(2)}, kClient);
  EXPECT_EQ(n.node().round, before);
  n.fire(ServerTimer::batch, 0);
  EXPECT_EQ(n.node().round, before + 1);
  n.settle();
  const HeartbeatReply reply{n.node().ballot, n.node().round, {}, {}};
  n.deliver(reply, kOther);
  EXPECT_TRUE(n.facts<ReadConfirmed>().empty());
  n.deliver(reply, kThird);
  EXPECT_EQ(n.facts<ReadConfirmed>().size(), 2u);
}

TEST(Pmmc_2_3, MessagesGetLostSoScoutsAndCommandersSendAgain) {
  Harness n = server();
  scout(n);
  n.deliver(promise(n.node().ballot), kOther);
  n.fire(ServerTimer::heartbeat, 0);
  EXPECT_EQ(n.sent<Prepare>().size(), 3u);  // to those who have not promised
  n.deliver(promise(n.node().ballot), kThird);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  n.settle();
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  n.fire(ServerTimer::heartbeat, 0);
  EXPECT_EQ(n.sent<Accept>().size(), 3u);  // to those who have not accepted
  EXPECT_FALSE(n.last_sent<Accept>(kOther));
}

TEST(Pmmc_2_3, APvalueMayReachTheOthersBeforeItsOwnDiskWhichCountsOnlyThen) {
  Harness n = server();
  elect(n);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  for (const Effect& effect : n.effects()) {
    if (effect.payload.is<Accept>()) {
      EXPECT_TRUE(effect.urgent);
    } else if (effect.payload.is<Acceptance>()) {
      EXPECT_FALSE(effect.urgent);
    }
  }
}

kv::Command acquire(uint64_t sequence) {
  return {Function::acquire, kClient, sequence, sequence, 0, seconds(1).ns, 0};
}
LocalTime stamp_of(const Harness& harness, uint64_t slot) {
  return harness.node().log.at(slot).as<PValue>().value.as<kv::Command>().time;
}

// Ongaro's thesis, 6.3: expiry goes by the time in the log, which the leader puts there.
TEST(Thesis_6_3, ACommandCarriesTheClockOfTheLeaderAtTheMomentItIsProposed) {
  Config narrow;
  narrow.inflight = 1;
  Harness n = server(narrow);
  elect(n);
  n.advance(seconds(2));
  n.deliver(kv::Request{acquire(1)}, kClient);
  n.settle();
  n.deliver(kv::Request{acquire(2)}, kClient);  // waits for the window
  n.advance(seconds(1));
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  n.deliver(acceptance(n.node().ballot, 1), kThird);
  EXPECT_EQ(stamp_of(n, 1), LocalTime{} + seconds(2));
  EXPECT_EQ(stamp_of(n, 2), LocalTime{} + seconds(3));
}

TEST(Thesis_6_3, WhatDoesNotDependOnTimeCarriesNone) {
  Harness n = server();
  elect(n);
  n.advance(seconds(2));
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(stamp_of(n, 1), LocalTime{});
}

// P2c: the value of the highest ballot is proposed as it is.
TEST(Thesis_6_3, WhatMayHaveBeenChosenKeepsTheStampOfTheLeaderThatFirstProposedIt) {
  const kv::Command first = acquire(1).stamped(LocalTime{} + seconds(5));
  Harness n = server();
  n.advance(seconds(2));
  elect(n, {Payload::make(PValue{b2, 1, Payload::make(first)})});
  EXPECT_TRUE(n.node().log.holds(1, n.node().ballot));
  EXPECT_EQ(stamp_of(n, 1), LocalTime{} + seconds(5));
}

}  // namespace
}  // namespace ordain::multi_paxos
