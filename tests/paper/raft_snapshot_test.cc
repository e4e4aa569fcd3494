// Raft (extended version), section 7 and Figure 13; thesis, chapter 5: log compaction.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

constexpr auto kLog = static_cast<uint8_t>(ServerArea::log);
constexpr auto kSnapshot = static_cast<uint8_t>(ServerArea::snapshot);

Config every(uint32_t entries, uint32_t chunk = 64) {
  Config config;
  config.snapshot = {entries, chunk};
  return config;
}

// A follower that has applied these entries and compacted its log behind the last multiple.
Harness compacted(uint32_t each, uint64_t entries) {
  Harness n = follower(2, std::vector<uint64_t>(entries, 1), every(each));
  n.deliver(append(2, entries, 1, {}, entries), kOther);
  return n;
}

// A leader of term 3 whose log is compacted up to its own no-op.
Harness compacted_leader(uint64_t keys, uint32_t chunk) {
  Harness n = server(every(static_cast<uint32_t>(keys) + 1, chunk));
  elect(n);
  for (uint64_t i = 1; i <= keys; ++i) {
    kv::Command command = write(i, static_cast<int64_t>(i));
    command.key = i;
    n.deliver(kv::Request{command}, kClient);
    n.settle();
  }
  const uint64_t last = n.node().log.last_index();
  n.deliver(matched(1, last), kOther);
  n.deliver(matched(1, last), kThird);
  return n;
}

InstallSnapshot snapshot_of(uint64_t term, uint64_t last_index, uint64_t last_term) {
  InstallSnapshot out;
  out.term = term;
  out.last_index = last_index;
  out.last_term = last_term;
  out.prefix_hash = 77;
  out.done = true;
  out.configuration.voters = ServerSet::first(5);
  out.part.apply(write(9, 90));
  return out;
}

AppendEntriesReply rejected(uint64_t round, uint64_t look_at) {
  AppendEntriesReply out;
  out.term = 1;
  out.round = round;
  out.index = look_at;
  return out;
}

TEST(Raft_7, EachServerTakesSnapshotsOfTheCommittedEntriesInItsLog) {
  const Harness n = compacted(3, 5);
  EXPECT_EQ(n.node().log.base_index(), 5u);
  EXPECT_EQ(n.node().snapshot.as<Snapshot>().last_index, 5u);
  Harness uncommitted = follower(2, {1, 1, 1, 1, 1}, every(3));
  uncommitted.deliver(append(2, 5, 1, {}, 2), kOther);
  EXPECT_EQ(uncommitted.node().log.base_index(), 0u);
}

TEST(Raft_7, TheSnapshotHoldsTheStateTheSessionsAndTheLastIncludedIndexAndTerm) {
  const Harness n = compacted(3, 5);
  const auto& taken = n.node().snapshot.as<Snapshot>();
  EXPECT_EQ(taken.last_term, 1u);
  EXPECT_EQ(taken.machine.values.at(0), 4);
  EXPECT_NE(taken.machine.answered(kClient, 5), nullptr);
  EXPECT_EQ(taken.configuration.voters.size(), 5u);
}

TEST(Raft_7, AppendEntriesIsComparedWithTheTermOfTheLastIncludedEntry) {
  Harness n = compacted(3, 5);
  n.deliver(append(2, 5, 2, {entry(2)}, 5), kOther);
  EXPECT_FALSE(n.last_sent<AppendEntriesReply>(kOther)->success);
  n.deliver(append(2, 5, 1, {entry(2)}, 5), kOther);
  EXPECT_TRUE(n.last_sent<AppendEntriesReply>(kOther)->success);
  EXPECT_EQ(n.node().log.last_index(), 6u);
}

TEST(Raft_7, EntriesThatASnapshotCoversAreTakenForMatching) {
  Harness n = compacted(3, 5);
  n.deliver(append(2, 2, 1, {entry(1, 2), entry(1, 3), entry(1, 4), entry(2, 5)}), kOther);
  EXPECT_TRUE(n.last_sent<AppendEntriesReply>(kOther)->success);
  EXPECT_EQ(n.node().log.last_index(), 6u);
  EXPECT_TRUE(n.facts<Truncated>().empty());
}

TEST(Raft_7, TheSnapshotIsWrittenBeforeTheLogIsCut) {
  Harness n = follower(2, {1, 1, 1}, every(3));
  n.deliver(append(2, 3, 1, {}, 3), kOther);
  const size_t put =
      n.first([](const Effect& e) { return e.kind == EffectKind::put && e.name == kSnapshot; });
  const size_t cut = n.first(
      [](const Effect& e) { return e.kind == EffectKind::truncate_before && e.name == kLog; });
  ASSERT_LT(put, n.effects().size());
  EXPECT_LT(put, cut);
  EXPECT_EQ(n.effects()[put + 1].kind, EffectKind::flush);  // two writes
}

