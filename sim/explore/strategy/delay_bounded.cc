#include "sim/explore/strategy/delay_bounded.h"

#include "sim/explore/strategy/reach.h"

namespace ordain {

void DelayBounded::begin(RunStart& start) {
  constexpr uint64_t kMostDelays = 4;
  const uint64_t key = derive_key(mix64(start.seed), name_tag("delay_bounded"));
  setting_ = start.setting;
  delayed_ =
      change_points(derive_key(key, 1), 1 + below(draw(key, 0), kMostDelays), length_.estimate());
  next_ = 0;
  sent_ = 0;
}

bool DelayBounded::answer(const Site& site, uint64_t, uint64_t& value) {
  if (!is_delay(site)) return false;
  const bool delayed = next_ < delayed_.size() && sent_ == delayed_[next_];
  if (delayed) ++next_;
  ++sent_;
  value = delayed ? longest_excess(setting_->network, site) : 0;
  return true;
}

}  // namespace ordain
