// Locks with fencing tokens. Each grant of a lock has a number of its own, higher than all before;
// the holder shows it with each write to what the lock guards (the register of the same key), and a
// write that shows a lower one than some write before it is refused. So a holder that has lost its
// lock without noticing (its lease ran out while it was paused) does no harm.
//
// Chubby calls the number a sequencer (Burrows, "The Chubby lock service", OSDI 2006, 2.4); the
// name fencing token and the story are Kleppmann's ("How to do distributed locking", 2016).
#pragma once

#include <map>

#include "protocols/kv/command.h"

namespace ordain::kv {

struct Lock {
  NodeId holder;         // no node: free
  uint64_t token = 0;    // of the last grant
  LocalTime expires;     // by the log's time; 0: never
  uint64_t written = 0;  // the highest token that a write has shown
  BOOST_DESCRIBE_CLASS(Lock, (), (holder, token, expires, written), (), ())

  bool held(LocalTime now) const {
    return holder.valid() && (expires == LocalTime{} || now < expires);
  }
};

using Locks = std::map<uint64_t, Lock>;

// `now` is the log's time. A lock that is held is not granted again, not even to its holder.
Result acquire(const Command& command, LocalTime now, Locks& locks, uint64_t& hash);
// Only the last grant, and only while it lasts, can be given back.
Result release(const Command& command, LocalTime now, Locks& locks, uint64_t& hash);

// Whether a write shows a token that is good; remembers it.
bool admits_write(const Command& command, Locks& locks, uint64_t& hash);

}  // namespace ordain::kv
