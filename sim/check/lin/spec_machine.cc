#include "sim/check/lin/machines.h"

namespace ordain::check::lin {

SpecMachine::SpecMachine(std::unique_ptr<Spec> spec) : spec_(std::move(spec)) {
  intern(spec_->initial());
}

uint32_t SpecMachine::intern_class(Class c) {
  Value identity = Value::vector(
      {Value(c.call.f), c.call.key, c.call.argument, Value::boolean(c.any_result), c.result});
  const auto next = static_cast<uint32_t>(classes_.size());
  const auto [entry, added] = class_ids_.emplace(std::move(identity), next);
  if (added) classes_.push_back(std::move(c));
  return entry->second;
}

StateId SpecMachine::intern(Value value) {
  const auto id = static_cast<StateId>(values_.size());
  const auto [entry, added] = ids_.emplace(std::move(value), id);
  if (added) {
    values_.push_back(&entry->first);
    bytes_ += entry->first.footprint() + 96;
  }
  return entry->second;
}

StateId SpecMachine::step(StateId state, uint32_t cls) {
  const uint64_t key = static_cast<uint64_t>(state) << 32 | cls;
  if (const uint32_t known = memo_.at(key); known != FlatMap::kAbsent) return known - 1;
  const Class& c = classes_[cls];
  std::optional<Step> step = spec_->apply(*values_[state], c.call);
  StateId next = kIllegal;
  if (step && (c.any_result || step->response == c.result)) next = intern(std::move(step->state));
  memo_.at(key) = next + 1;
  return next;
}

}  // namespace ordain::check::lin
