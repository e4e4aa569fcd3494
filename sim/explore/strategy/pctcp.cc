#include "sim/explore/strategy/pctcp.h"

#include "sim/explore/strategy/reach.h"

namespace ordain {
namespace {

constexpr uint64_t kDeepest = 5;
constexpr uint64_t kQuarter = uint64_t{1} << 62;

}  // namespace

void Pctcp::begin(RunStart& start) {
  key_ = derive_key(mix64(start.seed), name_tag("pctcp"));
  setting_ = start.setting;
  const uint64_t depth = 1 + below(draw(key_, 0), kDeepest);
  changes_ = change_points(derive_key(key_, 1), depth - 1, length_.estimate());
  changed_ = 0;
  sent_ = 0;
  chains_.clear();
  under_way_.clear();
  causes_.clear();
}

void Pctcp::delivered(NodeId from, NodeId to, uint64_t n) {
  const auto found = under_way_.find({from.value, to.value, n});
  if (found == under_way_.end()) return;  // the second copy of a duplicated message
  causes_[to.value] = found->second;
  under_way_.erase(found);
}

// The chain of what the sender received last, if nothing has followed that yet, else a new one.
uint64_t Pctcp::chain_for(uint32_t sender) {
  const auto cause = causes_.find(sender);
  if (cause != causes_.end() && chains_[cause->second.chain].length == cause->second.place) {
    return cause->second.chain;
  }
  chains_.push_back({draw(derive_key(key_, 2), chains_.size()) / 4 * 3, 0});
  return chains_.size() - 1;
}

bool Pctcp::answer(const Site& site, uint64_t, uint64_t& value) {
  if (!is_delay(site)) return false;
  const uint64_t chain = chain_for(site.a);
  Chain& joined = chains_[chain];
  under_way_[{site.a, site.b, site.ordinal}] = {chain, ++joined.length};
  if (changed_ < changes_.size() && sent_++ >= changes_[changed_]) {
    joined.share = 3 * kQuarter + kQuarter / kDeepest * changed_;
    ++changed_;
  }
  value = part_of(longest_excess(setting_->network, site), joined.share);
  return true;
}

}  // namespace ordain
