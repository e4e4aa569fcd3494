// Sessions: Ongaro's thesis, 6.3. The log's time decides when one expires, so that all replicas
// agree; it never runs backwards, though leaders' clocks differ.
#include <algorithm>

#include "protocols/kv/apps/cell.h"
#include "protocols/kv/state_machine.h"

namespace ordain::kv {
namespace {

uint64_t session_hash(NodeId client, uint64_t number) {
  return number == 0 ? 0 : cell_hash(Cell::session, client.value, number);
}

uint64_t executed_hash(NodeId client, const Session::Executed& done) {
  const uint64_t who = (uint64_t{client.value} << 2) | static_cast<uint64_t>(done.result.status);
  const uint64_t value = static_cast<uint64_t>(done.result.value) + done.result.transaction.hash();
  return mix64(mix64((who << 32) ^ ~done.sequence) + value);
}

LocalTime end_of(const Session& session) {
  return session.expiry.ns > 0 ? session.used + session.expiry : LocalTime::max();
}

}  // namespace

// Its client's session: as it was opened, or made by this command; null: it has ended.
Session* StateMachine::session_of(const Command& command) {
  if (command.session == 0) return &sessions[command.client];
  const auto found = sessions.find(command.client);
  if (found == sessions.end() || found->second.number != command.session) return nullptr;
  found->second.used = time;
  found->second.use = ++uses;
  return &found->second;
}

// A client has one session; opening another ends it. The same command again, which a retry may put
// into the log, gets the same answer; or, when the session has ended in between, opens one that its
// client does not know of and nobody uses.
StateMachine::Outcome StateMachine::open_session(const Command& command) {
  const auto found = sessions.find(command.client);
  if (found != sessions.end()) {
    const Session& session = found->second;
    const auto number = static_cast<int64_t>(session.number);
    if (command.sequence == session.opened_by) return {{Status::ok, true, number}, false};
    if (command.sequence < session.opened_by) return {{Status::stale, false, 0}, false};
    end(found);
  }
  Session& session = sessions[command.client];
  session.number = ++opened;
  session.opened_by = command.sequence;
  session.expiry = Duration{command.value};
  session.used = time;
  session.use = ++uses;
  next_end = std::min(next_end, end_of(session));
  hash += session_hash(command.client, session.number);
  if (command.new_value > 0) end_least_recently_used(static_cast<uint64_t>(command.new_value));
  return {{Status::ok, true, static_cast<int64_t>(opened)}, false};
}

void StateMachine::pass_time(const Command& command, const Surroundings& around) {
  if (command.time == LocalTime{}) return;
  time = std::max(time, command.time);
  const LocalTime now = around.broken(Mutant::session_expiry_local) ? around.now : time;
  if (now < next_end) return;
  next_end = LocalTime::max();
  for (auto at = sessions.begin(); at != sessions.end();) {
    const LocalTime ends = end_of(at->second);
    if (ends > now) next_end = std::min(next_end, ends);
    at = ends > now ? std::next(at) : end(at);
  }
}

// Requires that one was opened just now: it stays.
void StateMachine::end_least_recently_used(uint64_t most) {
  while (true) {
    auto oldest = sessions.end();
    uint64_t count = 0;
    for (auto at = sessions.begin(); at != sessions.end(); ++at) {
      if (at->second.number == 0) continue;
      ++count;
      if (oldest == sessions.end() || at->second.use < oldest->second.use) oldest = at;
    }
    if (count <= most) return;
    end(oldest);
  }
}

std::map<NodeId, Session>::iterator StateMachine::end(std::map<NodeId, Session>::iterator session) {
  const auto& [client, ended] = *session;
  hash -= session_hash(client, ended.number);
  for (const Session::Executed& done : ended.executed) hash -= executed_hash(client, done);
  return sessions.erase(session);
}

void StateMachine::remember(const Command& command, const Result& result, Session& session) {
  session.executed.push_back({command.sequence, result});
  hash += executed_hash(command.client, session.executed.back());
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
