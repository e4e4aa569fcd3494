// A path of the search in sentences, a line a step and a line a fact worth telling.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/explore/exhaustive/search.h"

namespace ordain {

struct StoryLine {
  uint64_t step = 0;  // 0: the start of the nodes
  bool fact = false;  // what came of a step, or the step itself
  std::string text;
};

// `tell` gives a fact's sentence without its subject, "" for what is not told (Protocol::tell).
std::vector<StoryLine> tell_path(GlobalModel& model, const ExplorePath& path,
                                 const std::function<std::string(const FactEvent&)>& tell);

}  // namespace ordain
