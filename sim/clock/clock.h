// One node's clock.
//
// Fault model: a clock's reading may be off by a constant (skew), run fast or slow by parts per
// million (drift), jump forward or backward, or stand still (frozen). A node's timers are measured
// by the same oscillator: they drift with the clock, but neither jump nor freeze with its reading,
// as a kernel's monotonic timers would not. A timer that is already armed keeps its deadline when
// the drift changes. Not modelled: leap seconds, NTP slewing.
#pragma once

#include <cstdint>

#include "sim/base/describe.h"
#include "sim/base/time.h"

namespace ordain {

class Clock {
 public:
  Clock() = default;
  Clock(Duration skew, int64_t drift_ppm)
      : base_local_{skew.ns}, drift_ppm_(drift_ppm), usual_drift_ppm_(drift_ppm) {}

  // What the node reads at virtual time `now`.
  LocalTime read(Time now) const;
  // How long a timer of `local` on this clock takes in virtual time, rounded up; at most kForever.
  Duration to_virtual(Duration local) const;

  void jump(Time now, Duration by);  // forward or backward
  void set_drift(Time now, int64_t ppm);
  void restore_drift(Time now) { set_drift(now, usual_drift_ppm_); }  // as it was made
  void freeze(Time now);
  void thaw(Time now);  // the reading goes on from where it stood

  Duration offset(Time now) const { return {read(now).ns - now.ns}; }
  int64_t drift_ppm() const { return drift_ppm_; }
  bool frozen() const { return frozen_; }

 private:
  void rebase(Time now);

  Time base_virtual_;
  LocalTime base_local_;
  int64_t drift_ppm_ = 0;
  int64_t usual_drift_ppm_ = 0;
  bool frozen_ = false;
};

}  // namespace ordain
