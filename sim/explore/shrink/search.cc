#include "sim/explore/shrink/search.h"

#include <algorithm>
#include <thread>

#include "sim/base/text.h"

namespace ordain::shrinking {
namespace {

// What runs longer than this many times the original is given up.
constexpr uint64_t kPatience = 4;
constexpr uint64_t kLeastEvents = 20'000;
constexpr uint64_t kFewOperations = 5;  // that a reader follows one by one

Digest128 digest_of(const Value& tree) {
  const std::string text = write_value_inline(tree);
  return digest_bytes(text.data(), text.size());
}

}  // namespace

Search::Search(Judge judge, Value start, Trial trial, const ShrinkOptions& options,
               uint64_t replays_so_far)
    : judge_(std::move(judge)),
      options_(options),
      best_(std::move(start)),
      trial_(std::move(trial)),
      original_(trial_.size),
      replays_(replays_so_far),
      end_(std::chrono::steady_clock::now() + std::chrono::nanoseconds(options.time.ns)) {
  was_best_.insert(digest_of(best_));
}

bool Search::over() {
  cut_short_ = cut_short_ || replays_ >= options_.max_replays ||
               (options_.stop && options_.stop()) || std::chrono::steady_clock::now() >= end_;
  return cut_short_;
}

std::vector<Trial> Search::try_all(const std::vector<const Value*>& candidates) const {
  std::vector<Trial> out(candidates.size());
  const uint64_t most = std::max(original_.events * kPatience, kLeastEvents);
  const auto work = [&](size_t i) { out[i] = judge_.try_out(*candidates[i], most); };
  std::vector<std::thread> others;
  for (size_t i = 1; i < candidates.size(); ++i) others.emplace_back(work, i);
  if (!candidates.empty()) work(0);
  for (std::thread& other : others) other.join();
  return out;
}

bool Search::may_replace(const Trial& trial, uint64_t most_events) const {
  const StorySize& now = trial_.size;
  const StorySize& then = trial.size;
  return trial.ending == Ending::same && trial.struck <= trial_.struck &&
         then.operations <= now.operations && then.nodes <= now.nodes &&
         then.faults <= original_.faults && then.events <= most_events;
}

bool Search::is_smaller(const Trial& trial) const {
  const StorySize& now = trial_.size;
  const StorySize& then = trial.size;
  const uint64_t few = std::min(original_.operations, kFewOperations);
  return trial.ending == Ending::same && then.faults <= now.faults &&
         then.operations <= std::max(now.operations, few) && then.nodes <= original_.nodes &&
         then.faults + then.operations < now.faults + now.operations &&
         then.events <= original_.events;
}

void Search::note(const Trial& trial) {
  ++replays_;
  if (trial.ending != Ending::other) return;
  ++slips_;
  slipped_.insert(trial.violation.property + " " + hex64(trial.violation.fingerprint));
}

std::optional<size_t> Search::first_of(const std::vector<Value>& candidates, uint64_t most_events) {
  return first_that([&](const Trial& trial) { return may_replace(trial, most_events); },
                    candidates);
}

std::optional<size_t> Search::first_smaller(const std::vector<Value>& candidates) {
  return first_that([&](const Trial& trial) { return is_smaller(trial); }, candidates);
}

std::optional<size_t> Search::first_that(const Accepts& accepts,
                                         const std::vector<Value>& candidates) {
  const size_t jobs = std::max(1u, options_.jobs);
  for (size_t next = 0; next < candidates.size();) {
    if (over()) return std::nullopt;
    // The next few: those that are known already cost nothing.
    std::vector<size_t> few;
    std::vector<Digest128> names;
    std::vector<const Value*> fresh;
    for (; next < candidates.size() && fresh.size() < jobs; ++next) {
      const Digest128 name = digest_of(candidates[next]);
      if (was_best_.count(name) > 0) continue;
      few.push_back(next);
      names.push_back(name);
      const bool twice = std::count(names.begin(), names.end(), names.back()) > 1;
      if (!twice && known_.count(names.back()) == 0) fresh.push_back(&candidates[next]);
    }
    std::vector<Trial> trials = try_all(fresh);
    for (size_t i = 0, tried = 0; i < few.size(); ++i) {
      const bool is_fresh = tried < fresh.size() && fresh[tried] == &candidates[few[i]];
      if (is_fresh) {
        if (replays_ >= options_.max_replays) return cut_short_ = true, std::nullopt;
        note(trials[tried]);
        known_.emplace(names[i], std::move(trials[tried]));
        ++tried;
      }
      const Trial& trial = known_.at(names[i]);
      if (!accepts(trial)) continue;
      best_ = candidates[few[i]];
      was_best_.insert(names[i]);
      trial_ = trial;
      ++improvements_;
      if (options_.progress) options_.progress({pass_, replays_, trial_.size});
      return few[i];
    }
  }
  return std::nullopt;
}

std::vector<bool> Search::recurs(const std::vector<Value>& candidates) {
  const size_t jobs = std::max(1u, options_.jobs);
  std::vector<bool> out;
  for (size_t next = 0; next < candidates.size();) {
    if (options_.stop && options_.stop()) break;
    std::vector<const Value*> few;
    for (; next < candidates.size() && few.size() < jobs; ++next) {
      few.push_back(&candidates[next]);
    }
    for (const Trial& trial : try_all(few)) out.push_back(trial.ending == Ending::same);
  }
  return out;
}

}  // namespace ordain::shrinking
