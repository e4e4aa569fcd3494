// "Paxos Made Moderately Complex" (PMMC), sections 2.1 and 4: replicas and the invariants R1 to R5;
// "Paxos Made Live" (PML), section 5; "Reconfiguring a State Machine" (RSM), section 3.
#include <gtest/gtest.h>

#include "tests/support/multi_paxos_steps.h"

namespace ordain::multi_paxos {
namespace {

const Ballot b2{2, kOther};
const Ballot b3{3, kThird};

TEST(Pmmc_2_1, R1_TwoReplicasThatDecidedTheSameSlotsAreInTheSameState) {
  Harness follower = server();
  follower.deliver(accept(b2, 1, {10, 20}), kOther);
  follower.deliver(Heartbeat{b2, 2, 1, {}}, kOther);
  Harness behind = server();
  behind.deliver(Decisions{2, {pvalue(b3, 1, 10), pvalue(b3, 2, 20)}}, kOther);
  EXPECT_EQ(follower.node().slot_out, 3u);
  EXPECT_EQ(behind.node().machine.hash, follower.node().machine.hash);
}

TEST(Pmmc_2_1, R2_AllCommandsUpToSlotOutAreInTheSetOfDecisions) {
  Harness n = server();
  n.deliver(accept(b2, 2, {20}), kOther);
  n.deliver(Heartbeat{b2, 2, 1, {}}, kOther);
  EXPECT_EQ(n.node().slot_out, 1u);  // slot 1 is missing: nothing is executed
  EXPECT_EQ(n.last_sent<CatchUp>(kOther)->slot, 1u);
  n.deliver(accept(b2, 1, {10}, 2), kOther);
  EXPECT_EQ(n.node().slot_out, 3u);
  ASSERT_EQ(n.facts<Applied>().size(), 2u);
  EXPECT_EQ(n.facts<Applied>()[0].slot, 1u);
}

TEST(Pmmc_2_1, R3_TheStateIsThatOfApplyingTheDecisionsInOrder) {
  Harness n = server();
  n.deliver(accept(b2, 1, {10, 20}), kOther);
  n.deliver(Heartbeat{b2, 2, 1, {}}, kOther);
  EXPECT_EQ(n.node().machine.values.at(0), 20);
}

// R4: slot_out only increases. R5: slot_in < slot_out + WINDOW.
TEST(Pmmc_2_1, R4_R5_SlotOutOnlyIncreasesAndSlotInStaysWithinTheWindow) {
  Config config;
  config.inflight = 2;
  Harness n = server(config);
  elect(n);
  uint64_t before = 1;
  for (uint64_t i = 1; i <= 6; ++i) {
    decide(n, write(i, static_cast<int64_t>(i)));
    EXPECT_GE(n.node().slot_out, before);
    EXPECT_LE(n.node().slot_in, n.node().slot_out + 2);
    before = n.node().slot_out;
  }
  EXPECT_EQ(before, 7u);
}

TEST(Pmmc_2_1, ACommandDecidedTwiceIsExecutedOnce) {
  Harness n = server();
  elect(n);
  decide(n, write(1, 10));
  n.deliver(kv::Request{write(1, 10)}, kClient);  // a retry of what was executed
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.value, 10);
  EXPECT_EQ(n.node().slot_in, 2u);
}

// What was accepted in another ballot than the leader's may not be the decision.
TEST(Pmmc_2_1, OnlyWhatWasAcceptedInTheLeadersBallotIsTakenForADecision) {
  Harness n = server();
  n.deliver(accept(b2, 1, {10}), kOther);
  n.deliver(Heartbeat{b3, 1, 1, {}}, kThird);
  EXPECT_EQ(n.node().slot_out, 1u);
  EXPECT_EQ(n.last_sent<CatchUp>(kThird)->slot, 1u);
  n.deliver(Decisions{1, {pvalue(b3, 1, 30)}}, kThird);
  EXPECT_EQ(n.node().machine.values.at(0), 30);
}

TEST(Pmmc_2_1, AReplicaThatIsNotTheLeaderNamesIt) {
  Harness n = server();
  n.deliver(Heartbeat{b3, 0, 1, {}}, kThird);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::redirect);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->leader, kThird);
}

