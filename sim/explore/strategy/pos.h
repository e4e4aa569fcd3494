// Yuan, Yang and Gu, "Partial Order Aware Concurrency Sampling" (CAV'18): every event has a random
// priority of its own, so that each order of two racing events is as likely as the other.
//
// A priority is a share of the longest delay, drawn for each message; in half of the runs most
// messages take no longer than they must and only some are late, which lets few fall far behind.
// The paper draws anew the priorities of events that race with the one just taken; here a message's
// moment is fixed when it is sent, and what it races with is what reaches the same node then.
#pragma once

#include "sim/explore/strategy/strategy.h"

namespace ordain {

class Pos final : public SearchStrategy {
 public:
  void begin(RunStart& start) override;
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override;

 private:
  uint64_t key_ = 0;
  const RunSetting* setting_ = nullptr;
  uint64_t late_of_64_ = 64;  // how many of 64 messages have a delay drawn
};

}  // namespace ordain
