// Each anomaly is found in the smallest history that shows it, under its own name, and refutes the
// weakest level that forbids it but none below.

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/check/isolation/check.h"
#include "tests/unit/check_isolation/histories.h"

namespace ordain::check::isolation {
namespace {

bool names(const Result& result, const std::string& anomaly) {
  for (const Finding& f : result.anomalies) {
    if (f.name() == anomaly && !f.explanation.empty() && !f.transactions.empty()) return true;
  }
  return false;
}

// Expects the anomaly by name, `refuted` refuted, and `allowed` not.
void expect(const Transactions& history, const std::string& anomaly, Level refuted,
            std::initializer_list<Level> allowed) {
  const Result result = check_isolation(history);
  std::string found;
  for (const Finding& f : result.anomalies) found += f.name() + ": " + f.explanation + "\n";
  EXPECT_TRUE(names(result, anomaly)) << "wanted " << anomaly << ", found\n" << found;
  EXPECT_EQ(verdict_name(result[refuted]), "violated") << level_name(refuted) << "\n" << found;
  for (const Level level : allowed) {
    EXPECT_EQ(verdict_name(result[level]), "holds") << level_name(level) << "\n" << found;
  }
}

constexpr Level kRU = Level::ReadUncommitted;
constexpr Level kRC = Level::ReadCommitted;
constexpr Level kSI = Level::SnapshotIsolation;
constexpr Level kSER = Level::Serializable;

TEST(ListAnomalies, G0IsACycleOfOverwrites) {
  expect(lists({"0 [0 3] ok: a x 1, a y 1", "1 [1 4] ok: a x 2, a y 2",
                "2 [2 5] ok: r x 1 2, r y 2 1"}),
         "G0", kRU, {});
}

TEST(ListAnomalies, G1aIsAReadOfAFailedWrite) {
  expect(lists({"0 [0 2] fail: a x 1", "1 [1 3] ok: r x 1"}), "G1a", kRC, {kRU});
}

TEST(ListAnomalies, G1bIsAReadOfAnIntermediateWrite) {
  expect(lists({"0 [0 2] ok: a x 1, a x 2", "1 [1 3] ok: r x 1", "2 [4 5] ok: r x 1 2"}), "G1b",
         kRC, {kRU});
}

TEST(ListAnomalies, G1cIsACycleOfReadsAndOverwrites) {
  expect(lists({"0 [0 2] ok: a x 1, r y 1", "1 [1 3] ok: a y 1, r x 1"}), "G1c", kRC, {kRU});
}

TEST(ListAnomalies, DirtyUpdateBuildsOnAFailedWrite) {
  expect(lists({"0 [0 3] fail: a x 1", "1 [1 4] ok: a x 2", "2 [2 5] ok: r x 1 2"}), "dirty-update",
         kRC, {kRU});
}

TEST(ListAnomalies, InternalContradictsOnesOwnAppend) {
  expect(lists({"0 [0 1] ok: a x 6, r x"}), "internal", kRC, {kRU});
}

TEST(ListAnomalies, TwoDifferentReadsOfOneKeyAreFineForReadCommittedOnly) {
  expect(lists({"0 [0 2] ok: a x 1", "1 [1 3] ok: r x, r x 1"}), "internal", kSI, {kRU, kRC});
}

TEST(ListAnomalies, FutureReadSeesWhatIsAppendedLater) {
  expect(lists({"0 [0 1] ok: r x 1, a x 1"}), "future-read", kRC, {kRU});
}

TEST(ListAnomalies, DuplicateElementsAppearTwice) {
  expect(lists({"0 [0 1] ok: a x 1", "1 [2 3] ok: r x 1 1"}), "duplicate-elements", kRU, {});
}

TEST(ListAnomalies, GarbageWasNeverAppended) {
  expect(lists({"0 [0 1] ok: a x 1", "1 [2 3] ok: r x 1 7"}), "garbage", kRU, {});
}

TEST(ListAnomalies, IncompatibleOrdersHaveNoCommonList) {
  expect(lists({"0 [0 4] ok: a x 1", "1 [1 5] ok: a x 2", "2 [2 6] ok: r x 1 2",
                "3 [3 7] ok: r x 2 1"}),
         "incompatible-order", kRC, {kRU});
}

TEST(ListAnomalies, AppendsOfOneTransactionKeepTheirOrder) {
  expect(lists({"0 [0 1] ok: a x 1, a x 2", "1 [2 3] ok: r x 2 1"}), "intra-transaction-order", kRC,
         {kRU});
  expect(lists({"0 [0 1] ok: a x 1, a x 2", "1 [2 3] ok: r x 2"}), "intra-transaction-order", kRC,
         {kRU});
}

TEST(ListAnomalies, LostUpdateReplacesOneVersionTwice) {
  expect(lists({"0 [0 2] ok: r x, a x 1", "1 [1 3] ok: r x, a x 2", "2 [4 5] ok: r x 1 2"}),
         "lost-update", kSI, {kRU, kRC});
}

TEST(ListAnomalies, LostUpdateShowsEvenWhenNobodyReadTheAppends) {
  expect(lists({"0 [0 2] ok: r x, a x 1", "1 [1 3] ok: r x, a x 2"}), "lost-update", kSI,
         {kRU, kRC});
}

TEST(ListAnomalies, GSingleHasOneAntiDependency) {
  expect(lists({"0 [0 2] ok: a x 1, a y 1", "1 [1 3] ok: r x 1, r y"}), "G-single", kSI,
         {kRU, kRC});
}

TEST(ListAnomalies, GNonadjacentIsALongFork) {
  expect(lists({"0 [0 4] ok: a x 1", "1 [1 5] ok: a y 1", "2 [2 6] ok: r x 1, r y",
                "3 [3 7] ok: r x, r y 1"}),
         "G-nonadjacent", kSI, {kRU, kRC});
}

TEST(ListAnomalies, G2ItemIsWriteSkew) {
  expect(lists({"0 [0 2] ok: a x 1, r y", "1 [1 3] ok: a y 1, r x"}), "G2-item", kSER,
         {kRU, kRC, kSI, Level::StrongSessionSnapshotIsolation});
}

TEST(ListAnomalies, ProcessVariantsNeedTheSessionsOrder) {
  expect(lists({"0 [0 2] ok: a x 1", "0 [3 5] ok: r x", "1 [1 4] ok: r x 1"}), "G-single-process",
         Level::StrongSessionSnapshotIsolation, {kSI, kSER});
}

TEST(ListAnomalies, RealtimeVariantsNeedTheOrderOfTime) {
  expect(lists({"0 [0 1] ok: a x 1", "1 [2 3] ok: r x", "2 [4 5] ok: r x 1"}), "G-single-realtime",
         Level::StrictSerializable, {kSI, kSER, Level::StrongSessionSerializable});
}

// T0 and T1 each began before the other committed: T0 saw y without T1's append, T1 saw z without
// T0's. So both appends to x, although nobody read them, were made at once.
TEST(ListAnomalies, UnreadAppendsMustBeOrderedForSnapshotIsolation) {
  expect(lists({"0 [0 2] ok: a x 1, r y, a z 1", "1 [1 3] ok: a x 2, r z, a y 1"}),
         "no-snapshot-order", kSI, {kRU, kRC});
  expect(lists({"0 [0 2] ok: r y, a z 1", "1 [1 3] ok: a x 2, r z, a y 1"}), "G2-item", kSER,
         {kRU, kRC, kSI});
}

TEST(RegisterAnomalies, GarbageWasNeverWritten) {
  expect(registers({"0 [0 1] ok: w x 1", "1 [2 3] ok: r x 7"}), "garbage", kRU, {});
}

TEST(RegisterAnomalies, G1aIsAReadOfAFailedWrite) {
  expect(registers({"0 [0 2] fail: w x 1", "1 [1 3] ok: r x 1"}), "G1a", kRC, {kRU});
}

TEST(RegisterAnomalies, G1bIsAReadOfAnIntermediateWrite) {
  expect(registers({"0 [0 2] ok: w x 1, w x 2", "1 [1 3] ok: r x 1"}), "G1b", kRC, {kRU});
}

TEST(RegisterAnomalies, G1cIsACycleOfReads) {
  expect(registers({"0 [0 2] ok: w x 1, r y 1", "1 [1 3] ok: w y 1, r x 1"}), "G1c", kRC, {kRU});
}

TEST(RegisterAnomalies, InternalContradictsOnesOwnWrite) {
  expect(registers({"0 [0 1] ok: w x 1, r x"}), "internal", kRC, {kRU});
}

TEST(RegisterAnomalies, FutureReadSeesWhatIsWrittenLater) {
  expect(registers({"0 [0 1] ok: r x 1, w x 1"}), "future-read", kRC, {kRU});
}

TEST(RegisterAnomalies, CyclicVersionsEachReplaceTheOther) {
  expect(registers({"0 [0 2] ok: r x 2, w x 1", "1 [1 3] ok: r x 1, w x 2"}), "cyclic-versions",
         kRU, {});
}

TEST(RegisterAnomalies, LostUpdateReplacesOneVersionTwice) {
  expect(registers({"0 [0 2] ok: r x, w x 1", "1 [1 3] ok: r x, w x 2"}), "lost-update", kSI,
         {kRU, kRC});
}

TEST(RegisterAnomalies, GSingleFollowsFromTheInitialVersion) {
  expect(registers({"0 [0 2] ok: w x 1, w y 1", "1 [1 3] ok: r x 1, r y"}), "G-single", kSI,
         {kRU, kRC});
}

TEST(RegisterAnomalies, G2ItemIsWriteSkew) {
  expect(registers({"0 [0 2] ok: w x 1, r y", "1 [1 3] ok: w y 1, r x"}), "G2-item", kSER,
         {kRU, kRC, kSI});
}

// T0 and T1 wrote both keys; T2 saw the one's x and T3 the other's y, each as the last.
TEST(RegisterAnomalies, NoSnapshotOrderIsFoundWhereNoReadTellsTheOrder) {
  expect(registers(
             {"0 [0 4] ok: w x 1, w y 1", "1 [1 5] ok: w x 2, w y 2", "2 [6 7] ok: r x 1, r y 2"}),
         "no-snapshot-order", kSI, {kRU, kRC});
}

TEST(RegisterAnomalies, NoSerialOrderIsFoundWhereSnapshotsStillHaveOne) {
  expect(registers(
             {"0 [0 1] ok: w x 1, w y 1", "1 [2 4] ok: r x 1, w y 2", "2 [3 5] ok: r y 1, w x 2"}),
         "no-serial-order", kSER, {kRU, kRC, kSI});
}

TEST(Isolation, AnIndeterminateTransactionCountsOnceSomebodySawIt) {
  const Result unseen =
      check_isolation(lists({"0 [0 -] info: a x 1, a y 1", "1 [2 3] ok: r x, r y"}));
  EXPECT_EQ(verdict_name(unseen[Level::StrictSerializable]), "holds");
  const Result half =
      check_isolation(lists({"0 [0 -] info: a x 1, a y 1", "1 [2 3] ok: r x 1, r y"}));
  EXPECT_EQ(verdict_name(half[Level::SnapshotIsolation]), "violated");
  const Result late =
      check_isolation(lists({"0 [0 -] info: a x 1", "1 [2 3] ok: r x", "2 [4 5] ok: r x 1"}));
  EXPECT_EQ(verdict_name(late[Level::StrictSerializable]), "holds");
}

TEST(Isolation, AFailedAttemptMayBeRepeatedWithTheSameValue) {
  const Result result =
      check_isolation(registers({"0 [0 1] fail: w x 1", "0 [2 3] ok: w x 1", "1 [4 5] ok: r x 1"}));
  EXPECT_EQ(verdict_name(result[Level::StrictSerializable]), "holds");
}

TEST(Isolation, AValueWrittenTwiceIsBadInput) {
  EXPECT_THROW(check_isolation(registers({"0 [0 1] ok: w x 1", "1 [2 3] ok: w x 1"})), InputError);
  EXPECT_THROW(check_isolation(lists({"0 [0 1] ok: a x 1", "1 [2 3] ok: a x 1"})), InputError);
}

TEST(Isolation, AnEmptyHistoryHoldsAtEveryLevel) {
  for (const Verdict v : check_isolation(lists({})).levels) EXPECT_EQ(v, Verdict::Holds);
}

TEST(Isolation, WithoutStepsTheVerdictIsUnknown) {
  Options options;
  options.search_only = true;
  options.order_steps = 0;
  const Result result = check_isolation(
      registers({"0 [0 4] ok: w x 1, w y 1", "1 [1 5] ok: w x 2, w y 2", "2 [6 7] ok: r x 1"}),
      options);
  EXPECT_EQ(verdict_name(result[kSER]), "unknown");
}

}  // namespace
}  // namespace ordain::check::isolation
