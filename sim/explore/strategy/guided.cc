#include "sim/explore/strategy/guided.h"

#include "sim/explore/strategy/reach.h"

namespace ordain {
namespace {

constexpr size_t kMostLayers = 6;
constexpr size_t kMostKept = 4096;

}  // namespace

const Guided::Kept& Guided::choose(uint64_t bits) const {
  uint64_t at = below(bits, energy_);
  for (const Kept& kept : corpus_) {
    if (at < kept.energy) return kept;
    at -= kept.energy;
  }
  return corpus_.back();
}

void Guided::begin(RunStart& start) {
  constexpr uint64_t kRates[] = {256, 64, 16, 4};
  constexpr uint64_t kFlips[] = {0, 16, 256, 1024};
  const uint64_t key = derive_key(mix64(start.seed), name_tag("guided"));
  setting_ = start.setting;
  layers_.clear();
  asked_ = 0;
  if (corpus_.empty() || (draw(key, 0) & 1) != 0) return;
  const Kept& parent = choose(draw(key, 1));
  start.seed = parent.seed;
  layers_ = parent.layers;
  // Where it varies: mostly near its newest state, sometimes anywhere before.
  const uint64_t from = (draw(key, 2) & 3) != 0 ? parent.newest - parent.newest / 16
                                                : below(draw(key, 3), parent.newest + 1);
  layers_.push_back({derive_key(key, 4), from, kRates[draw(key, 5) & 3], kFlips[draw(key, 6) & 3]});
  if (layers_.size() > kMostLayers) layers_.erase(layers_.begin());
}

bool Guided::answer(const Site& site, uint64_t bound, uint64_t& value) {
  const uint64_t number = asked_++;
  for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
    if (number < layer->from) continue;
    const uint64_t bits = site_hash(site, layer->key);
    if (bound == 2) {
      if ((bits & 0xFFFF) >= layer->flips) continue;
      value = 1 - value;
      return true;
    }
    if ((bits & 0xFF) >= layer->rate) continue;
    if (is_delay(site)) {
      value = part_of(longest_excess(setting_->network, site), mix64(bits));
      return true;
    }
    if (bound > 2 && (is_timing(site, setting_->servers) || site.stream == Stream::fault)) {
      value = below(mix64(bits), bound);
      return true;
    }
  }
  return false;
}

std::vector<uint64_t> Guided::plan() const {
  std::vector<uint64_t> out;
  for (const Layer& layer : layers_) {
    out.insert(out.end(), {layer.key, layer.from, layer.rate, layer.flips});
  }
  return out;
}

void Guided::learn(const Learned& learned) {
  Kept kept{learned.seed, 0, 0, {}};
  for (const Covered& seen : learned.coverage) {
    if (!covered_.insert(seen.state).second) continue;
    ++kept.energy;
    kept.newest = seen.choices;
  }
  if (kept.energy == 0 || corpus_.size() >= kMostKept) return;
  for (size_t i = 0; i + 3 < learned.plan.size(); i += 4) {
    kept.layers.push_back(
        {learned.plan[i], learned.plan[i + 1], learned.plan[i + 2], learned.plan[i + 3]});
  }
  energy_ += kept.energy;
  corpus_.push_back(std::move(kept));
}

}  // namespace ordain
