#include "protocols/kv/apps/registers.h"

#include <algorithm>

#include "protocols/kv/apps/cell.h"

namespace ordain::kv {
namespace {

const Result kMismatch{Status::mismatch, false, 0};

// The register's present value in the machine's hash.
uint64_t hash_of_register(uint64_t key, int64_t value) {
  return cell_hash(Cell::value, key, static_cast<uint64_t>(value));
}

// `at`: the first register whose key is not below this one.
void set(Values::iterator at, uint64_t key, int64_t value, Values& values, uint64_t& hash) {
  if (at == values.end() || at->first != key) {
    values.insert_at(at, {key, value});
  } else {
    hash -= hash_of_register(key, at->second);
    at->second = value;
  }
  hash += hash_of_register(key, value);
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
    if (part.kind == PartKind::write) {
      set(values.lower_bound(part.key), part.key, part.value, values, hash);
    }
  }
  return {Status::ok, false, 0, Payload::make(parts)};
}

}  // namespace

Result apply_to_registers(const Command& command, Values& values, uint64_t& hash) {
  if (command.function == Function::txn) return transact(command, values, hash);
  const auto found = values.lower_bound(command.key);
  const bool present = found != values.end() && found->first == command.key;
  switch (command.function) {
    case Function::read:
    case Function::get:
      return {Status::ok, present, present ? found->second : 0};
    case Function::write:
    case Function::put:
      set(found, command.key, command.value, values, hash);
      return {Status::ok, true, command.value};
    case Function::cas:
      if (!present || found->second != command.value) return kMismatch;
      set(found, command.key, command.new_value, values, hash);
      return {Status::ok, true, command.new_value};
    default:
      return kMismatch;  // not a command of this machine
  }
}

}  // namespace ordain::kv
