#include "protocols/kv/state_machine.h"

#include <algorithm>

#include "sim/base/rng.h"

namespace ordain::kv {
namespace {

constexpr Result kStale{Status::stale, false, 0};

uint64_t cell_hash(uint64_t key, int64_t value) {
  return mix64(mix64(key + 1) + static_cast<uint64_t>(value));
}

uint64_t executed_hash(NodeId client, const Session::Executed& done) {
  const uint64_t who = (uint64_t{client.value} << 2) | static_cast<uint64_t>(done.result.status);
  return mix64(mix64((who << 32) ^ ~done.sequence) + static_cast<uint64_t>(done.result.value));
}

const Result* find(const Session& session, uint64_t sequence) {
  if (sequence < session.floor) return &kStale;
  for (const Session::Executed& done : session.executed) {
    if (done.sequence == sequence) return &done.result;
  }
  return nullptr;
}

}  // namespace

const Result* StateMachine::answered(NodeId client, uint64_t sequence) const {
  const auto found = sessions.find(client);
  return found == sessions.end() ? nullptr : find(found->second, sequence);
}

StateMachine::Outcome StateMachine::apply(const Command& command) {
  if (command.is_no_op()) return {};
  Session& session = sessions[command.client];
  if (const Result* known = find(session, command.sequence)) return {*known, false};
  raise_floor(command.client, session, command.floor);
  const Result result = execute(command);
  session.executed.push_back({command.sequence, result});
  hash += executed_hash(command.client, session.executed.back());
  return {result, true};
}

Result StateMachine::query(const Command& command) const {
  const auto found = values.find(command.key);
  const bool present = found != values.end();
  return {Status::ok, present, present ? found->second : 0};
}

Result StateMachine::execute(const Command& command) {
  const auto found = values.find(command.key);
  const bool present = found != values.end();
  switch (command.function) {
    case Function::read:
    case Function::get:
      return query(command);
    case Function::write:
    case Function::put:
      set(command.key, command.value);
      return {Status::ok, true, command.value};
    case Function::cas:
      if (!present || found->second != command.value) return {Status::mismatch, false, 0};
      set(command.key, command.new_value);
      return {Status::ok, true, command.new_value};
    default:
      return {Status::mismatch, false, 0};  // not a command of this machine
  }
}

void StateMachine::set(uint64_t key, int64_t value) {
  const auto [at, fresh] = values.try_emplace(key, value);
  if (!fresh) hash -= cell_hash(key, at->second);
  at->second = value;
  hash += cell_hash(key, value);
}

StateMachine StateMachine::part(uint64_t first, uint64_t count) const {
  StateMachine out;
  const uint64_t end = std::min(items(), first + count);
  const uint64_t keys = values.size();
  uint64_t item = std::min(first, end);
  auto value = std::next(values.begin(), static_cast<int64_t>(std::min(item, keys)));
  for (; item < std::min(end, keys); ++item, ++value) out.set(value->first, value->second);
  auto session = std::next(sessions.begin(), static_cast<int64_t>(item < keys ? 0 : item - keys));
  for (; item < end; ++item, ++session) {
    out.sessions.insert(*session);
    for (const Session::Executed& done : session->second.executed) {
      out.hash += executed_hash(session->first, done);
    }
  }
  return out;
}

void StateMachine::take_in(const StateMachine& part) {
  values.insert(part.values.begin(), part.values.end());
  sessions.insert(part.sessions.begin(), part.sessions.end());
  hash += part.hash;
}

void StateMachine::raise_floor(NodeId client, Session& session, uint64_t floor) {
  if (floor <= session.floor) return;
  session.floor = floor;
  const auto gone = std::remove_if(session.executed.begin(), session.executed.end(),
                                   [&](const Session::Executed& done) {
                                     if (done.sequence >= floor) return false;
                                     hash -= executed_hash(client, done);
                                     return true;
                                   });
  session.executed.erase(gone, session.executed.end());
}

}  // namespace ordain::kv
