#include "protocols/kv/apps/registers.h"

#include <algorithm>

#include "protocols/kv/apps/cell.h"

namespace ordain::kv {
namespace {

const Result kMismatch{Status::mismatch, false, 0};

void set(uint64_t key, int64_t value, Values& values, uint64_t& hash) {
  const auto [at, fresh] = values.try_emplace(key, value);
  if (!fresh) hash -= cell_hash(Cell::value, key, static_cast<uint64_t>(at->second));
  at->second = value;
  hash += cell_hash(Cell::value, key, static_cast<uint64_t>(value));
}

bool finds_what_it_expects(const TransactionPart& part, const Values& values) {
  if (part.kind != PartKind::compare) return true;
  const auto found = values.find(part.key);
  if (found == values.end()) return !part.has_value;
  return part.has_value && part.value == found->second;
}

void read(TransactionPart& part, const Values& values) {
  const auto found = values.find(part.key);
  part.has_value = found != values.end();
  part.value = part.has_value ? found->second : 0;
}

Result transact(const Command& command, Values& values, uint64_t& hash) {
  if (!command.transaction.is<Transaction>()) return kMismatch;
  Transaction parts = command.transaction.as<Transaction>();
  const bool all = std::all_of(parts.begin(), parts.end(), [&](const TransactionPart& part) {
    return finds_what_it_expects(part, values);
  });
  if (!all) return kMismatch;
  for (TransactionPart& part : parts) {
    if (part.kind == PartKind::read) read(part, values);
    if (part.kind == PartKind::write) set(part.key, part.value, values, hash);
  }
  return {Status::ok, false, 0, Payload::make(parts)};
}

}  // namespace

Result apply_to_registers(const Command& command, Values& values, uint64_t& hash) {
  if (command.function == Function::txn) return transact(command, values, hash);
  const auto found = values.find(command.key);
  const bool present = found != values.end();
  switch (command.function) {
    case Function::read:
    case Function::get:
      return {Status::ok, present, present ? found->second : 0};
    case Function::write:
    case Function::put:
      set(command.key, command.value, values, hash);
      return {Status::ok, true, command.value};
    case Function::cas:
      if (!present || found->second != command.value) return kMismatch;
      set(command.key, command.new_value, values, hash);
      return {Status::ok, true, command.new_value};
    default:
      return kMismatch;  // not a command of this machine
  }
}

}  // namespace ordain::kv
