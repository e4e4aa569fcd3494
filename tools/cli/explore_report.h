// What an exploration came to: as the JSON object that scripts read, and as lines for people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/explore/exhaustive/path_story.h"
#include "sim/explore/exhaustive/search.h"
#include "sim/run/export/names.h"
#include "sim/scenario/scenario.h"
#include "tools/cli/terminal.h"

namespace ordain::cli {

// A violation with its story, and the file that replays it or why there is none.
struct ToldViolation {
  Violation violation;  // of the timed run where there is one
  uint32_t steps = 0;
  std::vector<StoryLine> story;
  std::string repro;
  std::string no_repro;
};

struct ExploreReport {
  const Scenario& scenario;
  const ExploreResult& result;
  std::vector<ToldViolation> violations;
  int64_t wall_ms = 0;

  bool expected() const;
  uint64_t states_per_second() const;
  uint64_t bytes_per_state() const;
};

std::string explore_json(const ExploreReport& report, const Names& names);
std::string explore_text(const ExploreReport& report, const Palette& palette);
std::string explore_quiet_text(const ExploreReport& report, const Palette& palette);

}  // namespace ordain::cli
