// Several objects searched as one: what a history costs when nobody knows that its keys are
// independent. Splitting is always right (linearizability is local) and nearly always faster, so
// this serves comparisons and tests.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "sim/check/lin/problem.h"

namespace ordain::check::lin {

// A state is one state of each object.
class ProductMachine final : public Machine {
 public:
  struct Class {
    uint32_t object;
    uint32_t cls;
  };

  explicit ProductMachine(std::vector<std::unique_ptr<Machine>> objects);
  uint32_t add_class(Class c);

  StateId initial() const override { return 0; }
  StateId step(StateId state, uint32_t cls) override;
  // An overwrite of one object is nothing to the others, so here it is only blind.
  Effect effect(uint32_t cls) const override;
  uint32_t component(uint32_t cls) const override { return classes_[cls].object; }
  uint64_t bytes() const override { return states_.size() * (states_[0]->size() * 4 + 96); }

 private:
  using States = std::vector<StateId>;
  StateId intern(States states);

  std::vector<std::unique_ptr<Machine>> objects_;
  std::vector<Class> classes_;
  std::map<States, StateId> ids_;
  std::vector<const States*> states_;
};

// The operations of all problems in order of their calls, over the product of their machines.
Problem combine(std::vector<Problem> problems);

}  // namespace ordain::check::lin
