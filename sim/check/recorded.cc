#include "sim/check/recorded.h"

namespace ordain::check {
namespace {

Value pair(int64_t a, int64_t b) { return Value::vector({a, b}); }

Value parts_of(const OpEvent& op, bool with_reads) {
  std::vector<Value> parts;
  if (!op.transaction.is<Transaction>()) return Value::vector({});
  for (const TransactionPart& part : op.transaction.as<Transaction>()) {
    const bool writes = part.kind == PartKind::write;
    const bool known = writes || (with_reads && part.has_value);
    parts.push_back(
        Value::vector({Value::keyword(writes ? "w" : "r"), static_cast<int64_t>(part.key),
                       known ? Value(part.value) : Value()}));
  }
  return Value::vector(std::move(parts));
}

}  // namespace

bool is_read(Function function) {
  return function == Function::read || function == Function::get || function == Function::dequeue ||
         function == Function::pop;
}

Value argument_of(const OpEvent& op) {
  if (is_read(op.function) || op.function == Function::erase) return {};
  switch (op.function) {
    case Function::txn:
      return parts_of(op, false);
    case Function::cas:
      return pair(op.value, op.new_value);
    case Function::acquire:
      return op.value > 0 ? Value(op.value) : Value();
    case Function::write:
      return op.new_value == 0 ? Value(op.value) : pair(op.value, op.new_value);
    default:
      return op.value;
  }
}

Value result_of(const OpEvent& op) {
  if (is_read(op.function)) return op.has_value ? Value(op.value) : Value();
  if (op.function == Function::txn) return parts_of(op, true);
  return argument_of(op);
}

OpEvent as_transaction(const OpEvent& op) {
  if (op.function == Function::txn) return op;
  OpEvent out = op;
  Transaction parts;
  const bool known = op.phase == OpPhase::ok && op.has_value;
  if (is_read(op.function)) parts.add({PartKind::read, known, op.key, op.value});
  if (op.function == Function::cas) parts.add({PartKind::compare, true, op.key, op.value});
  if (!is_read(op.function)) {
    const int64_t written = op.function == Function::cas ? op.new_value : op.value;
    parts.add({PartKind::write, true, op.key, written});
  }
  out.function = Function::txn;
  out.key = 0;
  out.transaction = Payload::make(parts);
  return out;
}

}  // namespace ordain::check
