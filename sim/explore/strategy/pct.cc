#include "sim/explore/strategy/pct.h"

#include <algorithm>

#include "sim/explore/strategy/reach.h"

namespace ordain {
namespace {

constexpr uint64_t kDeepest = 5;  // depths of bugs looked for: 1 to 5, one a run

// Initial priorities take the lower three quarters of the delays, fallen ones what is above.
constexpr uint64_t kQuarter = uint64_t{1} << 62;

uint64_t link_of(const Site& site) { return (uint64_t{site.a} << 32) | site.b; }

}  // namespace

std::vector<uint64_t> change_points(uint64_t key, uint64_t count, uint64_t length) {
  std::vector<uint64_t> out;
  for (uint64_t i = 0; i < count; ++i) out.push_back(below(draw(key, i), length));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Pct::begin(RunStart& start) {
  key_ = derive_key(mix64(start.seed), name_tag("pct"));
  setting_ = start.setting;
  const uint64_t depth = 1 + below(draw(key_, 0), kDeepest);
  orders_timeouts_ = (draw(key_, 1) & 1) != 0;
  changes_ = change_points(derive_key(key_, 2), depth - 1, length_.estimate());
  changed_ = 0;
  sent_ = 0;
  fallen_.clear();
  turned_.clear();
}

bool Pct::answer(const Site& site, uint64_t bound, uint64_t& value) {
  if (is_delay(site)) return delay(site, value);
  if (!orders_timeouts_ || bound < 2 || !is_timing(site, setting_->servers)) return false;
  uint64_t share = draw(derive_key(key_, 3), site.a);
  if (std::find(turned_.begin(), turned_.end(), site.a) != turned_.end()) share = ~share;
  value = below(share, bound);
  return true;
}

bool Pct::delay(const Site& site, uint64_t& value) {
  const uint64_t link = link_of(site);
  const bool change = changed_ < changes_.size() && sent_ >= changes_[changed_];
  ++sent_;
  if (change) {
    ++changed_;
    if (site.a < setting_->servers) turned_.push_back(site.a);
    fallen_.emplace_back(link, fallen_.size());
  }
  const auto fell = std::find_if(fallen_.rbegin(), fallen_.rend(),
                                 [&](const auto& entry) { return entry.first == link; });
  const uint64_t share =
      fell == fallen_.rend()
          ? draw(derive_key(key_, 4), link) / 4 * 3
          : 3 * kQuarter + kQuarter / kDeepest * std::min<uint64_t>(fell->second, kDeepest - 1);
  value = part_of(longest_excess(setting_->network, site), share);
  return true;
}

}  // namespace ordain