Config with_snapshots(uint32_t every) {
  Config config;
  config.snapshot.every = every;
  return config;
}

TEST(Pml_5_5, ASnapshotReachesTheDiskBeforeWhatItStandsForIsForgotten) {
  Harness n = server(with_snapshots(2));
  n.deliver(accept(b2, 1, {10, 20, 30}), kOther);
  n.deliver(Heartbeat{b2, 3, 1, {}}, kOther);
  EXPECT_EQ(n.node().log.base(), 2u);
  EXPECT_LT(n.first([](const Effect& e) { return e.kind == EffectKind::put; }),
            n.first([](const Effect& e) { return e.kind == EffectKind::truncate_before; }));
}

TEST(Pml_5_5, ARecoveringReplicaStartsFromItsSnapshotAndTheLogBehindIt) {
  Harness n = server(with_snapshots(2));
  n.deliver(accept(b2, 1, {10, 20, 30}), kOther);
  n.deliver(Heartbeat{b2, 2, 1, {}}, kOther);
  const uint64_t hash = n.node().machine.hash;
  n.crash_and_recover();
  EXPECT_EQ(n.node().slot_out, 3u);
  EXPECT_EQ(n.node().machine.hash, hash);
  EXPECT_EQ(held(n, 3), 30);
  EXPECT_EQ(n.node().promised, b2);
}

// 1. An acceptor never promises ballot 2.n2, but accepts in it: only the journal says so.
// 2. Its replica takes a snapshot, and the journal is cut behind it.
// 3. It crashes, and must still know that it has promised 2.n2.
TEST(Pml_5_5, APromiseThatOnlyForgottenRecordsToldOutlivesThem) {
  Harness n = server(with_snapshots(2));
  n.deliver(accept(b2, 1, {10, 20}), kOther);
  n.deliver(Heartbeat{b2, 2, 1, {}}, kOther);
  EXPECT_TRUE(n.disk().area(static_cast<uint8_t>(ServerArea::journal)).log.empty());
  n.crash_and_recover();
  EXPECT_EQ(n.node().promised, b2);
}

TEST(Pml_5_5, AReplicaThatIsTooFarBehindIsGivenTheSnapshotSessionsIncluded) {
  Harness n = server(with_snapshots(2));
  n.deliver(accept(b2, 1, {10, 20}), kOther);
  n.deliver(Heartbeat{b2, 2, 1, {}}, kOther);
  n.deliver(CatchUp{1}, kFourth);
  const auto given = n.last_sent<Snapshot>(kFourth);
  ASSERT_TRUE(given);
  Harness behind = server(with_snapshots(2));
  behind.deliver(*given, kOther);
  EXPECT_EQ(behind.node().slot_out, 3u);
  EXPECT_EQ(behind.node().machine.hash, n.node().machine.hash);
  EXPECT_NE(behind.node().machine.answered(kClient, 2), nullptr);
  behind.deliver(*given, kOther);  // a late copy
  EXPECT_TRUE(behind.facts<SnapshotInstalled>().empty());
}

TEST(Pml_5_5, AScoutThatIsBehindASnapshotLearnsItFromThePromise) {
  Harness n = server(with_snapshots(2));
  n.deliver(accept(b2, 1, {10, 20, 30}), kOther);
  n.deliver(Heartbeat{b2, 2, 1, {}}, kOther);
  n.deliver(Prepare{b3, 1}, kThird);
  const auto told = n.last_sent<Promise>(kThird);
  ASSERT_TRUE(told->snapshot);
  ASSERT_EQ(told->accepted.size(), 1u);
  Harness candidate = server();
  scout(candidate);
  candidate.deliver(Promise{candidate.node().ballot, 2, told->accepted, told->snapshot, {}},
                    kOther);
  EXPECT_EQ(candidate.node().slot_out, 3u);
  candidate.deliver(promise(candidate.node().ballot), kThird);
  EXPECT_EQ(held(candidate, 3), 30);
}

