// Sleep sets (Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", 1996,
// chapter 5): of two steps that commute, one order is enough. They keep every state, its distance
// from the start and every violation; what they cut is transitions to states that are known.
//
// A state's sleep set holds steps that need not be taken from it, as a path of the same length
// takes them elsewhere and comes to the same state. A step that is taken passes on to its successor
// what was asleep or taken before it, as far as it commutes with that.
//
// Why nothing is lost, breadth first: let w be a shortest path from a state on, such that no step
// that could be moved to w's front, past steps that it commutes with, is asleep there. Take, of
// those steps, the one that is taken first. What it passes on and could be moved to the front of
// the rest would have been such a step of w itself, asleep or taken before: there is none. So the
// rest may go on in the same way from the next state, where no more is asleep than what any of its
// predecessors passes on: all those of the level before are done by then. Nothing is asleep at the
// start. (Depth first, states would have to be looked at again with less asleep.)
//
// Whether two steps commute is asked of the state at hand, and of what would happen: the ledgers,
// which all nodes write to, must come out as the same in both orders, and be violated in neither.
#pragma once

#include <cstdint>
#include <deque>

#include "sim/explore/exhaustive/global_model.h"

namespace ordain {

class SleepSets {
 public:
  explicit SleepSets(GlobalModel& model) : model_(model) {}

  // So many initial states, with nothing asleep.
  void begin(uint32_t initial) { waiting_.resize(initial); }
  // What is asleep at the next state in the order of their numbers.
  const StepSet& expand(uint32_t state);
  // Successor `at` of the expanded state turned out to be `to`. In the order of the list, and
  // leaving out nothing but what was asleep or is a violation.
  void arrive(StateStore::Words from, const Successors& found, size_t at, uint32_t to);

 private:
  bool passes(StateStore::Words from, const Successors& found, size_t at, const ExploreStep& step);

  GlobalModel& model_;
  StepSet asleep_;
  std::deque<StepSet> waiting_;  // of the states from next_ on
  uint32_t next_ = 0;
};

}  // namespace ordain
