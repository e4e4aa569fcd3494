#include "protocols/kv/state_machine.h"

#include <algorithm>

namespace ordain::kv {
namespace {

const Result* find(const Session& session, uint64_t sequence) {
  static const Result stale{Status::stale, false, 0};
  if (sequence < session.floor) return &stale;
  for (const Session::Executed& done : session.executed) {
    if (done.sequence == sequence) return &done.result;
  }
  return nullptr;
}

// What a session that keeps the last command only takes for the answer.
const Result* last_if_not_newer(const Session& session, uint64_t sequence) {
  const auto last =
      std::max_element(session.executed.begin(), session.executed.end(),
                       [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  return last == session.executed.end() || last->sequence < sequence ? nullptr : &last->result;
}

}  // namespace

const Result* StateMachine::answered(NodeId client, uint64_t sequence) const {
  const auto found = sessions.find(client);
  return found == sessions.end() ? nullptr : find(found->second, sequence);
}

StateMachine::Outcome StateMachine::apply(const Command& command, const Surroundings& around) {
  pass_time(command, around);
  if (command.is_no_op()) return {};
  if (command.function == Function::open_session) return open_session(command);
  Session* session = session_of(command);
  if (session == nullptr) return {{Status::session_expired, false, 0}, false};
  if (command.function == Function::keep_alive) return {};
  if (around.broken(Mutant::dedup_last_seq_only)) {
    if (const Result* last = last_if_not_newer(*session, command.sequence)) return {*last, false};
  }
  if (const Result* known = find(*session, command.sequence)) return {*known, false};
  raise_floor(command.client, *session, command.floor);
  const Result result = execute(command, around);
  remember(command, result, *session);
  return {result, true};
}

Result StateMachine::query(const Command& command) const {
  const auto found = values.find(command.key);
  const bool present = found != values.end();
  return {Status::ok, present, present ? found->second : 0};
}

Result StateMachine::execute(const Command& command, const Surroundings& around) {
  const bool guarded = command.function == Function::write && command.new_value != 0;
  switch (command.function) {
    case Function::acquire:
      return acquire(command, time, locks, hash);
    case Function::release:
      return release(command, time, locks, hash);
    case Function::enqueue:
      return enqueue(command, queues, hash);
    case Function::dequeue:
      return dequeue(command, queues, hash);
    default:
      break;
  }
  if (guarded && !admits_write(command, locks, hash) && !around.broken(Mutant::no_fencing)) {
    return {Status::mismatch, false, 0};
  }
  return apply_to_registers(command, values, hash);
}

}  // namespace ordain::kv
