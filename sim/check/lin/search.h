// The general search for a linearization: Wing and Gong's, as just-in-time linearization (Lowe,
// "Testing for linearizability", 2017) over window-compressed configurations.
//
// A configuration is (event, which open operations are linearized, state). Only when an operation
// returns that is not yet linearized does the search choose what to linearize before it. What keeps
// the number of configurations small:
//
//   pure operations (matching reads, a cas that failed) are linearized as soon as possible: nothing
//     is lost by it, so they never branch;
//   of open operations of one class only the one that returns first is tried;
//   an indeterminate operation need never be linearized, so of two configurations that differ only
//     in those, the one that used fewer dominates, and one that changes nothing is never used.
//
//   an operation that changes the state without being observed (a write that another overwrites)
//     need not be placed when it happens: a configuration remembers the event of its last
//     overwrite, and an operation that was open then may, when it returns, be taken to have
//     happened just before it. So overwritten writes do not branch; only what is observed does;
//   for the same reason a blind or indeterminate operation is linearized only when it must return,
//     or when something observes it at once: anything else can as well happen later.
//
// Depth first with a small budget finds a linearization soonest; breadth first then decides the
// rest in the memory of one frontier and knows the exact event that no configuration survives.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/lin/problem.h"

namespace ordain::check::lin {

enum class Verdict : uint8_t { Linearizable, NotLinearizable, Unknown };

// Why a search ended without a verdict.
enum class Spent : uint8_t { Nothing, Steps, Memory, Width };

struct Survivor {
  StateId state = 0;
  std::vector<uint32_t> linearized;  // open operations that this configuration has linearized
};

// In a depth-first search's choices: the operation happened unseen.
inline constexpr uint32_t kUnseen = 1U << 31;

inline constexpr size_t kShownSurvivors = 64;

struct SearchResult {
  Verdict verdict = Verdict::Unknown;
  Spent spent = Spent::Nothing;
  uint64_t steps = 0;
  uint64_t peak_bytes = 0;
  uint32_t failing_op = kNever;     // whose return no configuration survives
  std::vector<uint32_t> choices;    // see linearize(); of a breadth-first search: empty
  std::vector<Survivor> survivors;  // what was still possible just before the failing return
};

enum class Order : uint8_t { DepthFirst, BreadthFirst, Both };

// `problem.machine` interns states as the search goes.
SearchResult search(const Problem& problem, const Limits& limits, Order order = Order::Both);

// Completes a depth-first search's choices to the linearization they stand for, with every
// operation in its place, up to the return of `until` (kNever: to the end).
std::vector<uint32_t> linearize(const Problem& problem, const std::vector<uint32_t>& choices,
                                uint32_t until);

}  // namespace ordain::check::lin
