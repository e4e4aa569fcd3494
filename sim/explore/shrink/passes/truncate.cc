// The run ends with its violation: nothing that comes later can have caused it, and every further
// candidate is as short. A missed goal needs its liveness phase; then only the faults before it are
// given less time.
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {

void truncate(Search& search) {
  const Value& best = search.best();
  const int64_t duration = duration_of(best.find("duration")).value_or(seconds(10)).ns;
  const auto lasting = [&](int64_t ns) {
    Value tree = best;
    tree.set("duration", duration_value(Duration{ns}));
    return tree;
  };
  constexpr int64_t ms = 1'000'000;
  if (!search.trial().in_liveness) {
    Value tree = lasting(search.trial().violation.time.ns / ms * ms + ms);
    tree.set("liveness", Value::boolean(false));
    search.attempt(std::move(tree));
    return;
  }
  std::vector<Value> shorter;
  for (const int64_t ns : {ms, 100 * ms, 300 * ms, duration / 8 / ms * ms, duration / 4 / ms * ms,
                           duration / 2 / ms * ms}) {
    if (ns >= ms && ns < duration) shorter.push_back(lasting(ns));
  }
  search.first_of(shorter);
}

}  // namespace ordain::shrinking
