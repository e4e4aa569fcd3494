#include "sim/explore/shrink/passes.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kLong = 20;  // faults and operations

// Once through these; false: the budget is used up.
bool run_once(Search& search, const std::vector<Pass>& some) {
  for (const Pass& pass : some) {
    if (search.over()) return false;
    search.set_pass(pass.name);
    pass.run(search);
  }
  return !search.over();
}

// Until none of them finds anything more.
bool run_out(Search& search, const std::vector<Pass>& some) {
  for (uint64_t before = ~uint64_t{0}; search.improvements() != before;) {
    before = search.improvements();
    if (!run_once(search, some)) return false;
  }
  return true;
}

bool is_long(const StorySize& size) { return size.faults + size.operations > kLong; }

bool as_many(const StorySize& a, const StorySize& b) {
  return a.faults == b.faults && a.operations == b.operations && a.nodes == b.nodes;
}

}  // namespace

const std::vector<Pass>& taking_away() {
  static const std::vector<Pass> all = {
      {"truncate", &truncate},
      {"drop faults", &drop_faults},
      {"quiet network", &quiet_network},
      {"shorter story", &shorter_story},
      {"fewer operations", &fewer_operations},
      {"late start", &late_start},
      {"fewer nodes", &fewer_nodes},
      {"earlier", &earlier},
      {"name noise", &name_noise},
      {"drop overrides", &drop_overrides},
      {"to defaults", &to_defaults},
      {"smaller numbers", &smaller_numbers},
  };
  return all;
}

const std::vector<Pass>& jumping() {
  static const std::vector<Pass> all = {
      {"rare seeds", &rare_seeds},
      {"fresh draws", &fresh_draws},
  };
  return all;
}

const std::vector<Pass>& making_plain() {
  static const std::vector<Pass> all = {{"plainer", &plainer}};
  return all;
}

// Plainer values come last: what will be taken away need not be made plain first. A story from
// which there was nowhere to jump is not tried again because a value of it has become plainer. From
// a long one it is worth a try before all that can go has gone bit by bit.
bool run_passes(Search& search) {
  if (!run_once(search, taking_away())) return false;
  if (is_long(search.trial().size) && !run_once(search, jumping())) return false;
  std::optional<StorySize> stuck;
  for (uint64_t before = ~uint64_t{0}; search.improvements() != before;) {
    if (!run_out(search, taking_away())) return false;
    before = search.improvements();
    const StorySize& size = search.trial().size;
    if (!stuck || !as_many(*stuck, size)) {
      if (!run_once(search, jumping())) return false;
      if (search.improvements() != before) continue;
      stuck = size;
    }
    if (!run_once(search, making_plain())) return false;
  }
  return true;
}

}  // namespace ordain::shrinking
