// Coverage-guided search after Gulcan, Ozkan, Majumdar and Nagendra, "Model-Guided Fuzzing of
// Distributed Systems" (OOPSLA'25): runs that come to new abstract states are kept and varied.
//
// Coverage is what coverage.h makes of the nodes' facts. A kept run is its seed and a few *layers*,
// each of which answers some of the choices from a given one on, by a hash of the choice's name:
// the parent's choices are repeated up to where it came to its newest state, and vary from there.
// Half of the runs start afresh, so that the corpus never is all there is.
#pragma once

#include <set>

#include "sim/explore/strategy/strategy.h"

namespace ordain {

class Guided final : public SearchStrategy {
 public:
  void begin(RunStart& start) override;
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override;
  void learn(const Learned& learned) override;
  bool wants_coverage() const override { return true; }
  std::vector<uint64_t> plan() const override;

  uint64_t covered() const { return covered_.size(); }
  uint64_t kept() const { return corpus_.size(); }

 private:
  // From choice `from` on: `rate` in 256 of delays and picks, `flips` in 65,536 of yes-or-no.
  struct Layer {
    uint64_t key = 0;
    uint64_t from = 0;
    uint64_t rate = 0;
    uint64_t flips = 0;
  };
  struct Kept {
    uint64_t seed = 0;
    uint64_t energy = 0;  // how many states it was the first to reach
    uint64_t newest = 0;  // how many choices had been made when it reached the last of them
    std::vector<Layer> layers;
  };
  const Kept& choose(uint64_t bits) const;

  std::set<uint64_t> covered_;
  std::vector<Kept> corpus_;
  uint64_t energy_ = 0;  // of all together
  // of the run begun last
  const RunSetting* setting_ = nullptr;
  std::vector<Layer> layers_;
  uint64_t asked_ = 0;
};

}  // namespace ordain