Config with_leases() {
  Config config;
  config.reads = Reads::lease;
  return config;
}

TEST(Pml_5_2, AnAcceptorThatGaveALeasePromisesNobodyElseAnythingUntilItIsOver) {
  Harness n = server(with_leases());
  n.deliver(Heartbeat{b2, 0, 1, {}}, kOther);
  n.deliver(Prepare{b3, 1}, kThird);
  EXPECT_FALSE(n.last_sent<Promise>(kThird));
  EXPECT_EQ(n.facts<PromiseWithheld>().size(), 1u);
  n.deliver(Prepare{{4, kOther}, 1}, kOther);  // its holder may have a new ballot
  EXPECT_TRUE(n.last_sent<Promise>(kOther));
  n.fire(ServerTimer::election, 0);  // nor does it promise itself
  EXPECT_EQ(n.node().role, Role::follower);
}

TEST(Pml_5_2, AfterACrashItWaitsOutWhatItMayHaveGiven) {
  Harness n = server(with_leases());
  n.crash_and_recover();
  n.deliver(Prepare{b3, 1}, kThird);
  EXPECT_FALSE(n.last_sent<Promise>(kThird));
}

TEST(Pml_5_2, ALeaderWithALeaseAnswersReadsFromItsOwnStateAndWithoutItThroughTheLog) {
  Harness n = server(with_leases());
  elect(n);
  decide(n, write(1, 10));
  n.deliver(kv::Request{read(2)}, kClient);
  EXPECT_EQ(n.node().slot_in, 3u);  // no lease yet
  n.fire(ServerTimer::heartbeat, 0);
  n.settle();
  n.deliver(HeartbeatReply{n.node().ballot, n.node().round, {}}, kOther);
  n.deliver(HeartbeatReply{n.node().ballot, n.node().round, {}}, kThird);
  n.deliver(kv::Request{read(3)}, kClient);
  EXPECT_EQ(n.node().slot_in, 3u);
  ASSERT_EQ(n.facts<ReadServed>().size(), 1u);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.value, 10);
  // Told as it is served: behind a stalled disk it would seem to come from a lease that is over.
  const size_t told = n.first([](const Effect& e) { return e.kind == EffectKind::fact; });
  EXPECT_TRUE(n.effects()[told].urgent);
}

TEST(Pml_5_4, ARequestThatSpansTwoMastershipsIsNotAnswered) {
  Config config;
  config.reads = Reads::quorum;
  Harness n = server(config);
  elect(n);
  decide(n, write(1, 10));
  n.deliver(kv::Request{read(2)}, kClient);
  EXPECT_EQ(n.node().reads.size(), 1u);
  n.deliver(Nack{{5, kOther}}, kOther);
  elect(n);
  n.deliver(HeartbeatReply{n.node().ballot, n.node().round, {}}, kOther);
  n.deliver(HeartbeatReply{n.node().ballot, n.node().round, {}}, kThird);
  EXPECT_TRUE(n.facts<ReadConfirmed>().empty());
}

TEST(Pml_5_4, AReadIsAnsweredOnceAQuorumHasConfirmedTheLeaderAfterItCame) {
  Config config;
  config.reads = Reads::quorum;
  Harness n = server(config);
  elect(n);
  decide(n, write(1, 10));
  n.fire(ServerTimer::heartbeat, 0);
  const uint64_t before = n.node().round;
  n.deliver(kv::Request{read(2)}, kClient);
  n.settle();
  n.deliver(HeartbeatReply{n.node().ballot, before, {}}, kOther);
  n.deliver(HeartbeatReply{n.node().ballot, before, {}}, kThird);
  EXPECT_TRUE(n.facts<ReadConfirmed>().empty());  // those answer what was sent before the read came
  n.deliver(HeartbeatReply{n.node().ballot, before + 1, {}}, kOther);
  n.deliver(HeartbeatReply{n.node().ballot, before + 1, {}}, kThird);
  ASSERT_EQ(n.facts<ReadConfirmed>().size(), 1u);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.value, 10);
}

