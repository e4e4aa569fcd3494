// Servers go: those stay that the story names most, and get the first names. What was only about
// the others goes with them. Smaller clusters are tried under a few seeds each.
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/rename.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kOtherSeeds = 3;

}  // namespace

void fewer_nodes(Search& search) {
  const Value base = search.best();
  const uint64_t servers = number_at(base, "/nodes", 1);
  const std::vector<uint64_t> order = by_mentions(base, 'n', servers);
  std::vector<Value> candidates;
  for (uint64_t n = 2; n < servers; ++n) {
    const std::vector<uint64_t> kept(order.begin(), order.begin() + static_cast<ptrdiff_t>(n));
    Value smaller = with_nodes(base, 'n', servers, kept);
    smaller.set("nodes", Value::number(std::to_string(n)));
    for (Value& tree : with_seeds(smaller, kOtherSeeds)) candidates.push_back(std::move(tree));
  }
  search.first_of(candidates);
}

}  // namespace ordain::shrinking
