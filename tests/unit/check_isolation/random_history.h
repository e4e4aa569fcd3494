// Random histories of transactions: what clients of a serial store would have seen, and the same
// with some reads replaced by others that the store might have given under weaker isolation.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/isolation/transactions.h"

namespace ordain::check::isolation {

struct HistoryShape {
  DataType type = DataType::Register;
  uint32_t sessions = 3;
  uint32_t transactions = 5;
  uint32_t keys = 3;
  uint32_t most_ops = 3;
  uint32_t writes_in_8 = 4;    // of 8 micro-operations, how many write
  uint32_t mutated_reads = 0;  // how many reads show another version of the key
  uint32_t stale_in_16 = 0;    // of 16 transactions, how many read from an old snapshot
  uint32_t indeterminate_in_16 = 0;
  uint32_t failed_in_16 = 0;
};

Transactions random_history(const HistoryShape& shape, uint64_t seed);

}  // namespace ordain::check::isolation
