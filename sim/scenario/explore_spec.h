// How far an exhaustive exploration of a scenario goes: its "explore". Everything that a schedule
// may do is bounded by a number; within these bounds every schedule is looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/describe.h"

namespace ordain {

BOOST_DEFINE_ENUM_CLASS(SearchOrder, breadth_first, depth_first)

// Which schedules need not be looked at, as others show the same (sim/explore/README.md).
//   sleep_sets       one order of two steps that commute: every state stays, transitions go
//   idle_deliveries  messages that would change nothing where they arrive: they stay under way
BOOST_DEFINE_ENUM_CLASS(Reduction, none, sleep_sets, idle_deliveries, all)

// At most so often on one path.
struct Bound {
  static constexpr uint32_t kAny = ~uint32_t{0};
  static constexpr uint32_t kMost = 250;
  uint32_t most = 0;
  bool any() const { return most == kAny; }
  friend bool operator==(const Bound&, const Bound&) = default;
};

// Of single timers, by their names: those not named share `timeouts`.
struct TimerBounds {
  std::vector<std::pair<std::string, Bound>> by_name;
};

struct ExploreSpec {
  SearchOrder order = SearchOrder::breadth_first;
  Bound depth{Bound::kAny};     // steps of a path
  Bound crashes{0};             // of servers
  Bound restarts{Bound::kAny};  // of servers that crashed
  Bound drops{0};               // of messages
  Bound duplications{0};        // any: a message that was sent once may arrive again and again
  Bound timeouts{2};            // timers that fire
  TimerBounds timers;
  std::optional<uint64_t> operations;  // of all clients together; default: those of "clients"
  uint32_t picks = 1;                  // random picks among at most so many are all tried
  Reduction reduction = Reduction::none;
  bool symmetry = false;  // servers that the protocol calls alike are interchangeable
  uint64_t max_states = 20'000'000;
};

}  // namespace ordain
