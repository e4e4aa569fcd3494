#include "sim/check/isolation/incremental_order.h"

#include <algorithm>
#include <deque>

namespace ordain::check::isolation {

Adjacency::Adjacency(uint32_t nodes, const std::vector<std::pair<uint32_t, uint32_t>>& edges,
                     bool reversed) {
  first.assign(nodes + 1, 0);
  for (const auto& [from, to] : edges) ++first[(reversed ? to : from) + 1];
  for (size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
  std::vector<uint32_t> next(first.begin(), first.end() - 1);
  targets.resize(edges.size());
  for (const auto& [from, to] : edges) {
    targets[next[reversed ? to : from]++] = reversed ? from : to;
  }
}

IncrementalOrder::IncrementalOrder(uint32_t nodes,
                                   const std::vector<std::pair<uint32_t, uint32_t>>& fixed,
                                   const std::vector<uint32_t>& order)
    : out_(nodes, fixed, false),
      in_(nodes, fixed, true),
      place_(nodes),
      hops_of_(nodes, kFixed),
      mark_(nodes, 0),
      ways_(nodes) {
  for (uint32_t i = 0; i < nodes; ++i) place_[order[i]] = i;
}

IncrementalOrder::Hops& IncrementalOrder::hops(uint32_t node) {
  if (hops_of_[node] == kFixed) {
    hops_of_[node] = static_cast<uint32_t>(hops_.size());
    hops_.emplace_back();
  }
  return hops_[hops_of_[node]];
}

bool IncrementalOrder::add(uint32_t from, uint32_t to, uint32_t tag) {
  if (from == to) {
    cycle_tags_.assign(1, tag);
    return false;
  }
  if (place_[from] > place_[to]) {
    if (!forward(to, from)) {
      explain(to, from);
      cycle_tags_.push_back(tag);
      return false;
    }
    backward(from, place_[to]);
    reorder();
  }
  hops(from).out.push_back({to, tag});
  hops(to).in.push_back({from, tag});
  trail_.emplace_back(from, to);
  return true;
}

void IncrementalOrder::undo() {
  const auto [from, to] = trail_.back();
  trail_.pop_back();
  hops_[hops_of_[from]].out.pop_back();
  hops_[hops_of_[to]].in.pop_back();
}

// Collects what `from` leads to, up to the target's place; false when it leads to the target.
bool IncrementalOrder::forward(uint32_t from, uint32_t target) {
  ++round_;
  ahead_.clear();
  stack_.assign(1, from);
  mark_[from] = round_;
  bool met = false;
  const auto reach = [&](uint32_t to) {
    ++steps_;
    if (to == target) met = true;
    if (mark_[to] == round_ || place_[to] > place_[target]) return;
    mark_[to] = round_;
    stack_.push_back(to);
  };
  while (!stack_.empty() && !met) {
    const uint32_t u = stack_.back();
    stack_.pop_back();
    ahead_.push_back(u);
    for (const uint32_t* to = out_.begin(u); to != out_.end(u); ++to) reach(*to);
    if (hops_of_[u] == kFixed) continue;
    for (const Added& hop : hops_[hops_of_[u]].out) reach(hop.node);
  }
  return !met;
}

// Collects what leads to `from`, down to the given place.
void IncrementalOrder::backward(uint32_t from, uint32_t lowest) {
  ++round_;
  behind_.clear();
  stack_.assign(1, from);
  mark_[from] = round_;
  const auto reach = [&](uint32_t to) {
    ++steps_;
    if (mark_[to] == round_ || place_[to] < lowest) return;
    mark_[to] = round_;
    stack_.push_back(to);
  };
  while (!stack_.empty()) {
    const uint32_t u = stack_.back();
    stack_.pop_back();
    behind_.push_back(u);
    for (const uint32_t* to = in_.begin(u); to != in_.end(u); ++to) reach(*to);
    if (hops_of_[u] == kFixed) continue;
    for (const Added& hop : hops_[hops_of_[u]].in) reach(hop.node);
  }
}

// The places that both sets hold together are dealt out anew: those behind first.
void IncrementalOrder::reorder() {
  const auto by_place = [&](uint32_t a, uint32_t b) { return place_[a] < place_[b]; };
  std::sort(behind_.begin(), behind_.end(), by_place);
  std::sort(ahead_.begin(), ahead_.end(), by_place);
  places_.clear();
  for (const uint32_t u : behind_) places_.push_back(place_[u]);
  for (const uint32_t u : ahead_) places_.push_back(place_[u]);
  std::sort(places_.begin(), places_.end());
  size_t i = 0;
  for (const uint32_t u : behind_) place_[u] = places_[i++];
  for (const uint32_t u : ahead_) place_[u] = places_[i++];
}

// The tags on the way from `from` to the target that takes the fewest added edges: a conflict is
// worth the more the fewer choices it blames.
void IncrementalOrder::explain(uint32_t from, uint32_t target) {
  ++round_;
  std::deque<uint32_t> queue = {from};
  mark_[from] = round_;
  ways_[from] = {kFixed, kFixed, 0};
  const auto reach = [&](uint32_t u, uint32_t to, uint32_t tag) {
    ++steps_;
    if (place_[to] > place_[target]) return;
    const uint32_t cost = ways_[u].cost + (tag == kFixed ? 0 : 1);
    if (mark_[to] == round_ && ways_[to].cost <= cost) return;
    mark_[to] = round_;
    ways_[to] = {u, tag, cost};
    if (tag == kFixed) {
      queue.push_front(to);
    } else {
      queue.push_back(to);
    }
  };
  while (!queue.empty()) {
    const uint32_t u = queue.front();
    queue.pop_front();
    if (u == target) break;
    for (const uint32_t* to = out_.begin(u); to != out_.end(u); ++to) reach(u, *to, kFixed);
    if (hops_of_[u] == kFixed) continue;
    for (const Added& hop : hops_[hops_of_[u]].out) reach(u, hop.node, hop.tag);
  }
  cycle_tags_.clear();
  for (uint32_t u = target; u != from; u = ways_[u].from) {
    if (ways_[u].tag != kFixed) cycle_tags_.push_back(ways_[u].tag);
  }
}

}  // namespace ordain::check::isolation
