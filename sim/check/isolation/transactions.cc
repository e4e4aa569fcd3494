#include "sim/check/isolation/transactions.h"

#include <algorithm>
#include <cstring>

#include "sim/base/error.h"
#include "sim/base/rng.h"

namespace ordain::check::isolation {

Token TokenTable::intern(std::string_view text) {
  const auto known = known_.find(text);
  if (known != known_.end()) return known->second;
  const Token token = kFirstInterned + static_cast<Token>(texts_.size());
  texts_.emplace_back(text);
  known_.emplace(text, token);
  return token;
}

Token TokenTable::integer(int64_t value) {
  if (value < kFirstInterned && value > -kFirstInterned) return value;
  return intern(std::to_string(value));
}

std::string TokenTable::text(Token token) const {
  if (token == kInitial) return "nil";
  if (token < kFirstInterned) return std::to_string(token);
  return texts_[static_cast<size_t>(token - kFirstInterned)];
}

void Transactions::reserve(size_t transactions, size_t ops) {
  transactions_.reserve(transactions);
  ops_.reserve(ops);
}

void Transactions::begin_transaction(const Transaction& head) {
  if (transactions_.size() >= (kNone >> 4) || ops_.size() >= (kNone >> 4)) {
    throw InputError(source, Problem{"", "the history is too long", "2^28 micro-operations", ""});
  }
  transactions_.push_back(head);
  transactions_.back().first_op = op_count();
  sessions_ = std::max(sessions_, head.session + 1);
  any_indeterminate_ = any_indeterminate_ || head.outcome == Outcome::Indeterminate;
}

void Transactions::add(Micro kind, Token key, Token value) {
  ops_.push_back({value, key_index(key), kind});
}

void Transactions::add_list_read(Token key, const Token* elements, size_t count) {
  const uint32_t k = key_index(key);
  std::vector<Token>& longest = longest_[k];
  const size_t shared = std::min(count, longest.size());
  const bool agrees =
      shared == 0 || std::memcmp(elements, longest.data(), shared * sizeof(Token)) == 0;
  if (!agrees) {
    ops_.push_back({static_cast<Token>(other_lists_.size()), k, Micro::ReadOther});
    other_lists_.emplace_back(elements, elements + count);
    return;
  }
  if (count > shared) longest.insert(longest.end(), elements + shared, elements + count);
  ops_.push_back({static_cast<Token>(count), k, Micro::ReadPrefix});
}

std::string Transactions::name(uint32_t t) const {
  std::string text = "T" + std::to_string(t);
  if (transactions_[t].line != 0) text += " (line " + std::to_string(transactions_[t].line) + ")";
  return text;
}

uint32_t Transactions::key_index(Token key) {
  if (keys_.size() * 2 >= key_table_.size()) grow_key_table();
  const size_t mask = key_table_.size() - 1;
  size_t slot = mix64(static_cast<uint64_t>(key)) & mask;
  while (key_table_[slot] != kNone) {
    if (keys_[key_table_[slot]] == key) return key_table_[slot];
    slot = (slot + 1) & mask;
  }
  key_table_[slot] = key_count();
  keys_.push_back(key);
  longest_.emplace_back();
  return key_count() - 1;
}

void Transactions::grow_key_table() {
  key_table_.assign(std::max<size_t>(64, key_table_.size() * 4), kNone);
  const size_t mask = key_table_.size() - 1;
  for (uint32_t k = 0; k < keys_.size(); ++k) {
    size_t slot = mix64(static_cast<uint64_t>(keys_[k])) & mask;
    while (key_table_[slot] != kNone) slot = (slot + 1) & mask;
    key_table_[slot] = k;
  }
}

}  // namespace ordain::check::isolation
