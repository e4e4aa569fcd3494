// The last resort of a story that still has many operations: fewer of them under many seeds, with
// twice the time. Some violations need a rare schedule and nothing else; operations are then only
// what made it likely. Costs nothing where few operations are left.
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kFew = 2;  // operations that nobody minds
constexpr uint64_t kManySeeds = 40;
constexpr uint64_t kSomeSeeds = 12;

void add_seeds(std::vector<Value>& candidates, const Value& tree, uint64_t seeds) {
  for (Value& one : with_seeds(tree, seeds)) candidates.push_back(std::move(one));
}

}  // namespace

void rare_seeds(Search& search) {
  const uint64_t asked = search.trial().size.operations;
  if (asked <= kFew || search.trial().in_liveness) return;
  Value longer = search.best();
  if (const auto duration = duration_of(longer.find("duration"))) {
    longer.set("duration", duration_value(*duration * 2));
  }
  Value nobody = longer;
  nobody.erase("clients");
  std::vector<Value> candidates;
  add_seeds(candidates, nobody, kManySeeds);
  for (uint64_t n : {1, 2, 5, 10, 20}) {
    if (n >= asked) continue;
    const Value number = Value::number(std::to_string(n));
    add_seeds(candidates, with_member(longer, "clients", "operations", number), kSomeSeeds);
  }
  search.first_of(candidates);
}

}  // namespace ordain::shrinking
