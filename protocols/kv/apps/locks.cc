#include "protocols/kv/apps/locks.h"

#include "protocols/kv/apps/cell.h"

namespace ordain::kv {
namespace {

const Result kRefused{Status::mismatch, false, 0};

uint64_t lock_hash(uint64_t key, const Lock& lock) {
  const uint64_t holder = lock.holder.valid() ? uint64_t{lock.holder.value} + 1 : 0;
  const uint64_t grant =
      mix64(lock.token) ^ mix64(~holder) ^ static_cast<uint64_t>(lock.expires.ns);
  return cell_hash(Cell::lock, key, grant) + cell_hash(Cell::fence, key, lock.written);
}

}  // namespace

Result acquire(const Command& command, LocalTime now, Locks& locks, uint64_t& hash) {
  const auto [at, fresh] = locks.try_emplace(command.key);
  Lock& lock = at->second;
  if (lock.held(now)) return kRefused;
  if (!fresh) hash -= lock_hash(command.key, lock);
  lock.holder = command.client;
  ++lock.token;
  lock.expires = command.value > 0 ? now + Duration{command.value} : LocalTime{};
  hash += lock_hash(command.key, lock);
  return {Status::ok, true, static_cast<int64_t>(lock.token)};
}

Result release(const Command& command, LocalTime now, Locks& locks, uint64_t& hash) {
  const auto found = locks.find(command.key);
  if (found == locks.end()) return kRefused;
  Lock& lock = found->second;
  if (!lock.held(now) || lock.token != static_cast<uint64_t>(command.value)) return kRefused;
  hash -= lock_hash(command.key, lock);
  lock.holder = kNoNode;
  hash += lock_hash(command.key, lock);
  return {Status::ok, true, command.value};
}

bool admits_write(const Command& command, Locks& locks, uint64_t& hash) {
  const auto token = static_cast<uint64_t>(command.new_value);
  const auto found = locks.find(command.key);
  if (found == locks.end() || token < found->second.written) return false;
  hash -= lock_hash(command.key, found->second);
  found->second.written = token;
  hash += lock_hash(command.key, found->second);
  return true;
}

}  // namespace ordain::kv
