#include "sim/explore/exhaustive/sleep_sets.h"

#include <algorithm>

#include "sim/base/assert.h"

namespace ordain {

const StepSet& SleepSets::expand(uint32_t state) {
  SIM_ASSERT(state == next_ && !waiting_.empty());
  asleep_ = std::move(waiting_.front());
  waiting_.pop_front();
  ++next_;
  return asleep_;
}

// Whether the step is asleep or was taken before `at`, and commutes with it.
bool SleepSets::passes(StateStore::Words from, const Successors& found, size_t at,
                       const ExploreStep& step) {
  for (size_t i = 0; i < found.list.size(); ++i) {
    const Successors::Successor& other = found.list[i];
    if (other.step != step) continue;
    return (other.asleep || i < at) && model_.commute(from, other, found.list[at]);
  }
  return false;
}

void SleepSets::arrive(StateStore::Words from, const Successors& found, size_t at, uint32_t to) {
  if (to < next_) return;  // expanded already, and from no farther away
  const bool fresh = to - next_ == waiting_.size();
  if (!fresh) {
    std::erase_if(waiting_[to - next_],
                  [&](const ExploreStep& step) { return !passes(from, found, at, step); });
    return;
  }
  StepSet& asleep = waiting_.emplace_back();
  for (size_t i = 0; i < found.list.size(); ++i) {
    const Successors::Successor& other = found.list[i];
    if (!other.asleep && i >= at) continue;
    if (model_.commute(from, other, found.list[at])) asleep.push_back(other.step);
  }
  std::sort(asleep.begin(), asleep.end());
}

}  // namespace ordain
