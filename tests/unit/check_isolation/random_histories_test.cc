// The checkers against isolation by definition, on random histories small enough for that, and
// against a second algorithm on larger ones.

#include <gtest/gtest.h>

#include <sstream>

#include "sim/base/rng.h"
#include "sim/check/isolation/check.h"
#include "tests/unit/check_isolation/brute_force.h"
#include "tests/unit/check_isolation/random_history.h"

namespace ordain::check::isolation {
namespace {

constexpr Level kOrdered[] = {Level::SnapshotIsolation, Level::Serializable,
                              Level::StrongSessionSnapshotIsolation,
                              Level::StrongSessionSerializable, Level::StrictSerializable};

std::string dump(const Transactions& h, const Result& result) {
  std::ostringstream out;
  for (uint32_t t = 0; t < h.size(); ++t) {
    out << "T" << t << " session " << h[t].session << " [" << h[t].invoked << ", " << h[t].completed
        << "] outcome " << static_cast<int>(h[t].outcome) << ":";
    for (const MicroOp& op : h.ops(t)) {
      out << " " << (op.reads() ? "r" : "w") << static_cast<int>(op.kind) << " "
          << h.key_text(op.key) << " " << h.tokens.text(op.value) << ";";
    }
    out << "\n";
  }
  for (const Finding& f : result.anomalies)
    out << "  " << f.name() << ": " << f.explanation << "\n";
  return out.str();
}

// Returns how many verdicts were violations.
uint32_t compare(const HistoryShape& shape, uint64_t seed) {
  const Transactions history = random_history(shape, seed);
  const Result result = check_isolation(history);
  uint32_t violated = 0;
  for (const Level level : kOrdered) {
    const bool allowed = allowed_by_brute_force(history, level);
    violated += allowed ? 0 : 1;
    EXPECT_EQ(verdict_name(result[level]), allowed ? "holds" : "violated")
        << level_name(level) << " seed " << seed << "\n"
        << dump(history, result);
  }
  return violated;
}

HistoryShape small(DataType type, uint64_t seed) {
  HistoryShape shape;
  shape.type = type;
  shape.sessions = 2 + seed % 2;
  shape.transactions = 3 + seed % 3;
  shape.keys = 1 + seed / 3 % 3;
  shape.most_ops = 2 + seed / 7 % 3;
  shape.writes_in_8 = 3 + seed / 11 % 4;
  shape.mutated_reads = seed / 5 % 3;
  shape.stale_in_16 = seed / 13 % 3 * 5;
  shape.indeterminate_in_16 = seed % 5 == 0 ? 4 : 0;
  shape.failed_in_16 = seed % 7 == 0 ? 3 : 0;
  return shape;
}

TEST(RandomHistories, OfRegistersAreJudgedAsByDefinition) {
  uint32_t violated = 0;
  for (uint64_t seed = 0; seed < 4000 && !HasFailure(); ++seed) {
    violated += compare(small(DataType::Register, seed), seed);
  }
  EXPECT_GT(violated, 2000U);
  EXPECT_LT(violated, 18000U);
}

TEST(RandomHistories, OfListsAreJudgedAsByDefinition) {
  uint32_t violated = 0;
  for (uint64_t seed = 0; seed < 4000 && !HasFailure(); ++seed) {
    violated += compare(small(DataType::ListAppend, seed), seed);
  }
  EXPECT_GT(violated, 2000U);
  EXPECT_LT(violated, 18000U);
}

TEST(RandomHistories, OfASerialStoreHoldAtEveryLevel) {
  for (uint64_t seed = 0; seed < 60 && !HasFailure(); ++seed) {
    HistoryShape shape;
    shape.type = seed % 2 == 0 ? DataType::Register : DataType::ListAppend;
    shape.sessions = 8;
    shape.transactions = 300;
    shape.keys = 2 + seed % 20;
    shape.most_ops = 6;
    shape.indeterminate_in_16 = 1;
    shape.failed_in_16 = 1;
    const Transactions history = random_history(shape, seed);
    const Result result = check_isolation(history);
    for (size_t i = 0; i < kLevels; ++i) {
      EXPECT_EQ(verdict_name(result.levels[i]), "holds")
          << level_name(static_cast<Level>(i)) << " seed " << seed << "\n"
          << dump(history, result);
    }
  }
}

TEST(RandomHistories, MutatedAreJudgedTheSameBySearchesOverFrontiersAndOverOrders) {
  uint32_t violated = 0;
  constexpr uint32_t kRuns = 400;
  for (uint64_t seed = 0; seed < kRuns && !HasFailure(); ++seed) {
    HistoryShape shape;
    shape.type = seed % 4 == 0 ? DataType::ListAppend : DataType::Register;
    shape.sessions = 3;
    shape.transactions = 18 + seed % 13;
    shape.keys = 3 + seed % 5;
    shape.most_ops = 3;
    shape.writes_in_8 = 3 + seed / 4 % 3;
    shape.mutated_reads = seed % 3;
    const Transactions history = random_history(shape, seed);
    const Result result = check_isolation(history);
    const bool allowed = session_serializable_by_frontiers(history);
    violated += allowed ? 0 : 1;
    EXPECT_EQ(verdict_name(result[Level::StrongSessionSerializable]),
              allowed ? "holds" : "violated")
        << "seed " << seed << "\n"
        << dump(history, result);
    Options search;
    search.search_only = true;
    EXPECT_EQ(check_isolation(history, search).levels, result.levels) << "seed " << seed;
  }
  EXPECT_GT(violated, kRuns / 10);
  EXPECT_LT(violated, kRuns * 9 / 10);
}

TEST(RandomHistories, GiveTheSameReportEveryTime) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    HistoryShape shape = small(seed % 2 == 0 ? DataType::Register : DataType::ListAppend, seed);
    shape.transactions = 40;
    shape.mutated_reads = 3;
    const Result first = check_isolation(random_history(shape, seed));
    const Result second = check_isolation(random_history(shape, seed));
    EXPECT_EQ(first.levels, second.levels);
    EXPECT_EQ(first.steps, second.steps);
    ASSERT_EQ(first.anomalies.size(), second.anomalies.size());
    for (size_t i = 0; i < first.anomalies.size(); ++i) {
      EXPECT_EQ(first.anomalies[i].explanation, second.anomalies[i].explanation);
      EXPECT_EQ(first.anomalies[i].transactions, second.anomalies[i].transactions);
    }
  }
}

}  // namespace
}  // namespace ordain::check::isolation
