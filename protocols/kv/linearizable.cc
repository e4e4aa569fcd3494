#include "protocols/kv/linearizable.h"

namespace ordain::kv {
namespace {

using check::Value;

check::lin::OnlineOptions options() {
  check::lin::OnlineOptions out;
  out.model = check::Model::Kv;
  return out;
}

uint64_t id_of(const OpRecord& record) {
  return (uint64_t{record.client.value} << 40) | record.op.number;
}

bool reads(const OpEvent& op) {
  return op.function == Function::get || op.function == Function::read;
}

Value argument_of(const OpEvent& op) {
  if (reads(op)) return {};
  if (op.function == Function::cas) return Value::vector({Value(op.value), Value(op.new_value)});
  return Value(op.value);
}

Value result_of(const OpEvent& op) {
  if (op.function == Function::cas) return Value::boolean(true);
  return reads(op) && op.has_value ? Value(op.value) : Value();
}

}  // namespace

Linearizable::Linearizable() : checker_(options()) {}

void Linearizable::on_operation(const OpRecord& record, Report& report) {
  const OpEvent& op = record.op;
  const uint64_t id = id_of(record);
  switch (op.phase) {
    case OpPhase::invoke:
      checker_.invoke(id, record.client.value, std::string(enum_name(op.function)),
                      Value(static_cast<int64_t>(op.key)), argument_of(op));
      return;
    case OpPhase::ok:
      checker_.complete(id, result_of(op));
      break;
    case OpPhase::failed:
      // A compare-and-set that was answered "no" has observed the key's value.
      op.function == Function::cas ? static_cast<void>(checker_.complete(id, Value::boolean(false)))
                                   : checker_.fail(id);
      break;
    case OpPhase::indeterminate:
      checker_.indeterminate(id);
      break;
  }
  if (checker_.ok()) return;
  report.violated(name(), checker_.violation(), record.event, record.time, record.client);
}

}  // namespace ordain::kv
