// Values that are easier to read: a fault that is never undone instead of one that is, round times,
// one node instead of several, the plainest partition, a constant delay, a small seed. In the order
// of Hypothesis (ECOOP'20): of two stories of the same length the one with the plainer values.
#include <algorithm>

#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr int64_t ms = 1'000'000;
constexpr uint64_t kSmallSeeds = 3;

Value with_fault(const Value& base, size_t i, Value fault) {
  std::vector<Value> faults = faults_of(base);
  faults[i] = std::move(fault);
  return with_faults(base, std::move(faults));
}

// Nearest multiples, the coarsest first.
std::vector<Value> rounded(const Value& base, size_t i, const char* key) {
  const Value& fault = faults_of(base)[i];
  const std::optional<Duration> exact = duration_of(fault.find(key));
  std::vector<Value> out;
  if (!exact) return out;
  for (const int64_t grain : {100 * ms, 10 * ms, ms}) {
    if (exact->ns % grain == 0) break;
    const int64_t near = (exact->ns + grain / 2) / grain * grain;
    if (near == 0) continue;
    Value rounder = fault;
    rounder.set(key, duration_value(Duration{near}));
    out.push_back(with_fault(base, i, std::move(rounder)));
  }
  return out;
}

// Lists of nodes that name one of them.
std::vector<Value> single_targets(const Value& base, size_t i) {
  const Value& fault = faults_of(base)[i];
  std::vector<Value> out;
  for (const char* action : {"crash", "restart", "pause", "resume", "wipe"}) {
    const Value* nodes = fault.find(action);
    if (nodes == nullptr || !nodes->is(Value::Kind::array)) continue;
    for (const Value& node : nodes->items) {
      Value single = fault;
      single.set(action, node);
      out.push_back(with_fault(base, i, std::move(single)));
    }
  }
  return out;
}

// Partitions that cut off one node: of the smallest side first.
std::vector<Value> isolations(const Value& base, size_t i) {
  const Value& fault = faults_of(base)[i];
  const Value* shape = fault.find("partition");
  std::vector<Value> sides;
  if (shape == nullptr) return {};
  if (const Value* groups = shape->find("groups")) sides = groups->items;
  if (const Value* isolate = shape->find("isolate");
      isolate != nullptr && isolate->is(Value::Kind::array)) {
    sides.push_back(*isolate);
  }
  if (const Value* one_way = shape->find("one_way"))
    sides = {*one_way->find("from"), *one_way->find("to")};
  std::stable_sort(sides.begin(), sides.end(),
                   [](const Value& a, const Value& b) { return a.items.size() < b.items.size(); });
  std::vector<Value> out;
  for (const Value& side : sides) {
    const std::vector<Value> nodes = side.is(Value::Kind::array) ? side.items : std::vector{side};
    for (const Value& node : nodes) {
      Value plain = fault;
      plain.set("partition", Value::object().with("isolate", node));
      out.push_back(with_fault(base, i, std::move(plain)));
    }
  }
  return out;
}

void plainer_fault(Search& search, size_t i) {
  const Value for_good = [&] {
    Value fault = faults_of(search.best())[i];
    fault.erase("for");
    return fault;
  }();
  search.attempt(with_fault(search.best(), i, for_good));
  search.first_of(isolations(search.best(), i));
  search.first_of(single_targets(search.best(), i));
  search.first_of(rounded(search.best(), i, "at"));
  search.first_of(rounded(search.best(), i, "for"));
}

void constant_delay(Search& search) {
  const Value* delay = search.best().at_pointer("/network/delay");
  if (delay != nullptr && delay->is(Value::Kind::string)) return;
  std::vector<Value> candidates;
  for (const char* constant : {"5ms", "1ms", "10ms"}) {
    candidates.push_back(with_member(search.best(), "network", "delay", Value::string(constant)));
  }
  search.first_of(candidates);
}

void small_seed(Search& search) {
  if (seed_of(search.best()) <= kSmallSeeds) return;
  std::vector<Value> candidates = with_seeds(search.best(), kSmallSeeds);
  search.first_of(candidates);
}

}  // namespace

void plainer(Search& search) {
  for (size_t i = 0; i < faults_of(search.best()).size(); ++i) plainer_fault(search, i);
  constant_delay(search);
  small_seed(search);
}

}  // namespace ordain::shrinking
