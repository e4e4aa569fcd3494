#include "sim/explore/strategy/pos.h"

#include "sim/explore/strategy/reach.h"

namespace ordain {

void Pos::begin(RunStart& start) {
  constexpr uint64_t kLate[] = {64, 64, 16, 4};
  key_ = derive_key(mix64(start.seed), name_tag("pos"));
  setting_ = start.setting;
  late_of_64_ = kLate[draw(key_, 0) & 3];
}

bool Pos::answer(const Site& site, uint64_t, uint64_t& value) {
  if (!is_delay(site)) return false;
  const uint64_t bits = site_hash(site, key_);
  const bool late = (bits & 63) < late_of_64_;
  value = late ? part_of(longest_excess(setting_->network, site), mix64(bits)) : 0;
  return true;
}

}  // namespace ordain
