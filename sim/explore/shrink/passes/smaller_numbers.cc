// Whole numbers of the configuration become smaller: how often there is a snapshot, how long a
// batch is, how many keys there are. What takes many operations to come to then takes few.
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kOtherSeeds = 2;

// The whole numbers in a value, in their order; 0 is nothing to make smaller.
void collect(Value& value, std::vector<Value*>& out) {
  if (number_at(value, "", 0) > 0) out.push_back(&value);
  for (Value& item : value.items) collect(item, out);
}

std::vector<Value*> numbers_of(Value& tree) {
  std::vector<Value*> out;
  if (Value* config = tree.find("config")) collect(*config, out);
  Value* clients = tree.find("clients");
  if (Value* keys = clients == nullptr ? nullptr : clients->find("keys")) collect(*keys, out);
  return out;
}

}  // namespace

void smaller_numbers(Search& search) {
  Value counted = search.best();
  const size_t count = numbers_of(counted).size();
  for (size_t i = 0; i < count; ++i) {
    const Value base = search.best();
    std::vector<Value> candidates;
    for (const uint64_t n : {1, 2, 3, 5}) {
      Value tree = base;
      const std::vector<Value*> numbers = numbers_of(tree);
      if (i >= numbers.size()) return;
      if (n >= number_at(*numbers[i], "", 0)) break;
      *numbers[i] = Value::number(std::to_string(n));
      for (Value& one : with_seeds(tree, kOtherSeeds)) candidates.push_back(std::move(one));
    }
    search.first_of(candidates);
  }
}

}  // namespace ordain::shrinking
