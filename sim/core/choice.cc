#include "sim/core/choice.h"

namespace ordain {

void Choices::reseed(uint64_t seed) {
  for (size_t i = 0; i < keys_.size(); ++i) keys_[i] = derive_key(mix64(seed), i + 1);
}

void Choices::set_overrides(std::shared_ptr<const Overrides> overrides) {
  overrides_ = std::move(overrides);
  update();
}

uint64_t Choices::resolve(const Site& site, uint64_t bound, uint64_t drawn) const {
  uint64_t value = drawn;
  if (strategy_ == nullptr || !strategy_->answer(site, bound, value)) {
    if (overrides_) {
      if (const auto found = overrides_->find(site); found != overrides_->end()) {
        value = found->second;
      }
    }
  }
  if (bound != 0 && value >= bound) value = bound - 1;
  if (recording_ != nullptr) recording_->push_back({site, bound, value});
  return value;
}

}  // namespace ordain
