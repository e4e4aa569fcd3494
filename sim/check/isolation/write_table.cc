#include "sim/check/isolation/write_table.h"

#include <algorithm>

#include "sim/base/error.h"

namespace ordain::check::isolation {

WriteTable::WriteTable(const Transactions& transactions) {
  first_.assign(transactions.key_count() + 1, 0);
  slot_of_op_.assign(transactions.op_count(), kNone);
  for (uint32_t t = 0; t < transactions.size(); ++t) {
    for (const MicroOp& op : transactions.ops(t)) {
      if (!op.reads()) ++first_[op.key + 1];
    }
  }
  for (size_t k = 1; k < first_.size(); ++k) first_[k] += first_[k - 1];
  slots_.resize(first_.back());
  std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
  uint32_t op_index = 0;
  for (uint32_t t = 0; t < transactions.size(); ++t) {
    for (const MicroOp& op : transactions.ops(t)) {
      if (!op.reads()) {
        const uint32_t slot = next[op.key]++;
        slot_of_op_[op_index] = slot;
        slots_[slot] = {op.value, t, op_index, true};
        if (slot > first_[op.key] && slots_[slot - 1].transaction == t) {
          slots_[slot - 1].final = false;
        }
      }
      ++op_index;
    }
  }
  for (uint32_t k = 0; k < transactions.key_count(); ++k) sort_key(transactions, k);
}

void WriteTable::sort_key(const Transactions& transactions, uint32_t key) {
  const auto begin = slots_.begin() + first_[key];
  const auto end = slots_.begin() + first_[key + 1];
  const auto rising = [](const WriteSlot& a, const WriteSlot& b) { return a.value >= b.value; };
  if (std::adjacent_find(begin, end, rising) == end) return;
  // A value's writer that did not fail comes first: a failed attempt may have been repeated.
  std::sort(begin, end, [&](const WriteSlot& a, const WriteSlot& b) {
    if (a.value != b.value) return a.value < b.value;
    const bool a_failed = transactions[a.transaction].outcome == Outcome::Failed;
    const bool b_failed = transactions[b.transaction].outcome == Outcome::Failed;
    return a_failed != b_failed ? b_failed : a.op < b.op;
  });
  for (uint32_t s = first_[key]; s < first_[key + 1]; ++s) slot_of_op_[slots_[s].op] = s;
  refuse_repeated(transactions, key);
}

void WriteTable::refuse_repeated(const Transactions& transactions, uint32_t key) const {
  for (uint32_t s = first_[key]; s + 1 < first_[key + 1]; ++s) {
    const WriteSlot& a = slots_[s];
    const WriteSlot& b = slots_[s + 1];
    if (a.value != b.value || transactions[b.transaction].outcome == Outcome::Failed) continue;
    const uint32_t line = transactions[b.transaction].line;
    throw InputError(
        transactions.source,
        Problem{line == 0 ? "" : "line " + std::to_string(line),
                "the value " + transactions.tokens.text(b.value) + " of key " +
                    transactions.key_text(key) + " is written twice, by " +
                    transactions.name(a.transaction) + " and by " +
                    transactions.name(b.transaction),
                "each value at most once a key, so that a read tells which write it saw", ""});
  }
}

uint32_t WriteTable::find(uint32_t key, Token value, uint32_t hint) const {
  if (hint < first_[key + 1] && hint >= first_[key] && slots_[hint].value == value &&
      (hint == first_[key] || slots_[hint - 1].value != value)) {
    return hint;
  }
  const auto begin = slots_.begin() + first_[key];
  const auto end = slots_.begin() + first_[key + 1];
  const auto place = std::lower_bound(
      begin, end, value, [](const WriteSlot& slot, Token wanted) { return slot.value < wanted; });
  if (place == end || place->value != value) return kNone;
  return static_cast<uint32_t>(place - slots_.begin());
}

}  // namespace ordain::check::isolation
