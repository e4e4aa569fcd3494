#include "protocols/paxos/properties/linearizable.h"

namespace ordain::paxos {
namespace {

using check::Value;

check::lin::OnlineOptions options() {
  check::lin::OnlineOptions out;
  out.model = check::Model::Register;
  out.initial = Value(0);
  return out;
}

}  // namespace

Linearizable::Linearizable() : checker_(options()) {}

void Linearizable::on_operation(const OpRecord& record, Report& report) {
  const OpEvent& op = record.op;
  const bool proposes = op.function == Function::cas;
  const uint64_t id = (uint64_t{record.client.value} << 40) | op.number;
  switch (op.phase) {
    case OpPhase::invoke:
      checker_.invoke(id, record.client.value, proposes ? "cas" : "read", Value(),
                      proposes ? Value::vector({Value(op.value), Value(op.new_value)}) : Value());
      return;
    case OpPhase::ok:
      checker_.complete(id, proposes ? Value::boolean(true) : Value(op.value));
      break;
    case OpPhase::failed:  // the answer was another value
      checker_.complete(id, Value::boolean(false));
      break;
    case OpPhase::indeterminate:
      checker_.indeterminate(id);
      break;
  }
  checker_.report(name(), record, report);
}

}  // namespace ordain::paxos
