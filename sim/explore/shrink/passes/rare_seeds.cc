// The last resort of a story that still has many operations or named messages: fewer of them under
// many seeds, with more time. Some violations need a rare schedule and nothing else; operations and
// lost messages are then only what made it likely. Costs nothing where few are left.
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kFew = 2;  // operations that nobody minds
constexpr int64_t kMuchLonger = 8;
constexpr uint64_t kVeryManySeeds = 200;
constexpr uint64_t kManySeeds = 40;
constexpr uint64_t kSomeSeeds = 12;

void add_seeds(std::vector<Value>& candidates, const Value& tree, uint64_t seeds) {
  for (Value& one : with_seeds(tree, seeds)) candidates.push_back(std::move(one));
}

Value longer_by(Value tree, int64_t times) {
  if (const auto duration = duration_of(tree.find("duration"))) {
    tree.set("duration", duration_value(*duration * times));
  }
  return tree;
}

// No message is named any more: with nothing else either, under very many seeds, since the schedule
// has to do it all, or else with the rest as it is. What needs luck gets much more time for it.
void nothing_named(Search& search) {
  const Value* overrides = search.best().find("overrides");
  if (overrides == nullptr || overrides->items.size() < 2) return;
  Value quiet = longer_by(search.best(), kMuchLonger);
  quiet.erase("overrides");
  Value bare = quiet;
  bare.erase("faults");
  bare.erase("clients");
  std::vector<Value> candidates;
  add_seeds(candidates, bare, kVeryManySeeds);
  add_seeds(candidates, quiet, kManySeeds);
  search.first_smaller(candidates);
}

void less_asked(Search& search) {
  const uint64_t asked = search.trial().size.operations;
  if (asked <= kFew) return;
  const Value longer = longer_by(search.best(), 2);
  Value nobody = longer;
  nobody.erase("clients");
  std::vector<Value> candidates;
  add_seeds(candidates, nobody, kManySeeds);
  for (uint64_t n : {1, 2, 5, 10, 20}) {
    if (n >= asked) continue;
    const Value number = Value::number(std::to_string(n));
    add_seeds(candidates, with_member(longer, "clients", "operations", number), kSomeSeeds);
  }
  search.first_smaller(candidates);
}

}  // namespace

void rare_seeds(Search& search) {
  if (search.trial().in_liveness) return;
  nothing_named(search);
  less_asked(search);
}

}  // namespace ordain::shrinking
