// One object's history in the form that the search works on: operations as small numbers over a
// machine, the sequential specification with its states and operation classes interned.
//
// Two operations of one class have the same effect and the same result, so they are
// interchangeable wherever both may be linearized: of several that are open, the one that returns
// first may always go first (swap them in any linearization that has it otherwise).
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace ordain::check::lin {

using StateId = uint32_t;

inline constexpr uint32_t kNever = std::numeric_limits<uint32_t>::max();
inline constexpr StateId kIllegal = std::numeric_limits<uint32_t>::max();

struct Op {
  uint32_t call = 0;
  uint32_t ret = kNever;  // kNever: indeterminate
  uint32_t cls = 0;
  uint32_t source = 0;  // index into History::operations
};

// What is known of a class of operations in every state.
enum class Effect : uint8_t {
  Pure,       // never changes the state: once possible, best linearized at once
  Overwrite,  // always possible, answers nothing, and what was before is forgotten
  Blind,      // always possible, answers nothing
  Other
};

// A sequential specification over interned states. step() is a pure function of (state, class).
class Machine {
 public:
  virtual ~Machine() = default;
  virtual StateId initial() const = 0;
  virtual StateId step(StateId state, uint32_t cls) = 0;  // kIllegal: not possible here
  virtual Effect effect(uint32_t cls) const = 0;
  // Operations of different components commute and do not see each other, so what must return now
  // is helped only by its own component.
  virtual uint32_t component(uint32_t) const { return 0; }
  // A state that blind operations do not change, which only an overwrite leaves.
  virtual bool sink(StateId) const { return false; }
  virtual uint64_t bytes() const { return 0; }
};

// The operations are in order of their calls; positions are unique.
struct Problem {
  std::vector<Op> ops;
  uint32_t classes = 0;
  // A state in which no read succeeds and no failure is observed: whatever is possible in it is
  // possible in every state, so no indeterminate operation need lead there. kIllegal: none.
  StateId dead = kIllegal;
  std::unique_ptr<Machine> machine;
};

// Budgets are counted, never timed, so a verdict is the same on every machine.
struct Limits {
  uint64_t max_steps = 200'000'000;    // transitions tried, for one object
  uint64_t max_bytes = 1'000'000'000;  // of the search's own tables, for one object
};

}  // namespace ordain::check::lin
