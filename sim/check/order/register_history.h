// A register history whose written values are unique per key, so that every read names the write
// that it read from. What the causal and session checkers start from.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/check/history.h"

namespace ordain::check::order {

inline constexpr uint32_t kNone = 0xFFFFFFFF;
inline constexpr uint32_t kInitial = 0xFFFFFFFE;  // read from before every write

// One operation; a successful cas both reads and writes.
struct Access {
  uint32_t source = 0;  // index into History::operations
  uint32_t session = 0;
  uint32_t key = 0;
  uint32_t place = 0;  // in its session
  bool writes = false;
  bool reads = false;
  uint32_t from = kNone;  // access that wrote what it read, kInitial, or kNone: nobody wrote it
};

struct RegisterHistory {
  std::vector<Access> accesses;                 // in order of invocation
  std::vector<std::vector<uint32_t>> sessions;  // accesses by session
  uint32_t keys = 0;
};

// Throws InputError when a value is written twice to a key, or an operation is none of a
// register's.
RegisterHistory register_history(const History& history);

}  // namespace ordain::check::order
