// A machine in pieces, for snapshots that travel so.
#include <algorithm>

#include "protocols/kv/state_machine.h"

namespace ordain::kv {
namespace {

// Of the items numbered from `first`, those of `from` that lie in [begin, end) go to `to`.
template <class Map>
uint64_t copy_items(const Map& from, Map& to, uint64_t first, uint64_t begin, uint64_t end) {
  const uint64_t past = first + from.size();
  uint64_t item = std::clamp(begin, first, past);
  auto at = std::next(from.begin(), static_cast<int64_t>(item - first));
  for (; item < std::min(end, past); ++item, ++at) to.insert(*at);
  return past;
}

}  // namespace

uint64_t StateMachine::items() const {
  return values.size() + locks.size() + queues.size() + sessions.size();
}

StateMachine StateMachine::part(uint64_t first, uint64_t count) const {
  StateMachine out;
  out.time = time;
  out.next_end = next_end;
  out.opened = opened;
  out.uses = uses;
  out.hash = hash;
  const uint64_t end = std::min(items(), first + count);
  uint64_t next = copy_items(values, out.values, 0, first, end);
  next = copy_items(locks, out.locks, next, first, end);
  next = copy_items(queues, out.queues, next, first, end);
  copy_items(sessions, out.sessions, next, first, end);
  return out;
}

void StateMachine::take_in(const StateMachine& part) {
  values.insert(part.values.begin(), part.values.end());
  locks.insert(part.locks.begin(), part.locks.end());
  queues.insert(part.queues.begin(), part.queues.end());
  sessions.insert(part.sessions.begin(), part.sessions.end());
  time = part.time;
  next_end = part.next_end;
  opened = part.opened;
  uses = part.uses;
  hash = part.hash;
}

}  // namespace ordain::kv
