// The state of one shrink: the best candidate so far, and how others are tried against it.
//
// A candidate becomes the best when its run ends in the same violation and nothing has grown: no
// more struck faults, operations or nodes than the best, no more events and no more noise than the
// original (how much of that is drawn differs from seed to seed); first_smaller has its own rule.
// Candidates of one call are tried side by side, and the first in their order wins, so that the
// outcome does not depend on the number of jobs; for the same reason what was tried beyond the
// winner is not counted.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/explore/shrink/shrink.h"
#include "sim/explore/shrink/trial.h"

namespace ordain::shrinking {

class Search {
 public:
  // requires that `trial` is that of `start`, and ends in the target
  Search(Judge judge, Value start, Trial trial, const ShrinkOptions& options,
         uint64_t replays_so_far = 0);

  const Value& best() const { return best_; }
  const Trial& trial() const { return trial_; }
  const StorySize& original() const { return original_; }

  // The first candidate that may replace the best does so; its index, or nothing.
  std::optional<size_t> first_of(const std::vector<Value>& candidates) {
    return first_of(candidates, original_.events);
  }
  // The same among those whose runs have no more than so many events.
  std::optional<size_t> first_of(const std::vector<Value>& candidates, uint64_t most_events);
  // The same among those with fewer faults and operations together and no more faults. For that
  // they may have faults that strike by a rule in place of lost messages, as many operations as are
  // few, and the servers that the original had.
  std::optional<size_t> first_smaller(const std::vector<Value>& candidates);
  bool attempt(Value candidate) { return first_of({std::move(candidate)}).has_value(); }

  // Whether each ends in the target; the best stays. No budget but `stop`, which cuts the answers
  // short.
  std::vector<bool> recurs(const std::vector<Value>& candidates);

  // The run of the best once more, with what the options ask to be recorded.
  RunResult replay(const RunOptions& options) const { return judge_.run(best_, options); }

  // No budget is left, or somebody has called it off.
  bool over();
  bool cut_short() const { return cut_short_; }
  void set_pass(std::string name) { pass_ = std::move(name); }
  uint64_t replays() const { return replays_; }
  uint64_t improvements() const { return improvements_; }
  uint64_t slips() const { return slips_; }
  const std::set<std::string>& slipped() const { return slipped_; }

 private:
  std::vector<Trial> try_all(const std::vector<const Value*>& candidates) const;
  using Accepts = std::function<bool(const Trial&)>;
  std::optional<size_t> first_that(const Accepts& accepts, const std::vector<Value>& candidates);
  bool may_replace(const Trial& trial, uint64_t most_events) const;
  bool is_smaller(const Trial& trial) const;
  void note(const Trial& trial);

  Judge judge_;
  const ShrinkOptions& options_;
  Value best_;
  Trial trial_;
  StorySize original_;
  std::map<Digest128, Trial> known_;  // by the candidate's text
  std::set<Digest128> was_best_;      // no pass goes back to what another has left
  std::string pass_;
  uint64_t replays_ = 0;
  uint64_t improvements_ = 0;
  uint64_t slips_ = 0;
  std::set<std::string> slipped_;
  bool cut_short_ = false;
  std::chrono::steady_clock::time_point end_;
};

}  // namespace ordain::shrinking