Config with_local_reads() {
  Config config;
  config.reads = Reads::local;
  return config;
}

TEST(LocalReads, ASlotIsExecutedOnceAllWhoMayReadHaveAcceptedIt) {
  Harness n = server(with_local_reads());
  elect(n);  // those whom the last leader let read may still do so: anybody
  decide(n, write(1, 10));
  EXPECT_EQ(n.node().slot_out, 1u);
  n.deliver(acceptance(n.node().ballot, 1), kFourth);
  EXPECT_EQ(n.node().slot_out, 1u);
  n.deliver(acceptance(n.node().ballot, 1), NodeId(4));
  EXPECT_EQ(n.node().slot_out, 2u);
}

TEST(LocalReads, AReplicaAnswersByTheLeadersLeaveUnlessItHasAcceptedWhatItHasNotExecuted) {
  Harness n = server(with_local_reads());
  n.deliver(accept(b2, 1, {10}, 1), kOther);
  n.deliver(kv::Request{read(5)}, kClient);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::redirect);
  n.deliver(Heartbeat{b2, 1, 1, {}, true, {}}, kOther);
  n.deliver(kv::Request{read(5)}, kClient);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.value, 10);
  n.deliver(accept(b2, 2, {20}), kOther);
  n.deliver(kv::Request{read(6)}, kClient);
  EXPECT_EQ(n.last_sent<kv::Reply>(kClient)->result.status, kv::Status::redirect);
}

TEST(LocalReads, AReplicaThatIsBehindTheLeaderMayNotRead) {
  Harness n = server(with_local_reads());
  n.deliver(Heartbeat{b2, 3, 1, {}, true, {}}, kOther);
  EXPECT_FALSE(n.node().reading);
}

TEST(Pml_5_1, AServerWithAnEmptyDiskDoesNotVoteUntilAQuorumHasToldItWhatItMayHaveKnown) {
  Harness n = server();
  n.disk() = Durable();
  n.crash_and_recover();
  ASSERT_EQ(n.facts<DiskLost>().size(), 1u);
  EXPECT_EQ(n.sent<Rebuild>().size(), 4u);
  const uint64_t nonce = n.sent<Rebuild>()[0].second.nonce;
  n.deliver(Prepare{b3, 1}, kThird);
  EXPECT_FALSE(n.last_sent<Promise>(kThird));
  n.deliver(accept(b3, 1, {30}), kThird);
  EXPECT_FALSE(n.last_sent<Acceptance>(kThird));

  n.deliver(RebuildReply{nonce, 0, 2, false, {}}, kOther);  // they know of two lives before
  n.deliver(RebuildReply{nonce, 0, 0, false, {}}, kThird);
  n.deliver(RebuildReply{nonce, 0, 0, false, {}}, kFourth);
  ASSERT_EQ(n.sent<Rebuild>().size(), 4u);
  EXPECT_EQ(n.sent<Rebuild>()[0].second.life, 3u);

  n.deliver(RebuildReply{nonce, 3, 3, false, promise(b2, {pvalue(b2, 1, 10)})}, kOther);
  n.deliver(RebuildReply{nonce, 3, 3, false, promise(b3, {pvalue(b3, 1, 30)})}, kThird);
  EXPECT_TRUE(n.node().lost);
  n.deliver(RebuildReply{nonce, 3, 3, false, promise(b3)}, kFourth);
  EXPECT_FALSE(n.node().lost);
  EXPECT_EQ(n.facts<Rejoined>().size(), 1u);
  EXPECT_EQ(n.node().promised, b3);
  EXPECT_EQ(held(n, 1), 30);
  n.crash_and_recover();
  EXPECT_FALSE(n.node().lost);
  EXPECT_EQ(held(n, 1), 30);
}

