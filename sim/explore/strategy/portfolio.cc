#include "sim/explore/strategy/portfolio.h"

#include <algorithm>

namespace ordain {

void Portfolio::begin(RunStart& start) {
  turn_ = start.index % members_.size();
  members_[turn_]->begin(start);
}

void Portfolio::learn(const Learned& learned) {
  const size_t whose = learned.index % members_.size();
  for (size_t i = 0; i < members_.size(); ++i) {
    // Answers of another member's kind cannot be repeated: such a run is not for a corpus.
    if (i == whose || !members_[i]->wants_coverage()) members_[i]->learn(learned);
  }
}

bool Portfolio::wants_coverage() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const auto& member) { return member->wants_coverage(); });
}

}  // namespace ordain
