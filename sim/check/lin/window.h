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
    pure_.reserve(problem.classes);
    for (uint32_t cls = 0; cls < problem.classes; ++cls) pure_.push_back(machine_.pure(cls));
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
        if (step(c.state, held_[slot]) != kIllegal) c.live.set(slot);
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
    if (pure_[problem_.ops[op].cls] && problem_.ops[op].ret != kNever &&
        step(c.state, op) != kIllegal)
      c.live.set(slot);
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
    keep_first_of_each_class(out);
  }

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
    if (pure_[problem_.ops[op].cls]) open_pure_.set(slot);
  }

  void release(uint32_t slot) {
    open_.clear(slot);
    open_pure_.clear(slot);
  }

  void keep_first_of_each_class(std::vector<uint32_t>& ops) {
    ++generation_;
    const auto seen = [&](uint32_t op) {
      uint64_t& stamp = stamp_[problem_.ops[op].cls];
      const bool before = stamp == generation_;
      stamp = generation_;
      return before;
    };
    ops.erase(std::remove_if(ops.begin(), ops.end(), seen), ops.end());
  }

  const Problem& problem_;
  const Timeline& timeline_;
  Machine& machine_;
  uint32_t at_ = 0;
  uint32_t crashed_ = 0;         // indeterminate operations invoked before at_
  Bits<kLive> open_;             // slots held at at_
  Bits<kLive> open_pure_;        // of these, by pure operations
  std::vector<uint32_t> held_;   // by slot
  std::vector<uint8_t> pure_;    // by class
  std::vector<uint64_t> stamp_;  // by class: the last candidates() that met it
  uint64_t generation_ = 0;
  uint64_t steps_ = 0;
};

// A hash of what two configurations must share for one to dominate the other.
template <int kLive>
uint64_t hash_key(const Bits<kLive>& live, StateId state, uint32_t event) {
  uint64_t h = (static_cast<uint64_t>(event) << 32 | state) * 0x9E3779B97F4A7C15ULL;
  for (const uint64_t word : live.words) h = (h ^ (h >> 29) ^ word) * 0xBF58476D1CE4E5B9ULL;
  return h ^ (h >> 32);
}

}  // namespace ordain::check::lin
