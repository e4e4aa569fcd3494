#include "sim/base/error.h"
#include "sim/check/isolation/import.h"

namespace ordain::check::isolation {
namespace {

// Keywords become strings in JSON: the function of a micro-operation counts by its spelling.
std::string_view function_of(const Value& op) {
  const bool shaped =
      op.kind() == Value::Kind::Vector && op.items().size() == 3 && op.items()[0].is_text();
  if (!shaped) return {};
  const std::string_view f = op.items()[0].text();
  return f == "r" || f == "w" || f == "append" ? f : std::string_view{};
}

const Value& micro_operations(const Operation& op) {
  return op.outcome == Outcome::Ok && op.result.kind() == Value::Kind::Vector ? op.result
                                                                              : op.argument;
}

class EventImporter {
 public:
  explicit EventImporter(const History& history) : history_(history) {}

  Transactions run();

 private:
  [[noreturn]] void fail(const Operation& op, const std::string& message) const {
    throw InputError(history_.source,
                     Problem{op.line == 0 ? "" : "line " + std::to_string(op.line), message,
                             "a transaction of micro-operations [:r key value], [:w key value] or "
                             "[:append key value]",
                             ""});
  }
  DataType find_type() const;
  void take(const Operation& op);
  void take_micro(const Operation& op, const Value& micro);
  void take_read(const Operation& op, Token key, const Value& value);
  Token token(const Value& value);
  uint32_t session_of(int64_t process);

  const History& history_;
  Transactions out_;
  std::vector<Token> list_;
  std::map<int64_t, uint32_t> sessions_;
};

DataType EventImporter::find_type() const {
  bool writes = false;
  const Operation* appends = nullptr;
  for (const Operation& op : history_.operations) {
    for (const Value& micro : micro_operations(op).items()) {
      const std::string_view f = function_of(micro);
      writes = writes || f == "w";
      if (f == "append" && appends == nullptr) appends = &op;
      if (f == "r" && micro.items()[2].is_sequence() && appends == nullptr) appends = &op;
    }
  }
  if (writes && appends != nullptr) {
    fail(*appends, "a history that both writes registers and appends to lists");
  }
  return appends != nullptr ? DataType::ListAppend : DataType::Register;
}

Token EventImporter::token(const Value& value) {
  if (value.is_int()) return out_.tokens.integer(value.number());
  return out_.tokens.intern(value.edn());
}

uint32_t EventImporter::session_of(int64_t process) {
  return sessions_.try_emplace(process, static_cast<uint32_t>(sessions_.size())).first->second;
}

void EventImporter::take_read(const Operation& op, Token key, const Value& value) {
  if (op.outcome != Outcome::Ok) return;  // never observed
  if (out_.type == DataType::Register) {
    if (value.is_sequence()) fail(op, "a register that reads as a list");
    return out_.add(Micro::Read, key, value.is_nil() ? kInitial : token(value));
  }
  if (!value.is_nil() && value.kind() != Value::Kind::Vector) {
    fail(op, "a list that reads as " + value.edn());
  }
  list_.clear();
  for (const Value& element : value.items()) list_.push_back(token(element));
  out_.add_list_read(key, list_.data(), list_.size());
}

void EventImporter::take_micro(const Operation& op, const Value& micro) {
  const std::string_view f = function_of(micro);
  if (f.empty()) fail(op, "a micro-operation that is " + micro.edn());
  const Token key = token(micro.items()[1]);
  const Value& value = micro.items()[2];
  if (f == "r") return take_read(op, key, value);
  if (value.is_nil()) fail(op, "a write of nil, the initial value of every key");
  out_.add(f == "w" ? Micro::Write : Micro::Append, key, token(value));
}

void EventImporter::take(const Operation& op) {
  const Value& value = micro_operations(op);
  if (!value.is_nil() && value.kind() != Value::Kind::Vector) {
    fail(op, "a transaction whose value is " + value.edn());
  }
  Transaction head;
  head.session = session_of(op.process);
  head.invoked = op.invoke;
  head.completed = op.complete;
  head.line = op.line;
  head.outcome = op.outcome;
  out_.begin_transaction(head);
  for (const Value& micro : value.items()) take_micro(op, micro);
}

Transactions EventImporter::run() {
  out_.source = history_.source;
  out_.type = find_type();
  out_.reserve(history_.operations.size(), 3 * history_.operations.size());
  for (const Operation& op : history_.operations) take(op);
  return std::move(out_);
}

}  // namespace

bool holds_transactions(const History& history) {
  for (const Operation& op : history.operations) {
    for (const Value& micro : micro_operations(op).items()) return !function_of(micro).empty();
  }
  return false;
}

Transactions import_transactions(const History& history) { return EventImporter(history).run(); }

}  // namespace ordain::check::isolation
