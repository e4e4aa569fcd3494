// Takes the steps of a path again, one after the other, with all that came out of each. On the way
// nodes keep their true counters (of disk writes, of crashes), which the search's states leave out.
#pragma once

#include <functional>

#include "sim/explore/exhaustive/search.h"

namespace ordain {

// One step as it happened; `number` 0 is the start of all nodes, one after the other.
struct WalkedStep {
  uint64_t number = 0;
  ExploreStep step;
  const MessageKind* message = nullptr;   // of kinds deliver, drop, duplicate
  LocalTimer timer;                       // of kind timer
  const LocalEffects* effects = nullptr;  // null: no node took part
};

// `model` must be the one that found the path.
void walk(GlobalModel& model, const ExplorePath& path,
          const std::function<void(const WalkedStep&)>& see);

}  // namespace ordain
