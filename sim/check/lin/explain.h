// Why a history is not linearizable, in a form that a person can verify by hand: the shortest
// prefix that fails, the longest partial linearization of it, and the operation that fits nowhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/check/history.h"
#include "sim/check/lin/check.h"

namespace ordain::check::lin {

// One operation in a partial linearization, and the object's state after it.
struct Placed {
  uint32_t operation = 0;  // index into History::operations
  std::string state;
};

// An operation that was open when the failing one returned and has not been placed: what it could
// still do does not help.
struct Open {
  uint32_t operation = 0;
  std::string effect;
};

struct Explanation {
  Value key;
  uint32_t failing = 0;  // the operation that fits nowhere
  uint32_t events = 0;   // the shortest failing prefix: it ends with that operation's response
  std::vector<Placed> placed;
  std::vector<Open> open;
  std::string state;               // after what is placed
  std::vector<std::string> words;  // the argument, one sentence each
};

// Requires report.refutation().
Explanation explain(const History& history, const Options& options, const Report& report);

}  // namespace ordain::check::lin
