// The window of open operations at one event, and the moves of a configuration through it. A cursor
// goes forward and backward over the timeline; what it keeps is linear in the window's width only.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "sim/check/lin/problem.h"
#include "sim/check/lin/timeline.h"

namespace ordain::check::lin {

template <int kWords>
struct Bits {
  std::array<uint64_t, kWords> words{};

  bool has(uint32_t i) const { return (words[i >> 6] >> (i & 63) & 1) != 0; }
  void set(uint32_t i) { words[i >> 6] |= 1ULL << (i & 63); }
  void clear(uint32_t i) { words[i >> 6] &= ~(1ULL << (i & 63)); }
  bool within(const Bits& other) const {
    for (int w = 0; w < kWords; ++w)
      if ((words[w] & ~other.words[w]) != 0) return false;
    return true;
  }
  friend bool operator==(const Bits&, const Bits&) = default;
};

// kLive words of slots for operations that return, kCrash words for indeterminate ones.
template <int kLive, int kCrash>
struct Config {
  Bits<kLive> live;
  Bits<kCrash> crash;
  StateId state = 0;
  // One past the event of the last overwrite, 0 without one: operations that change the state
  // unseen, invoked before it, may have taken effect just before it. See search.h.
  uint32_t cover = 0;
  // One past the event at which an operation that nothing forced changed the state, when nothing
  // has observed it since.
  uint32_t unseen = 0;
};

template <int kLive, int kCrash>
class Window {
 public:
  using C = Config<kLive, kCrash>;

  Window(const Problem& problem, const Timeline& timeline)
      : problem_(problem),
        timeline_(timeline),
        machine_(*problem.machine),
        held_(timeline.width, kNever),
        stamp_(problem.classes, 0) {
    effect_.reserve(problem.classes);
    for (uint32_t cls = 0; cls < problem.classes; ++cls) {
      effect_.push_back(machine_.effect(cls));
      components_ |= machine_.component(cls) != 0;
    }
  }

  uint32_t at() const { return at_; }
  bool finished() const { return at_ == timeline_.events.size(); }
  uint32_t op_here() const { return Timeline::op_of(timeline_.events[at_]); }
  bool return_here() const { return Timeline::is_return(timeline_.events[at_]); }
  uint64_t steps() const { return steps_; }

  void seek(uint32_t event) {
    while (at_ < event) forward();
    while (at_ > event) backward();
  }

  StateId step(StateId state, uint32_t op) {
    ++steps_;
    return machine_.step(state, problem_.ops[op].cls);
  }

  // Linearizes every open pure operation that is possible in the configuration's state.
  void settle(C& c) {
    for (int w = 0; w < kLive; ++w) {
      uint64_t open = open_pure_.words[w] & ~c.live.words[w];
      for (; open != 0; open &= open - 1) {
        const auto slot = static_cast<uint32_t>(64 * w + std::countr_zero(open));
        if (step(c.state, held_[slot]) == kIllegal) continue;
        c.live.set(slot);
        c.unseen = 0;
      }
    }
  }

  // Moves to the next return of an operation that the configuration has not linearized; false when
  // there is none.
  bool advance(C& c) {
    for (; !finished(); forward()) {
      const uint32_t op = op_here();
      const uint32_t slot = timeline_.slot[op];
      if (return_here()) {
        if (!c.live.has(slot)) return true;
        c.live.clear(slot);
      } else {
        enter(c, op, slot);
      }
    }
    return false;
  }

  // An operation is invoked: a pure one is linearized at once when it is possible.
  void enter(C& c, uint32_t op, uint32_t slot) {
    if (problem_.ops[op].ret == kNever || effect(op) != Effect::Pure) return;
    if (step(c.state, op) != kIllegal) c.live.set(slot);
  }

  // The operations worth linearizing next, the one that returns first in front; one of each class.
  void candidates(const C& c, std::vector<uint32_t>& out) {
    out.clear();
    for (int w = 0; w < kLive; ++w) {
      uint64_t open = open_.words[w] & ~open_pure_.words[w] & ~c.live.words[w];
      for (; open != 0; open &= open - 1)
        out.push_back(held_[static_cast<uint32_t>(64 * w + std::countr_zero(open))]);
    }
    std::sort(out.begin(), out.end(),
              [&](uint32_t a, uint32_t b) { return problem_.ops[a].ret < problem_.ops[b].ret; });
    for (uint32_t i = 0; i < crashed_; ++i)
      if (!c.crash.has(i)) out.push_back(timeline_.crashed[i]);
    if (components_) keep_component(out);
    keep_first_of_each_class(c, out);
  }

  // Whether the operation may be taken to have happened unseen, without being linearized now.
  bool covered(const C& c, uint32_t op) const {
    const Effect e = effect(op);
    if (e != Effect::Overwrite && e != Effect::Blind) return false;
    return timeline_.opened[op] < c.cover || (e == Effect::Blind && machine_.sink(c.state));
  }

