#include "sim/check/lin/product.h"

#include <algorithm>

namespace ordain::check::lin {

ProductMachine::ProductMachine(std::vector<std::unique_ptr<Machine>> objects)
    : objects_(std::move(objects)) {
  States states;
  for (const auto& object : objects_) states.push_back(object->initial());
  intern(std::move(states));
}

uint32_t ProductMachine::add_class(Class c) {
  classes_.push_back(c);
  return static_cast<uint32_t>(classes_.size() - 1);
}

StateId ProductMachine::intern(States states) {
  const auto next = static_cast<StateId>(states_.size());
  const auto [entry, added] = ids_.emplace(std::move(states), next);
  if (added) states_.push_back(&entry->first);
  return entry->second;
}

StateId ProductMachine::step(StateId state, uint32_t cls) {
  const Class& c = classes_[cls];
  const StateId before = (*states_[state])[c.object];
  const StateId after = objects_[c.object]->step(before, c.cls);
  if (after == kIllegal) return kIllegal;
  if (after == before) return state;
  States states = *states_[state];
  states[c.object] = after;
  return intern(std::move(states));
}

Effect ProductMachine::effect(uint32_t cls) const {
  const Class& c = classes_[cls];
  const Effect effect = objects_[c.object]->effect(c.cls);
  return effect == Effect::Overwrite ? Effect::Blind : effect;
}

Problem combine(std::vector<Problem> problems) {
  std::vector<std::unique_ptr<Machine>> machines;
  for (Problem& problem : problems) machines.push_back(std::move(problem.machine));
  auto product = std::make_unique<ProductMachine>(std::move(machines));
  Problem out;
  for (uint32_t object = 0; object < problems.size(); ++object) {
    for (uint32_t cls = 0; cls < problems[object].classes; ++cls) product->add_class({object, cls});
    for (Op op : problems[object].ops) {
      op.cls += out.classes;
      out.ops.push_back(op);
    }
    out.classes += problems[object].classes;
  }
  std::sort(out.ops.begin(), out.ops.end(),
            [](const Op& a, const Op& b) { return a.call < b.call; });
  out.machine = std::move(product);
  return out;
}

}  // namespace ordain::check::lin
