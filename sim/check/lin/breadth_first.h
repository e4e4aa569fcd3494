// Breadth-first search: the set of configurations that survive each event, and nothing older. Its
// memory is that of the widest frontier, however long the history; at a quiescent point, where no
// operation is open, the frontier is a set of states.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/check/lin/search.h"
#include "sim/check/lin/window.h"

namespace ordain::check::lin {

// Configurations at one event, minimal in the indeterminate operations that they used.
template <int kLive, int kCrash>
class Frontier {
 public:
  using C = Config<kLive, kCrash>;
  using W = Window<kLive, kCrash>;

  void clear() {
    configs_.clear();
    if (heads_.size() > 4096) heads_.resize(4096), heads_.shrink_to_fit();
    std::fill(heads_.begin(), heads_.end(), kNever);
    next_.clear();
  }

  // Does nothing when a member dominates `c`. Where members wait unused, `c` takes the place of one
  // that it dominates; where they are being expanded, both stay.
  void insert(const W& window, const C& c, bool unused) {
    if (configs_.size() >= heads_.size()) grow();
    uint32_t& head = heads_[hash_key(c.state, 0) & (heads_.size() - 1)];
    for (uint32_t i = head; i != kNever; i = next_[i]) {
      C& seen = configs_[i];
      if (window.dominates(seen, c)) return;
      if (unused && window.dominates(c, seen)) {
        seen = c;
        return;
      }
    }
    configs_.push_back(c);
    next_.push_back(head);
    head = static_cast<uint32_t>(configs_.size() - 1);
  }

  size_t size() const { return configs_.size(); }
  const C& operator[](size_t i) const { return configs_[i]; }
  C& operator[](size_t i) { return configs_[i]; }
  uint64_t bytes() const {
    return configs_.capacity() * sizeof(C) + (next_.capacity() + heads_.capacity()) * 4;
  }

 private:
  void grow() {
    heads_.assign(heads_.empty() ? 64 : 2 * heads_.size(), kNever);
    for (uint32_t i = 0; i < configs_.size(); ++i) {
      uint32_t& head = heads_[hash_key(configs_[i].state, 0) & (heads_.size() - 1)];
      next_[i] = head;
      head = i;
    }
  }

  std::vector<C> configs_;
  std::vector<uint32_t> next_;
  std::vector<uint32_t> heads_;
};

template <int kLive, int kCrash>
class BreadthFirst {
 public:
  using C = Config<kLive, kCrash>;

  BreadthFirst(const Problem& problem, const Timeline& timeline, const Limits& limits)
      : problem_(problem), timeline_(timeline), limits_(limits), window_(problem, timeline) {}

  SearchResult run() {
    SearchResult result;
    frontier_.insert(window_, C{{}, {}, problem_.machine->initial()}, true);
    while (!window_.finished() && result.failing_op == kNever && result.spent == Spent::Nothing) {
      if (window_.return_here()) {
        pass_return(result);
      } else {
        pass_invocation();
      }
    }
    if (result.failing_op != kNever) result.verdict = Verdict::NotLinearizable;
    if (window_.finished() && result.failing_op == kNever && result.spent == Spent::Nothing)
      result.verdict = Verdict::Linearizable;
    result.steps = window_.steps();
    result.peak_bytes = peak_;
    return result;
  }

 private:
  void pass_invocation() {
    const uint32_t op = window_.op_here();
    for (size_t i = 0; i < frontier_.size(); ++i)
      window_.enter(frontier_[i], op, timeline_.slot[op]);
    window_.forward();
  }

  void pass_return(SearchResult& result) {
    const uint32_t op = window_.op_here();
    const uint32_t slot = timeline_.slot[op];
    next_.clear();
    work_.clear();
    for (size_t i = 0; i < frontier_.size(); ++i) place(frontier_[i], slot);
    for (size_t i = 0; i < work_.size() && within_limits(result); ++i) expand(work_[i], slot);
    if (result.spent != Spent::Nothing) return;
    if (next_.size() == 0) {
      result.failing_op = op;
      describe_survivors(result);
      return;
    }
    std::swap(frontier_, next_);
    window_.forward();
  }

  // Past the return when it has been linearized; among those to expand when not.
  void place(C c, uint32_t slot) {
    if (c.live.has(slot)) {
      c.live.clear(slot);
      next_.insert(window_, c, true);
    } else {
      work_.insert(window_, c, false);
    }
  }

  void expand(const C here, uint32_t slot) {
    if (window_.may_pass(here) && window_.covered(here, window_.op_here()))
      next_.insert(window_, here, true);
    window_.candidates(here, candidates_);
    C next;
    for (const uint32_t op : candidates_) {
      if (window_.take(here, op, next)) place(next, slot);
    }
  }

  bool within_limits(SearchResult& result) {
    const uint64_t bytes =
        frontier_.bytes() + next_.bytes() + work_.bytes() + problem_.machine->bytes();
    peak_ = std::max(peak_, bytes);
    if (window_.steps() > limits_.max_steps) result.spent = Spent::Steps;
    if (bytes > limits_.max_bytes) result.spent = Spent::Memory;
    return result.spent == Spent::Nothing;
  }

  void describe_survivors(SearchResult& result) const {
    for (size_t i = 0; i < work_.size() && i < kShownSurvivors; ++i)
      result.survivors.push_back({work_[i].state, window_.linearized(work_[i])});
  }

  const Problem& problem_;
  const Timeline& timeline_;
  const Limits& limits_;
  Window<kLive, kCrash> window_;
  Frontier<kLive, kCrash> frontier_, next_, work_;
  std::vector<uint32_t> candidates_;
  uint64_t peak_ = 0;
};

}  // namespace ordain::check::lin
