// Clients begin shortly before the violation: the last operations stay where they were in time, and
// those before them, of which most only passed the time, go. What counts a message or an operation
// now counts others, so each is tried under a few seeds.
#include <algorithm>

#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kFew = 2;  // operations that nobody minds
constexpr uint64_t kOtherSeeds = 5;
constexpr int64_t ms = 1'000'000;

std::vector<Time> invocations(const Search& search) {
  RunOptions options;
  options.record_history = true;
  std::vector<Time> out;
  for (const OpRecord& record : search.replay(options).history) {
    if (record.op.phase == OpPhase::invoke) out.push_back(record.time);
  }
  return out;
}

}  // namespace

void late_start(Search& search) {
  const uint64_t asked = search.trial().size.operations;
  if (asked <= kFew || search.trial().in_liveness) return;
  const Value base = search.best();
  const std::vector<Time> invoked = invocations(search);
  std::vector<Value> candidates;
  for (const uint64_t n : {1, 2, 3, 5, 10, 20, 50, 100}) {
    if (n >= invoked.size()) break;
    const int64_t start = invoked[invoked.size() - n].ns / ms * ms;
    if (start == 0) break;
    Value tree = with_member(base, "clients", "start", duration_value(Duration{start}));
    tree = with_member(tree, "clients", "operations", Value::number(std::to_string(n)));
    for (Value& one : with_seeds(tree, kOtherSeeds)) candidates.push_back(std::move(one));
  }
  search.first_of(candidates);
}

}  // namespace ordain::shrinking
