// Emmi, Qadeer and Rakamaric, "Delay-Bounded Scheduling" (POPL'11): a deterministic scheduler, and
// an adversary that may delay at most d times.
//
// The deterministic scheduler gives every message its shortest delay; the adversary picks d
// messages of the run, one to four, each of which takes its longest. What the scenario draws beside
// (timeouts, losses, faults) stays drawn, or else every node would time out in one moment.
#pragma once

#include "sim/explore/strategy/pct.h"

namespace ordain {

class DelayBounded final : public SearchStrategy {
 public:
  void begin(RunStart& start) override;
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override;
  void learn(const Learned& learned) override { length_.learn(learned.messages); }

 private:
  RunLength length_;
  // of the run begun last
  const RunSetting* setting_ = nullptr;
  std::vector<uint64_t> delayed_;
  size_t next_ = 0;
  uint64_t sent_ = 0;
};

}  // namespace ordain
