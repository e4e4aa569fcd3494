// Burckhardt, Kothari, Musuvathi and Nagarakatti, "A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs" (ASPLOS'10): random priorities, and d - 1 moments at which one drops.
//
// The paper schedules threads: of those that can run, the one with the highest priority does, and
// with n threads and k steps a bug of depth d is found with probability 1 / (n k^(d-1)) at least.
// Here time orders events, so a priority becomes a delay: each directed link keeps one share of the
// longest delay it allows, and each server's timeouts one share of their range, so that who is
// first stays first. At each of d - 1 change points, messages drawn from the whole of a run, the
// link that is about to send falls behind all others, or the server's timeouts turn round. How long
// runs are is learned from earlier ones (k). The guarantee holds as far as the distributions of the
// scenario let one message overtake another.
#pragma once

#include "sim/explore/strategy/strategy.h"

namespace ordain {

// How many messages a run of this campaign sends: the longest of those seen.
class RunLength {
 public:
  void learn(uint64_t messages) { longest_ = std::max(longest_, messages); }
  uint64_t estimate() const { return longest_ > 0 ? longest_ : kGuess; }

 private:
  static constexpr uint64_t kGuess = 1000;
  uint64_t longest_ = 0;
};

// `count` different positions below `length`, sorted.
std::vector<uint64_t> change_points(uint64_t key, uint64_t count, uint64_t length);

class Pct final : public SearchStrategy {
 public:
  void begin(RunStart& start) override;
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override;
  void learn(const Learned& learned) override { length_.learn(learned.messages); }

 private:
  bool delay(const Site& site, uint64_t& value);

  RunLength length_;
  // of the run begun last
  uint64_t key_ = 0;
  const RunSetting* setting_ = nullptr;
  bool orders_timeouts_ = false;
  std::vector<uint64_t> changes_;
  size_t changed_ = 0;
  uint64_t sent_ = 0;
  std::vector<std::pair<uint64_t, uint64_t>> fallen_;  // links, and how many fell before each
  std::vector<uint32_t> turned_;                       // servers
};

}  // namespace ordain