TEST(Raft_7, AServerRestartsFromItsSnapshotAndTheLogBehindIt) {
  Harness n = compacted(3, 5);
  n.deliver(append(2, 5, 1, {entry(2, 5)}, 5), kOther);
  n.crash_and_recover();
  EXPECT_FALSE(n.node().halted);
  EXPECT_EQ(n.node().commit_index, 5u);
  EXPECT_EQ(n.node().machine.values.at(0), 4);
  EXPECT_EQ(n.node().log.last_index(), 6u);
  ASSERT_EQ(n.facts<SnapshotLoaded>().size(), 1u);
}

TEST(RaftDisk, ACrashBetweenTheSnapshotAndTheCutOfTheLogIsMadeGood) {
  Harness whole = follower(2, {1, 1, 1, 2}, every(3));
  const auto before = whole.disk().area(kLog);
  whole.deliver(append(2, 4, 2, {}, 3), kOther);
  whole.disk().mutable_area(kLog) = before;  // the snapshot is there, the log is uncut
  whole.crash_and_recover();
  EXPECT_EQ(whole.node().log.base_index(), 3u);
  EXPECT_EQ(whole.node().log.last_index(), 4u);
  EXPECT_EQ(whole.disk().area(kLog).first_index, 4u);
}

TEST(RaftDisk, ALogThatTheSnapshotWasToReplaceIsDiscardedAtRecovery) {
  Harness n = follower(3, {1, 1, 1, 1});
  const auto before = n.disk().area(kLog);
  n.deliver(snapshot_of(3, 2, 2), kOther);
  n.disk().mutable_area(kLog) = before;
  n.crash_and_recover();
  EXPECT_EQ(n.node().log.base_index(), 2u);
  EXPECT_EQ(n.node().log.last_index(), 2u);
  EXPECT_TRUE(n.disk().area(kLog).log.empty());
}

TEST(RaftDisk, ALogThatBeginsBehindAGapStopsTheServerForGood) {
  Harness n = compacted(3, 5);
  n.disk().mutable_area(kSnapshot).single = {};
  n.crash_and_recover();
  ASSERT_TRUE(n.node().halted);
  EXPECT_EQ(n.facts<Halted>()[0].reason, HaltReason::missing_snapshot);
}

TEST(RaftDisk, AnUnreadableSnapshotStopsTheServerForGood) {
  Harness n = compacted(3, 5);
  n.disk().mutable_area(kSnapshot).single.rotten = true;
  n.crash_and_recover();
  ASSERT_TRUE(n.node().halted);
  EXPECT_EQ(n.facts<Halted>()[0].reason, HaltReason::unreadable_snapshot);
}

TEST(Raft_Figure_13, ASnapshotOfAnOldTermIsRefused) {
  Harness n = follower(3, {1});
  n.deliver(snapshot_of(2, 5, 2), kOther);
  EXPECT_EQ(n.last_sent<InstallSnapshotReply>(kOther)->term, 3u);
  EXPECT_FALSE(n.last_sent<InstallSnapshotReply>(kOther)->done);
  EXPECT_EQ(n.node().commit_index, 0u);
}

TEST(Raft_Figure_13, TheWholeLogIsDiscardedWhereItDoesNotHoldTheLastIncludedEntry) {
  Harness n = follower(3, {1, 1, 1});
  n.deliver(snapshot_of(3, 2, 2), kOther);
  EXPECT_EQ(n.node().log.last_index(), 2u);
  EXPECT_EQ(n.node().log.last_term(), 2u);
  EXPECT_EQ(n.node().machine.values.at(0), 90);
  EXPECT_EQ(n.node().last_applied, 2u);
  EXPECT_TRUE(n.last_sent<InstallSnapshotReply>(kOther)->done);
}

TEST(Raft_Figure_13, EntriesBehindAMatchingOneAreRetained) {
  Harness n = follower(3, {1, 2, 2});
  n.deliver(snapshot_of(3, 2, 2), kOther);
  EXPECT_EQ(n.node().log.base_index(), 2u);
  EXPECT_EQ(n.node().log.last_index(), 3u);
}

TEST(Raft_Figure_13, ASnapshotOfWhatIsCommittedAlreadyChangesNothing) {
  Harness n = follower(3, {1, 2, 2});
  n.deliver(append(3, 3, 2, {}, 3), kOther);
  const uint64_t state = n.node().machine.hash;
  n.deliver(snapshot_of(3, 2, 2), kOther);
  EXPECT_EQ(n.node().machine.hash, state);
  EXPECT_EQ(n.node().commit_index, 3u);
  EXPECT_TRUE(n.last_sent<InstallSnapshotReply>(kOther)->done);
}

