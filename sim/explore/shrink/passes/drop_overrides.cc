// Answered choices go back to the generator, by delta debugging over their names: Hypothesis'
// reduction of the choice sequence (MacIver and Donaldson, ECOOP'20), where deleting one choice
// cannot shift the meaning of the next.
#include "sim/explore/shrink/ddmin.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {

void drop_overrides(Search& search) {
  const Value base = search.best();
  const Value* overrides = base.find("overrides");
  if (overrides == nullptr) return;
  ddmin(search, overrides->items.size(), [&](const std::vector<size_t>& kept) {
    Value tree = base;
    Value left = Value::object();
    for (size_t i : kept) {
      left.keys.push_back(overrides->keys[i]);
      left.items.push_back(overrides->items[i]);
    }
    if (kept.empty()) {
      tree.erase("overrides");
    } else {
      tree.set("overrides", std::move(left));
    }
    return tree;
  });
}

}  // namespace ordain::shrinking
