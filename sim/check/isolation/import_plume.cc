#include <algorithm>
#include <charconv>

#include "sim/base/error.h"
#include "sim/base/rng.h"
#include "sim/check/isolation/import.h"

namespace ordain::check::isolation {
namespace {

struct Line {
  bool write;
  int64_t key;
  int64_t value;
  uint32_t transaction;  // dense, by first appearance
  uint32_t line;
};

class PlumeReader {
 public:
  PlumeReader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  Transactions run();

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw InputError(source_, Problem{"line " + std::to_string(line_), message,
                                      "r(<key>,<value>,<session>,<transaction>) or w(...), "
                                      "non-negative decimals, no spaces",
                                      ""});
  }
  void read_line(std::string_view line);
  int64_t number(std::string_view& rest, char end, const char* what) const;
  uint32_t transaction_of(int64_t session, int64_t transaction);
  uint32_t session_of(int64_t session);

  std::string_view text_;
  const std::string& source_;
  uint32_t line_ = 0;
  std::vector<Line> lines_;
  struct Head {
    int64_t session;
    int64_t transaction;
    uint32_t dense_session;
    uint32_t line;
  };
  std::vector<Head> heads_;
  std::vector<uint32_t> table_;  // open addressing over heads_
  std::map<int64_t, uint32_t> sessions_;
};

int64_t PlumeReader::number(std::string_view& rest, char end, const char* what) const {
  const size_t length = rest.find(end);
  if (length == std::string_view::npos) fail(std::string("no ") + what);
  int64_t value = 0;
  const char* last = rest.data() + length;
  const auto [stop, error] = std::from_chars(rest.data(), last, value);
  if (length == 0 || error != std::errc{} || stop != last || rest.front() == '-') {
    fail(std::string("the ") + what + " is no decimal below 2^63");
  }
  rest.remove_prefix(length + 1);
  return value;
}

uint32_t PlumeReader::session_of(int64_t session) {
  return sessions_.try_emplace(session, static_cast<uint32_t>(sessions_.size())).first->second;
}

uint32_t PlumeReader::transaction_of(int64_t session, int64_t transaction) {
  if (!lines_.empty()) {
    const Head& last = heads_[lines_.back().transaction];
    if (last.session == session && last.transaction == transaction)
      return lines_.back().transaction;
  }
  if (heads_.size() * 2 >= table_.size()) {
    table_.assign(std::max<size_t>(64, table_.size() * 4), kNone);
    for (uint32_t i = 0; i < heads_.size(); ++i) {
      size_t slot = derive_key(static_cast<uint64_t>(heads_[i].session),
                               static_cast<uint64_t>(heads_[i].transaction)) &
                    (table_.size() - 1);
      while (table_[slot] != kNone) slot = (slot + 1) & (table_.size() - 1);
      table_[slot] = i;
    }
  }
  size_t slot = derive_key(static_cast<uint64_t>(session), static_cast<uint64_t>(transaction)) &
                (table_.size() - 1);
  for (; table_[slot] != kNone; slot = (slot + 1) & (table_.size() - 1)) {
    const Head& head = heads_[table_[slot]];
    if (head.session == session && head.transaction == transaction) return table_[slot];
  }
  table_[slot] = static_cast<uint32_t>(heads_.size());
  heads_.push_back({session, transaction, session_of(session), line_});
  return table_[slot];
}

void PlumeReader::read_line(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.empty()) return;
  const bool write = line.front() == 'w';
  if ((!write && line.front() != 'r') || line.size() < 2 || line[1] != '(') {
    fail("a line that is neither a read nor a write");
  }
  std::string_view rest = line.substr(2);
  const int64_t key = number(rest, ',', "key");
  const int64_t value = number(rest, ',', "value");
  const int64_t session = number(rest, ',', "session");
  const int64_t transaction = number(rest, ')', "transaction");
  if (!rest.empty()) fail("text after the closing parenthesis");
  if (write && value == 0) fail("a write of 0, the initial value of every key");
  lines_.push_back({write, key, value, transaction_of(session, transaction), line_});
}

Transactions PlumeReader::run() {
  while (!text_.empty()) {
    ++line_;
    const size_t end = std::min(text_.find('\n'), text_.size());
    read_line(text_.substr(0, end));
    text_.remove_prefix(std::min(end + 1, text_.size()));
  }
  // Lines of one transaction need not stand together, but usually do.
  const auto by_transaction = [](const Line& a, const Line& b) {
    return a.transaction < b.transaction;
  };
  std::stable_sort(lines_.begin(), lines_.end(), by_transaction);
  Transactions out;
  out.type = DataType::Register;
  out.has_real_time = false;
  out.source = source_;
  out.reserve(heads_.size(), lines_.size());
  uint32_t current = kNone;
  for (const Line& line : lines_) {
    if (line.transaction != current) {
      current = line.transaction;
      Transaction head;
      head.session = heads_[current].dense_session;
      head.invoked = 2 * current;
      head.completed = 2 * current + 1;
      head.line = heads_[current].line;
      out.begin_transaction(head);
    }
    const Token value = line.value == 0 ? kInitial : out.tokens.integer(line.value);
    out.add(line.write ? Micro::Write : Micro::Read, out.tokens.integer(line.key), value);
  }
  return out;
}

}  // namespace

Transactions import_plume(std::string_view text, const std::string& source) {
  return PlumeReader(text, source).run();
}

}  // namespace ordain::check::isolation
