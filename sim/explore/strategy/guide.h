// Stands between a run and the strategy that answers its choices: keeps to what the scenario has
// fixed already, counts choices, and writes down what was answered otherwise than drawn, which is
// all that a replay without the strategy needs.
#pragma once

#include <functional>
#include <memory>

#include "sim/core/trace.h"
#include "sim/explore/strategy/coverage.h"
#include "sim/explore/strategy/strategy.h"

namespace ordain {

class Guide final : public Strategy {
 public:
  using Note = std::function<void(const Site&, uint64_t value)>;

  // `fixed`: the scenario's own overrides, which nobody changes; may be null.
  Guide(SearchStrategy& search, std::shared_ptr<const Overrides> fixed, CoverageLog& coverage)
      : search_(search), fixed_(std::move(fixed)), coverage_(coverage) {}

  // Told of each answer that differs from the generator's.
  void set_note(Note note) { note_ = std::move(note); }

  // The trace of the run, which is recorded, for a strategy that wants to know of deliveries.
  void follow(Trace& trace) { trace_ = &trace; }
  // After each step: what the strategy has seen need not be kept.
  void forget() {
    if (trace_ == nullptr) return;
    catch_up();
    trace_->forget_events();
    seen_ = 0;
  }

  bool answer(const Site& site, uint64_t bound, uint64_t& value) override {
    ++coverage_.choices;
    catch_up();
    if (fixed_ && fixed_->count(site) > 0) return false;
    uint64_t answer = value;
    if (!search_.answer(site, bound, answer)) return false;
    if (bound != 0 && answer >= bound) answer = bound - 1;
    if (note_ && answer != value) note_(site, answer);
    value = answer;
    return true;
  }

 private:
  void catch_up() {
    if (trace_ == nullptr) return;
    for (; seen_ < trace_->events().size(); ++seen_) {
      const TraceEvent& event = trace_->events()[seen_];
      if (event.kind == EventKind::deliver) search_.delivered(event.peer, event.node, event.a);
    }
  }

  SearchStrategy& search_;
  std::shared_ptr<const Overrides> fixed_;
  CoverageLog& coverage_;
  Note note_;
  Trace* trace_ = nullptr;
  size_t seen_ = 0;
};

}  // namespace ordain
