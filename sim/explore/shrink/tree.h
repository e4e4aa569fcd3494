// A candidate is a scenario's tree: what is tried is exactly what a file would say. Small tools for
// cutting at such trees.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/time.h"
#include "sim/scenario/value.h"

namespace ordain::shrinking {

void set_seed(Value& tree, uint64_t seed);  // as text where a JSON number would not be exact
uint64_t seed_of(const Value& tree);

Value duration_value(Duration duration);
std::optional<Duration> duration_of(const Value* value);  // nothing: absent, or a range

// A whole number below the pointer, or `otherwise`.
uint64_t number_at(const Value& tree, std::string_view pointer, uint64_t otherwise);

// The list of faults, empty where there is none.
const std::vector<Value>& faults_of(const Value& tree);
Value with_faults(Value tree, std::vector<Value> faults);

// The tree with its own seed, and with each of 1 to `others`: where less of a story is left, the
// rest of the schedule is another one anyway.
std::vector<Value> with_seeds(const Value& tree, uint64_t others);

// The member of an object in the tree, erased or set; an object that is left empty goes too.
Value without_member(Value tree, const std::string& object, const std::string& key);
Value with_member(Value tree, const std::string& object, const std::string& key, Value value);

}  // namespace ordain::shrinking
