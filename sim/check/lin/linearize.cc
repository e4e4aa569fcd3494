// Completes a depth-first search's choices to the linearization they stand for.
#include <algorithm>

#include "sim/check/lin/search.h"
#include "sim/check/lin/timeline.h"

namespace ordain::check::lin {
namespace {

class Replay {
 public:
  Replay(const Problem& problem, const std::vector<uint32_t>& choices)
      : problem_(problem),
        choices_(choices),
        machine_(*problem.machine),
        timeline_(problem.ops),
        done_(problem.ops.size(), false),
        state_(machine_.initial()) {}

  std::vector<uint32_t> run(uint32_t until) {
    for (at_ = 0; at_ < timeline_.events.size(); ++at_) {
      const uint32_t op = Timeline::op_of(timeline_.events[at_]);
      if (!Timeline::is_return(timeline_.events[at_])) {
        if (effect(op) != Effect::Pure || problem_.ops[op].ret == kNever) continue;
        waiting_.push_back(op);
        settle();
        continue;
      }
      // A choice was made at the return that forced it.
      while (!done_[op] && next_ < choices_.size()) choose();
      if (op == until) break;
    }
    return flatten();
  }

 private:
  Effect effect(uint32_t op) const { return machine_.effect(problem_.ops[op].cls); }

  void place(uint32_t op) {
    order_.push_back(op);
    unseen_.emplace_back();
    done_[op] = true;
  }

  // Pure operations take their place as soon as they are possible.
  void settle() {
    const auto possible = [&](uint32_t op) {
      if (machine_.step(state_, problem_.ops[op].cls) == kIllegal) return false;
      place(op);
      return true;
    };
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), possible), waiting_.end());
  }

  void choose() {
    const uint32_t choice = choices_[next_++];
    const uint32_t op = choice & ~kUnseen;
    if ((choice & kUnseen) == 0) {
      state_ = machine_.step(state_, problem_.ops[op].cls);
      if (effect(op) == Effect::Overwrite) {
        overwrite_ = order_.size();
        overwritten_at_ = at_;
      }
      place(op);
      settle();
    } else if (overwrite_ != kNone && timeline_.opened[op] <= overwritten_at_) {
      unseen_[overwrite_].push_back(op);
      done_[op] = true;
    } else {
      place(op);  // in a state that it does not change
    }
  }

  std::vector<uint32_t> flatten() const {
    std::vector<uint32_t> out;
    for (size_t i = 0; i < order_.size(); ++i) {
      out.insert(out.end(), unseen_[i].begin(), unseen_[i].end());
      out.push_back(order_[i]);
    }
    return out;
  }

  static constexpr size_t kNone = static_cast<size_t>(-1);

  const Problem& problem_;
  const std::vector<uint32_t>& choices_;
  Machine& machine_;
  const Timeline timeline_;
  std::vector<bool> done_;
  StateId state_;
  uint32_t at_ = 0;
  size_t next_ = 0;
  std::vector<uint32_t> waiting_;
  std::vector<uint32_t> order_;
  std::vector<std::vector<uint32_t>> unseen_;  // by place in order_: what happened just before it
  size_t overwrite_ = kNone;                   // the last overwrite's place in order_
  uint32_t overwritten_at_ = 0;
};

}  // namespace

std::vector<uint32_t> linearize(const Problem& problem, const std::vector<uint32_t>& choices,
                                uint32_t until) {
  return Replay(problem, choices).run(until);
}

}  // namespace ordain::check::lin
