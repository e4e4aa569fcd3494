#include "sim/explore/shrink/tree.h"

#include "sim/base/text.h"

namespace ordain::shrinking {

void set_seed(Value& tree, uint64_t seed) {
  const bool exact = seed < (uint64_t{1} << 53);
  tree.set("seed", exact ? Value::number(std::to_string(seed)) : Value::string("0x" + hex64(seed)));
}

uint64_t seed_of(const Value& tree) {
  const Value* seed = tree.find("seed");
  return seed == nullptr ? 1 : parse_u64(seed->text).value_or(1);
}

Value duration_value(Duration duration) { return Value::string(format_duration(duration)); }

std::optional<Duration> duration_of(const Value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is(Value::Kind::number) && value->text == "0") return Duration{};
  return value->is(Value::Kind::string) ? parse_duration(value->text) : std::nullopt;
}

uint64_t number_at(const Value& tree, std::string_view pointer, uint64_t otherwise) {
  const Value* value = tree.at_pointer(pointer);
  if (value == nullptr || !value->is(Value::Kind::number)) return otherwise;
  return parse_u64(value->text).value_or(otherwise);
}

const std::vector<Value>& faults_of(const Value& tree) {
  static const std::vector<Value> none;
  const Value* faults = tree.find("faults");
  return faults == nullptr ? none : faults->items;
}

Value with_faults(Value tree, std::vector<Value> faults) {
  if (faults.empty()) {
    tree.erase("faults");
  } else {
    tree.set("faults", Value::array(std::move(faults)));
  }
  return tree;
}

std::vector<Value> with_seeds(const Value& tree, uint64_t others) {
  std::vector<Value> out{tree};
  const uint64_t own = seed_of(tree);
  for (uint64_t seed = 1; seed <= others; ++seed) {
    if (seed != own) set_seed(out.emplace_back(tree), seed);
  }
  return out;
}

Value without_member(Value tree, const std::string& object, const std::string& key) {
  Value* inner = tree.find(object);
  if (inner == nullptr) return tree;
  inner->erase(key);
  if (inner->items.empty()) tree.erase(object);
  return tree;
}

Value with_member(Value tree, const std::string& object, const std::string& key, Value value) {
  Value* inner = tree.find(object);
  if (inner == nullptr) inner = &tree.set(object, Value::object());
  inner->set(key, std::move(value));
  return tree;
}

}  // namespace ordain::shrinking
