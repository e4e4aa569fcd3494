#include "protocols/kv/linearizable.h"

#include "sim/check/recorded.h"

namespace ordain::kv {
namespace {

using check::Value;

bool has_transactions(const ClientConfig& config) { return config.transactions.num > 0; }

check::lin::OnlineOptions options(const ClientConfig& config) {
  check::lin::OnlineOptions out;
  switch (config.application) {
    case Application::registers:
      out.model = has_transactions(config) ? check::Model::MultiRegister : check::Model::Kv;
      break;
    case Application::locks:
      out.model = check::Model::FencedLock;
      break;
    case Application::queues:
      out.model = check::Model::Queue;
      break;
  }
  return out;
}

uint64_t id_of(const OpRecord& record) {
  return (uint64_t{record.client.value} << 40) | record.op.number;
}

// The specification's answer to a cas that found what it expected.
Value success_of(const OpEvent& op) {
  return op.function == Function::cas ? Value::boolean(true) : check::result_of(op);
}

}  // namespace

Linearizable::Linearizable(const ClientConfig& config)
    : transactions_(has_transactions(config)),
      leases_(config.lease.ns > 0),
      checker_(options(config)) {}

void Linearizable::on_operation(const OpRecord& record, Report& report) {
  const OpEvent op = transactions_ ? check::as_transaction(record.op) : record.op;
  const uint64_t id = id_of(record);
  switch (op.phase) {
    case OpPhase::invoke:
      return invoked(record);
    case OpPhase::ok:
      checker_.complete(id, success_of(op));
      break;
    case OpPhase::failed:
      failed(op, id);
      break;
    case OpPhase::indeterminate:
      checker_.indeterminate(id);
      break;
  }
  checker_.report(name(), record, report);
}

void Linearizable::invoked(const OpRecord& record) {
  const OpEvent op = transactions_ ? check::as_transaction(record.op) : record.op;
  const Value key = transactions_ ? Value() : Value(static_cast<int64_t>(op.key));
  checker_.invoke(id_of(record), record.client.value, std::string(enum_name(op.function)), key,
                  check::argument_of(op));
}

// What was answered "no" has observed something: a cas another value, a write a higher token, an
// acquire or release a lock that stands otherwise. That a lease has run out is no operation: the
// last two say nothing where there are leases. What nobody was asked has observed nothing: its
// client waited for a session until it gave up.
void Linearizable::failed(const OpEvent& op, uint64_t id) {
  const bool of_lock = op.function == Function::acquire || op.function == Function::release;
  const bool observed = op.asked && (op.function == Function::cas ||
                                     op.function == Function::write || (of_lock && !leases_));
  observed ? static_cast<void>(checker_.complete(id, Value::boolean(false))) : checker_.fail(id);
}

}  // namespace ordain::kv
