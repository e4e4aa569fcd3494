#include "sim/clock/clock.h"

#include <algorithm>

#include "sim/base/int128.h"

namespace ordain {
namespace {

constexpr int64_t kMillion = 1'000'000;

}  // namespace

LocalTime Clock::read(Time now) const {
  if (frozen_) return base_local_;
  const int64_t elapsed = now.ns - base_virtual_.ns;
  if (drift_ppm_ == 0) return {base_local_.ns + elapsed};
  const int128 gained = static_cast<int128>(elapsed) * drift_ppm_ / kMillion;
  return {base_local_.ns + elapsed + static_cast<int64_t>(gained)};
}

Duration Clock::to_virtual(Duration local) const {
  if (drift_ppm_ == 0 || local.ns <= 0) return std::min(local, kForever);
  const int64_t rate = kMillion + drift_ppm_;
  const int128 scaled = static_cast<int128>(local.ns) * kMillion;
  return {static_cast<int64_t>(std::min<int128>((scaled + rate - 1) / rate, kForever.ns))};
}

void Clock::rebase(Time now) {
  base_local_ = read(now);
  base_virtual_ = now;
}

void Clock::jump(Time now, Duration by) {
  rebase(now);
  base_local_.ns += by.ns;
}

void Clock::set_drift(Time now, int64_t ppm) {
  rebase(now);
  drift_ppm_ = ppm;
}

void Clock::freeze(Time now) {
  rebase(now);
  frozen_ = true;
}

void Clock::thaw(Time now) {
  if (!frozen_) return;
  base_virtual_ = now;
  frozen_ = false;
}

}  // namespace ordain
