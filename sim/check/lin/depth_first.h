// Depth-first search with a memory of every configuration seen: the fastest way to a linearization
// where there is one. The deepest event it reached is, once everything is exhausted, exactly the
// return that no configuration survives, because a dominating configuration lives at least as long.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/check/lin/search.h"
#include "sim/check/lin/window.h"

namespace ordain::check::lin {

template <int kLive, int kCrash>
class DepthFirst {
 public:
  using C = Config<kLive, kCrash>;

  DepthFirst(const Problem& problem, const Timeline& timeline, const Limits& limits)
      : problem_(problem), timeline_(timeline), limits_(limits), window_(problem, timeline) {}

  SearchResult run() {
    heads_.assign(1024, kNever);
    stack_.push_back({C{{}, {}, problem_.machine->initial()}, 0, kNever, kNever});
    SearchResult result;
    while (!stack_.empty() && result.verdict == Verdict::Unknown && result.spent == Spent::Nothing)
      visit(result);
    if (result.verdict == Verdict::Unknown && result.spent == Spent::Nothing) refute(result);
    result.steps = window_.steps();
    result.peak_bytes = bytes();
    return result;
  }

 private:
  struct Pending {
    C config;
    uint32_t event;
    uint32_t parent;  // node
    uint32_t op;      // linearized last
  };

  struct Node {
    C config;
    uint32_t event;
    uint32_t parent;
    uint32_t op;
    uint32_t next;  // in its bucket
  };

  void visit(SearchResult& result) {
    Pending p = stack_.back();
    stack_.pop_back();
    window_.seek(p.event);
    if (!window_.advance(p.config)) {
      result.verdict = Verdict::Linearizable;
      result.choices = path(p.parent, p.op);
      return;
    }
    const uint32_t node = remember(p);
    if (node == kNever) return;
    if (window_.at() > deepest_event_ || deepest_ == kNever) {
      deepest_event_ = window_.at();
      deepest_ = node;
    }
    expand(node);
    if (window_.steps() > limits_.max_steps) result.spent = Spent::Steps;
    if (bytes() > limits_.max_bytes) result.spent = Spent::Memory;
  }

  // The new node's index, or kNever when a node seen before dominates it.
  uint32_t remember(const Pending& p) {
    const uint32_t event = window_.at();
    if (nodes_.size() >= heads_.size()) grow();
    uint32_t& head = heads_[hash_key(p.config.state, event) & (heads_.size() - 1)];
    for (uint32_t i = head; i != kNever; i = nodes_[i].next) {
      const Node& seen = nodes_[i];
      if (seen.event == event && window_.dominates(seen.config, p.config)) return kNever;
    }
    nodes_.push_back(Node{p.config, event, p.parent, p.op, head});
    return head = static_cast<uint32_t>(nodes_.size() - 1);
  }

  void grow() {
    heads_.assign(2 * heads_.size(), kNever);
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      Node& node = nodes_[i];
      uint32_t& head = heads_[hash_key(node.config.state, node.event) & (heads_.size() - 1)];
      node.next = head;
      head = i;
    }
  }

  // The window stands at the node's event.
  void expand(uint32_t node) {
    const C here = nodes_[node].config;
    window_.candidates(here, candidates_);
    // The last pushed is tried first: to linearize the returning operation, then to let it have
    // happened unseen, then the others in order of their returns.
    const uint32_t returning = window_.op_here();
    const bool unseen = window_.may_pass(here) && window_.covered(here, returning);
    C next;
    for (size_t i = candidates_.size(); i-- > 0;) {
      const uint32_t op = candidates_[i];
      if (i == 0 && unseen) push_unseen(node, returning);
      if (window_.take(here, op, next)) stack_.push_back({next, nodes_[node].event, node, op});
    }
    if (candidates_.empty() && unseen) push_unseen(node, returning);
  }

  void push_unseen(uint32_t node, uint32_t op) {
    stack_.push_back({nodes_[node].config, nodes_[node].event + 1, node, op | kUnseen});
  }

  uint64_t bytes() const {
    return nodes_.capacity() * sizeof(Node) + stack_.capacity() * sizeof(Pending) +
           heads_.capacity() * sizeof(uint32_t) + problem_.machine->bytes();
  }

  void refute(SearchResult& result) {
    result.verdict = Verdict::NotLinearizable;
    result.failing_op = Timeline::op_of(timeline_.events[deepest_event_]);
    result.choices = path(nodes_[deepest_].parent, nodes_[deepest_].op);
    window_.seek(deepest_event_);
    for (const Node& node : nodes_) {
      if (node.event != deepest_event_) continue;
      result.survivors.push_back({node.config.state, window_.linearized(node.config)});
      if (result.survivors.size() == kShownSurvivors) break;
    }
  }

  // The branching choices from the start; the pure operations between them are replayed.
  std::vector<uint32_t> path(uint32_t node, uint32_t last) {
    std::vector<uint32_t> choices;
    for (uint32_t op = last; op != kNever;) {
      choices.push_back(op);
      op = nodes_[node].op;
      node = nodes_[node].parent;
    }
    std::reverse(choices.begin(), choices.end());
    return choices;
  }

  const Problem& problem_;
  const Timeline& timeline_;
  const Limits& limits_;
  Window<kLive, kCrash> window_;
  std::vector<Pending> stack_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> heads_;
  std::vector<uint32_t> candidates_;
  uint32_t deepest_ = kNever;
  uint32_t deepest_event_ = 0;
};

}  // namespace ordain::check::lin
