// Transactions as a client saw them: micro-operations on keys, sessions, outcomes, and the order of
// invocations and completions. The form every importer fills and every isolation checker reads.
//
// Rule: transactions are numbered in the order of their invocation; a session's transactions follow
// each other. Positions are those of a History: each event has its own, from 0, without large gaps.
// What a transaction that is not known to have committed read is not kept: a client that never saw
// the answer has no observation to be held to.
//
// A read of a list costs one number: it is stored as a length, a prefix of the longest list read
// for its key. Only a read that is no such prefix (an anomaly by itself) keeps its own elements, so
// that memory follows the number of micro-operations, not the lengths of the lists.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/check/history.h"

namespace ordain::check::isolation {

// A key or value: an integer as it is, anything else (a keyword, a string) numbered by a
// TokenTable.
using Token = int64_t;
inline constexpr Token kInitial = std::numeric_limits<int64_t>::min();  // nil: never written
inline constexpr Token kFirstInterned = int64_t{1} << 62;
inline constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

class TokenTable {
 public:
  // `text` as it shall be shown: ":x", "\"a\"".
  Token intern(std::string_view text);
  // Integers beyond +-2^62 are interned by their digits.
  Token integer(int64_t value);
  std::string text(Token token) const;

 private:
  std::map<std::string, Token, std::less<>> known_;
  std::vector<std::string> texts_;
};

enum class DataType : uint8_t { ListAppend, Register };

enum class Micro : uint8_t {
  Read,        // register: value, or kInitial
  Write,       // register: value
  Append,      // list: the element
  ReadPrefix,  // list: value = how many elements of the key's longest read
  ReadOther,   // list: value = index into Transactions::other_lists
};

struct MicroOp {
  Token value = 0;
  uint32_t key = 0;
  Micro kind = Micro::Read;

  bool reads() const { return kind != Micro::Write && kind != Micro::Append; }
};

inline constexpr uint32_t kNever = std::numeric_limits<uint32_t>::max();

struct Transaction {
  uint32_t first_op = 0;        // its micro-operations: first_op .. the next one's first_op
  uint32_t session = 0;         // dense number of the client's process or session
  uint32_t invoked = 0;         // position of the invocation among all events
  uint32_t completed = kNever;  // position of the completion; kNever when indeterminate
  uint32_t line = 0;            // in the input, for people; 0 when unknown
  Outcome outcome = Outcome::Ok;
};

struct OpRange {
  const MicroOp* first;
  const MicroOp* last;
  const MicroOp* begin() const { return first; }
  const MicroOp* end() const { return last; }
};

// Filled through begin_transaction() and the add_ functions; read-only afterwards.
class Transactions {
 public:
  DataType type = DataType::Register;
  bool has_real_time = true;  // whether invoked and completed mean anything
  std::string source;         // file name, for messages
  TokenTable tokens;

  // Requires: invocations in order; the micro-operations that follow belong to this transaction.
  void begin_transaction(const Transaction& head);
  void add(Micro kind, Token key, Token value);
  void add_list_read(Token key, const Token* elements, size_t count);
  void reserve(size_t transactions, size_t ops);

  uint32_t size() const { return static_cast<uint32_t>(transactions_.size()); }
  uint32_t key_count() const { return static_cast<uint32_t>(keys_.size()); }
  uint32_t session_count() const { return sessions_; }
  const Transaction& operator[](uint32_t t) const { return transactions_[t]; }
  OpRange ops(uint32_t t) const {
    const uint32_t last = t + 1 < size() ? transactions_[t + 1].first_op : op_count();
    return {ops_.data() + transactions_[t].first_op, ops_.data() + last};
  }
  uint32_t op_count() const { return static_cast<uint32_t>(ops_.size()); }

  bool any_indeterminate() const { return any_indeterminate_; }

  const std::vector<Token>& longest_read(uint32_t key) const { return longest_[key]; }
  const std::vector<Token>& other_list(Token index) const {
    return other_lists_[static_cast<size_t>(index)];
  }
  std::string key_text(uint32_t key) const { return tokens.text(keys_[key]); }
  // "T3", and the line it came from when known: "T3 (line 12)".
  std::string name(uint32_t t) const;

 private:
  uint32_t key_index(Token key);
  void grow_key_table();

  std::vector<Transaction> transactions_;
  std::vector<MicroOp> ops_;
  std::vector<Token> keys_;
  std::vector<uint32_t> key_table_;  // open addressing over keys_
  std::vector<std::vector<Token>> longest_;
  std::vector<std::vector<Token>> other_lists_;
  uint32_t sessions_ = 0;
  bool any_indeterminate_ = false;
};

}  // namespace ordain::check::isolation
