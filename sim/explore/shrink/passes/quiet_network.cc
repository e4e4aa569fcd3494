// Noise goes: loss, duplicates and damage by ratio, first all of it, then kind by kind. A silent
// network is another schedule, so it is tried under several seeds.
#include "sim/explore/shrink/noise.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kOtherSeeds = 8;

}  // namespace

void quiet_network(Search& search) {
  const std::optional<Value> silent = without_noise(search.best(), noise_kinds());
  if (!silent || search.first_of(with_seeds(*silent, kOtherSeeds))) return;
  for (const std::string& kind : noise_kinds()) {
    if (const auto quieter = without_noise(search.best(), {kind})) search.attempt(*quieter);
  }
}

}  // namespace ordain::shrinking