TEST(Pml_5_1, ALateAnswerToTheFirstQuestionReportsNothingThoughItKnowsOfTheNewLife) {
  Harness n = server();
  n.disk() = Durable();
  n.crash_and_recover();
  const uint64_t nonce = n.sent<Rebuild>()[0].second.nonce;
  for (NodeId from : {kThird, kFourth, NodeId(4)}) {
    n.deliver(RebuildReply{nonce, 0, 0, false, {}}, from);
  }
  ASSERT_EQ(n.sent<Rebuild>().size(), 4u);
  n.deliver(RebuildReply{nonce, 1, 1, false, promise(b2)}, kThird);
  n.deliver(RebuildReply{nonce, 1, 1, false, promise(b2)}, kFourth);
  n.deliver(RebuildReply{nonce, 0, 1, false, {}}, kOther);
  EXPECT_TRUE(n.node().lost);
  n.deliver(RebuildReply{nonce, 1, 1, false, promise(b2, {pvalue(b2, 1, 10)})}, kOther);
  EXPECT_FALSE(n.node().lost);
  EXPECT_EQ(held(n, 1), 10);
}

TEST(Pml_5_1, VotesOfAnEarlierLifeAreNotCountedOnceTheNewOneIsKnown) {
  Harness n = server();
  scout(n);
  const Ballot ballot = n.node().ballot;
  n.deliver(promise(ballot), kFourth);
  Promise knowing = promise(ballot);
  knowing.lives = {{kFourth, 1}};
  n.deliver(knowing, kOther);
  EXPECT_EQ(n.node().role, Role::scout);  // of three promises one was given in a life that is over
  n.deliver(promise(ballot), kFourth);    // and it comes again
  EXPECT_EQ(n.node().role, Role::scout);
  Promise anew = promise(ballot);
  anew.lives = {{kFourth, 1}};
  n.deliver(anew, kFourth);
  EXPECT_EQ(n.node().role, Role::leader);
}

Config with_a_change() {
  Config config;
  config.inflight = 3;
  config.members = {kSelf, kOther, kThird};
  config.reconfigure = {{seconds(1), {kSelf, kFourth, NodeId(4)}}};
  return config;
}

TEST(Rsm_3, AConfigurationDecidedInSlotSGovernsTheSlotsFromSPlusAlphaOn) {
  Harness n = server(with_a_change());
  scout(n);
  n.deliver(promise(n.node().ballot), kOther);
  ASSERT_EQ(n.node().role, Role::leader);
  n.fire(ServerTimer::reconfigure, 1);
  n.settle();
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  ASSERT_EQ(n.facts<Reconfigured>().size(), 1u);
  EXPECT_EQ(n.node().configurations.back().from, 4u);
  EXPECT_EQ(n.node().slot_in, 4u);  // no-ops lead up to it, and it has no promises yet for more
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.node().slot_in, 4u);
}

TEST(Rsm_3, NobodyProposesInASlotWithoutThePromisesOfThoseWhoDecideOnIt) {
  Harness n = server(with_a_change());
  scout(n);
  n.deliver(promise(n.node().ballot), kOther);
  n.fire(ServerTimer::reconfigure, 1);
  n.settle();
  n.deliver(acceptance(n.node().ballot, 1), kOther);
  n.settle();
  n.deliver(acceptance(n.node().ballot, 2, 2), kOther);  // the no-ops that lead up to it
  EXPECT_EQ(n.node().slot_out, 4u);
  n.deliver(kv::Request{write(1, 10)}, kClient);
  EXPECT_EQ(n.node().slot_in, 4u);
  n.fire(ServerTimer::heartbeat, 0);
  EXPECT_TRUE(n.last_sent<Prepare>(kFourth));
  n.deliver(promise(n.node().ballot), kFourth);
  n.settle();
  EXPECT_EQ(n.node().slot_in, 5u);
  n.deliver(acceptance(n.node().ballot, 4), kOther);  // no member any more
  EXPECT_EQ(n.node().slot_out, 4u);
  n.deliver(acceptance(n.node().ballot, 4), kFourth);
  EXPECT_EQ(n.node().slot_out, 5u);
}

}  // namespace
}  // namespace ordain::multi_paxos
