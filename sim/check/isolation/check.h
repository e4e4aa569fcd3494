// Judges the isolation of a history: which levels it refutes, and by what.
//
// The verdict, the anomalies and the number of steps depend on the history and the options alone.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/check/isolation/analysis.h"

namespace ordain::check::isolation {

struct Options {
  // What the search for shortest cycles, and each level's decision over open orders, may take: edge
  // visits and the like, some tens of millions a second.
  uint64_t cycle_steps = 50'000'000;
  uint64_t order_steps = 2'000'000'000;
  // Leaves out the guesses and the pruning before the search: slow, for tests.
  bool search_only = false;
};

struct Result {
  LevelVerdicts levels{};
  // Strict serializability means nothing where the record holds no real-time order.
  std::array<bool, kLevels> judged{};
  std::vector<Finding> anomalies;             // a few of each kind
  std::array<uint64_t, kAnomalies> counts{};  // of those that show without a cycle
  uint32_t transactions = 0;
  uint32_t operations = 0;  // micro-operations
  uint64_t steps = 0;
  uint64_t open_orders = 0;  // pairs of writes, at the level that had most, left open by the reads
  uint64_t conflicts = 0;

  Verdict operator[](Level level) const { return levels[index_of(level)]; }
};

// Throws InputError when a value was written twice to one key.
Result check_isolation(const Transactions& transactions, const Options& options = {});

}  // namespace ordain::check::isolation
