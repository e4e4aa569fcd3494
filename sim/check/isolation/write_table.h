// Who wrote what: every write of the history, grouped by key and sorted by value, so that a value
// read finds its writer without a hash table over the whole history (the writes to one key lie
// together, and are usually written in the order of their values already).
#pragma once

#include <vector>

#include "sim/check/isolation/transactions.h"

namespace ordain::check::isolation {

struct WriteSlot {
  Token value = 0;
  uint32_t transaction = 0;
  uint32_t op = 0;
  bool final = false;  // the transaction's last write to the key
};

class WriteTable {
 public:
  // Throws InputError when two transactions that may have committed wrote one value to one key.
  explicit WriteTable(const Transactions& transactions);

  uint32_t size() const { return static_cast<uint32_t>(slots_.size()); }
  const WriteSlot& operator[](uint32_t slot) const { return slots_[slot]; }
  uint32_t first(uint32_t key) const { return first_[key]; }
  uint32_t last(uint32_t key) const { return first_[key + 1]; }
  uint32_t slot_of_op(uint32_t op) const { return slot_of_op_[op]; }

  // The slot of this value, or kNone; `hint` is tried first.
  uint32_t find(uint32_t key, Token value, uint32_t hint = kNone) const;

 private:
  void sort_key(const Transactions& transactions, uint32_t key);
  void refuse_repeated(const Transactions& transactions, uint32_t key) const;

  std::vector<WriteSlot> slots_;
  std::vector<uint32_t> first_;  // by key
  std::vector<uint32_t> slot_of_op_;
};

}  // namespace ordain::check::isolation