TEST(Raft_Figure_13, PiecesAreWrittenAtTheirOffsetAndOthersAreAskedForAgain) {
  Harness n = follower(3, {});
  InstallSnapshot first = snapshot_of(3, 4, 2), second = snapshot_of(3, 4, 2);
  first.done = false;
  second.offset = first.part.items();
  second.part = {};
  n.deliver(second, kOther);  // too early
  EXPECT_EQ(n.last_sent<InstallSnapshotReply>(kOther)->offset, 0u);
  n.deliver(first, kOther);
  EXPECT_EQ(n.last_sent<InstallSnapshotReply>(kOther)->offset, second.offset);
  n.deliver(first, kOther);  // twice
  EXPECT_EQ(n.last_sent<InstallSnapshotReply>(kOther)->offset, second.offset);
  EXPECT_EQ(n.node().commit_index, 0u);
  n.deliver(second, kOther);
  EXPECT_TRUE(n.last_sent<InstallSnapshotReply>(kOther)->done);
  EXPECT_EQ(n.node().commit_index, 4u);
}

TEST(Raft_Figure_13, ANewLeaderSendsTheSnapshotFromItsBeginning) {
  Harness n = follower(3, {});
  InstallSnapshot first = snapshot_of(3, 4, 2);
  first.done = false;
  n.deliver(first, kOther);
  InstallSnapshot later = snapshot_of(4, 4, 2);
  later.offset = first.part.items();
  later.part = {};
  n.deliver(later, kThird);
  EXPECT_EQ(n.last_sent<InstallSnapshotReply>(kThird)->offset, 0u);
}

TEST(Raft_7, ASnapshotCountsAsHearingFromTheLeader) {
  Harness n = server();
  stand(n);
  n.deliver(snapshot_of(1, 4, 1), kOther);
  EXPECT_EQ(n.node().role, Role::follower);
  EXPECT_EQ(n.node().leader, kOther);
  EXPECT_TRUE(n.timer_set(ServerTimer::election));
}

TEST(Raft_7, TheLeaderSendsASnapshotToAFollowerWhoseNextEntryItHasDiscarded) {
  Harness n = compacted_leader(4, 2);
  n.deliver(rejected(n.node().round, 1), kFourth);
  const auto piece = n.last_sent<InstallSnapshot>(kFourth);
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->offset, 0u);
  EXPECT_FALSE(piece->done);
  EXPECT_EQ(piece->part.items(), 2u);
}

TEST(Raft_7, EachAnswerBringsTheNextPieceAndTheLogGoesOnBehindTheLast) {
  Harness n = compacted_leader(4, 2);  // four keys and a session: five items
  const uint64_t last = n.node().log.last_index();
  n.deliver(rejected(n.node().round, 1), kFourth);
  n.deliver(InstallSnapshotReply{1, last, 2, false}, kFourth);
  n.deliver(InstallSnapshotReply{1, last, 4, false}, kFourth);
  const auto piece = n.last_sent<InstallSnapshot>(kFourth);
  ASSERT_TRUE(piece);
  EXPECT_TRUE(piece->done);
  EXPECT_EQ(piece->part.items(), 1u);
  n.deliver(InstallSnapshotReply{1, last, 0, true}, kFourth);
  EXPECT_EQ(n.node().progress[kFourth.value].match_index, last);
  n.deliver(kv::Request{write(50, 1)}, kClient);
  EXPECT_EQ(n.last_sent<AppendEntries>(kFourth)->prev_log_index, last);
}

TEST(Raft_7, APieceThatNoAnswerComesToIsSentAgainInPlaceOfAHeartbeat) {
  Harness n = compacted_leader(4, 2);
  n.deliver(rejected(n.node().round, 1), kFourth);
  n.fire(ServerTimer::heartbeat);
  ASSERT_EQ(n.sent<InstallSnapshot>().size(), 1u);
  EXPECT_EQ(n.last_sent<InstallSnapshot>(kFourth)->offset, 0u);
  EXPECT_TRUE(n.last_sent<AppendEntries>(kOther));
}

TEST(Raft_7, OldAnswersBringNoFurtherPieces) {
  Harness n = compacted_leader(4, 2);
  const uint64_t last = n.node().log.last_index();
  n.deliver(rejected(n.node().round, 1), kFourth);
  n.deliver(InstallSnapshotReply{1, last, 2, false}, kFourth);
  n.deliver(InstallSnapshotReply{1, last, 2, false}, kFourth);
  EXPECT_TRUE(n.sent<InstallSnapshot>().empty());
  n.deliver(InstallSnapshotReply{1, last - 1, 4, false}, kFourth);  // of another snapshot
  EXPECT_TRUE(n.sent<InstallSnapshot>().empty());
}

}  // namespace
}  // namespace ordain::raft
