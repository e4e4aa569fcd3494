// The events of one object in order, and a slot for every operation while it is open.
//
// An operation takes the lowest free slot when invoked and frees it when it returns, so which
// operations of the window are linearized is a mask of a few words, whatever the history's length
// (the window-compressed configurations of Lee and Mathur's frontier graphs, PLDI 2026, and of
// Lowe's just-in-time linearization, 2017). Indeterminate operations never return: they have slots
// of their own, in order of invocation.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/lin/problem.h"

namespace ordain::check::lin {

struct Timeline {
  explicit Timeline(const std::vector<Op>& ops);

  static uint32_t op_of(uint32_t event) { return event >> 1; }
  static bool is_return(uint32_t event) { return (event & 1) != 0; }

  std::vector<uint32_t> events;    // op << 1 | is_return
  std::vector<uint32_t> opened;    // by operation: the index of its invocation in events
  std::vector<uint32_t> slot;      // by operation
  std::vector<uint32_t> previous;  // by operation: who held its slot before, or kNever
  std::vector<uint32_t> crashed;   // the indeterminate operations, in order of invocation
  uint32_t width = 0;              // how many slots returning operations need
};

}  // namespace ordain::check::lin