  // Whether, at this event, every continuation of `b` is one of `a` too: in the same state, `a` has
  // done all that `b` has but for what it may take to have happened unseen, and at most pure
  // operations more.
  bool dominates(const C& a, const C& b) const {
    if (a.state != b.state || a.cover < b.cover || !a.crash.within(b.crash)) return false;
    if (a.unseen == at_ + 1 && b.unseen != at_ + 1) return false;
    for (int w = 0; w < kLive; ++w)
      if ((a.live.words[w] & ~b.live.words[w] & ~open_pure_.words[w]) != 0) return false;
    for (int w = 0; w < kLive; ++w) {
      uint64_t lacking = b.live.words[w] & ~a.live.words[w];
      for (; lacking != 0; lacking &= lacking - 1)
        if (!covered(a, held_[static_cast<uint32_t>(64 * w + std::countr_zero(lacking))]))
          return false;
    }
    return true;
  }

  // Linearizes `op` at this event, and then what became possible; false where that is impossible or
  // gains nothing.
  bool take(const C& from, uint32_t op, C& to) {
    const Effect e = effect(op);
    // What nothing has seen is not worth overwriting: it need not have happened yet.
    if (e == Effect::Overwrite && from.unseen == at_ + 1) return false;
    const StateId state = step(from.state, op);
    const bool crashed = problem_.ops[op].ret == kNever;
    if (state == kIllegal || (crashed && (state == from.state || state == problem_.dead)))
      return false;
    if (e == Effect::Blind && state == from.state && machine_.sink(state)) return false;
    to = from;
    to.state = state;
    if (crashed) {
      to.crash.set(timeline_.slot[op]);
    } else {
      to.live.set(timeline_.slot[op]);
    }
    if (e == Effect::Overwrite) to.cover = at_ + 1;
    const bool needed = op == op_here() || (e == Effect::Other && !crashed);
    to.unseen = needed ? 0 : at_ + 1;
    settle(to);
    return true;
  }

  // Whether the configuration may leave this event: an operation that nothing has forced and
  // nothing has observed could as well happen later, if at all.
  bool may_pass(const C& c) const { return c.unseen != at_ + 1; }

  // The open operations that the configuration has linearized, in order of invocation.
  std::vector<uint32_t> linearized(const C& c) const {
    std::vector<uint32_t> out;
    for (uint32_t slot = 0; slot < held_.size(); ++slot)
      if (open_.has(slot) && c.live.has(slot)) out.push_back(held_[slot]);
    for (uint32_t i = 0; i < crashed_; ++i)
      if (c.crash.has(i)) out.push_back(timeline_.crashed[i]);
    std::sort(out.begin(), out.end());
    return out;
  }

  void forward() {
    const uint32_t op = op_here();
    const uint32_t slot = timeline_.slot[op];
    if (return_here()) {
      release(slot);
    } else if (problem_.ops[op].ret == kNever) {
      ++crashed_;
    } else {
      hold(slot, op);
    }
    ++at_;
  }

 private:
  void backward() {
    --at_;
    const uint32_t op = op_here();
    const uint32_t slot = timeline_.slot[op];
    if (return_here()) {
      hold(slot, op);
    } else if (problem_.ops[op].ret == kNever) {
      --crashed_;
    } else {
      release(slot);
      held_[slot] = timeline_.previous[op];
    }
  }

  void hold(uint32_t slot, uint32_t op) {
    held_[slot] = op;
    open_.set(slot);
    if (effect(op) == Effect::Pure) open_pure_.set(slot);
  }

  void release(uint32_t slot) {
    open_.clear(slot);
    open_pure_.clear(slot);
  }

  Effect effect(uint32_t op) const { return effect_[problem_.ops[op].cls]; }

  void keep_component(std::vector<uint32_t>& ops) const {
    const uint32_t here = machine_.component(problem_.ops[op_here()].cls);
    const auto apart = [&](uint32_t op) {
      return machine_.component(problem_.ops[op].cls) != here;
    };
    ops.erase(std::remove_if(ops.begin(), ops.end(), apart), ops.end());
  }

  // `ops` are in order of their returns. Of one class the first that is not covered is worth
  // trying, and the first of all: it may be covered, and gone before the other.
  void keep_first_of_each_class(const C& c, std::vector<uint32_t>& ops) {
    ++generation_;
    const auto needless = [&](uint32_t op) {
      uint64_t& stamp = stamp_[problem_.ops[op].cls];
      const bool met = stamp >> 1 == generation_;
      const bool met_uncovered = met && (stamp & 1) != 0;
      const bool free = problem_.ops[op].ret == kNever || covered(c, op);
      stamp = 2 * generation_ + (met_uncovered || !free ? 1 : 0);
      return free ? met : met_uncovered;
    };
    ops.erase(std::remove_if(ops.begin(), ops.end(), needless), ops.end());
  }

  const Problem& problem_;
  const Timeline& timeline_;
  Machine& machine_;
  uint32_t at_ = 0;
  uint32_t crashed_ = 0;         // indeterminate operations invoked before at_
  Bits<kLive> open_;             // slots held at at_
  Bits<kLive> open_pure_;        // of these, by pure operations
  std::vector<uint32_t> held_;   // by slot
  std::vector<Effect> effect_;   // by class
  std::vector<uint64_t> stamp_;  // by class: the last candidates() that met it
  uint64_t generation_ = 0;
  uint64_t steps_ = 0;
  bool components_ = false;
};

// A hash of what two configurations must share for one to dominate the other.
inline uint64_t hash_key(StateId state, uint32_t event) {
  const uint64_t h = (static_cast<uint64_t>(event) << 32 | state) * 0x9E3779B97F4A7C15ULL;
  return h ^ (h >> 32);
}

}  // namespace ordain::check::lin
