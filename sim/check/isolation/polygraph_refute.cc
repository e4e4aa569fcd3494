// What a polygraph tells of a level it refuted: a cycle of transactions, its inferred orders
// marked.

#include <algorithm>
#include <deque>

#include "sim/check/isolation/polygraph.h"

namespace ordain::check::isolation {

uint32_t Polygraph::transaction_of(uint32_t node) const {
  if (node >= base_) return kNone;
  return split_ ? node / 2 : node;
}

// A shortest cycle through this edge, as edges in their order from it on; nothing if there is none.
std::vector<uint32_t> Polygraph::cycle_through(uint32_t edge) const {
  Edges numbered;  // from -> number of the edge
  for (uint32_t e = 0; e < edges_.size(); ++e) numbered.emplace_back(edges_[e].first, e);
  const Adjacency leaving(nodes_, numbered, false);
  std::vector<uint32_t> entered(nodes_, kNone);  // by node: the edge it was reached by
  std::deque<uint32_t> queue = {edges_[edge].second};
  entered[edges_[edge].second] = edge;
  while (!queue.empty() && entered[edges_[edge].first] == kNone) {
    const uint32_t u = queue.front();
    queue.pop_front();
    for (const uint32_t* e = leaving.begin(u); e != leaving.end(u); ++e) {
      const uint32_t to = edges_[*e].second;
      if (entered[to] != kNone) continue;
      entered[to] = *e;
      queue.push_back(to);
    }
  }
  if (entered[edges_[edge].first] == kNone) return {};
  std::vector<uint32_t> cycle;
  for (uint32_t u = edges_[edge].first; u != edges_[edge].second;) {
    cycle.push_back(entered[u]);
    u = edges_[entered[u]].first;
  }
  cycle.push_back(edge);
  std::reverse(cycle.begin(), cycle.end());
  return cycle;
}

// The certain dependency that leads from one transaction to another, directly or through a hub.
InferredStep Polygraph::certain_step(uint32_t from, uint32_t to) const {
  InferredStep step{from, kNone, Edge::RealTime, false, false};
  graph_.for_each_edge(from, mask_, [&](uint32_t v, Edge kind, uint32_t key) {
    if (v == to && kind < step.kind) step = {from, key, kind, false, false};
    if (!graph_.is_hub(v) || step.kind <= Edge::RW) return;
    graph_.for_each_edge(v, mask_, [&](uint32_t w, Edge, uint32_t) {
      if (w == to) step = {from, key, Edge::RW, false, false};
    });
  });
  return step;
}

// Edges gathered into steps from transaction to transaction: nodes between belong to no
// transaction.
std::vector<InferredStep> Polygraph::steps_of(const std::vector<uint32_t>& cycle) const {
  size_t start = 0;
  while (transaction_of(edges_[cycle[start]].first) == kNone) ++start;
  std::vector<InferredStep> steps;
  uint32_t from = transaction_of(edges_[cycle[start]].first);
  const Forced* forced = nullptr;
  bool through_readers = false;
  for (size_t i = 0; i < cycle.size(); ++i) {
    const uint32_t e = cycle[(start + i) % cycle.size()];
    if (e >= certain_) {
      forced = &forced_[e - certain_];
      through_readers = edges_[e].first == end_[forced->before];
    }
    const uint32_t to = transaction_of(edges_[e].second);
    if (to == kNone || to == from) continue;
    if (forced == nullptr) {
      steps.push_back(certain_step(from, to));
    } else {
      const Chain& chain = analysis_.chains[forced->before];
      const Edge kind = through_readers && from != chain.tail ? Edge::RW : Edge::WW;
      steps.push_back({from, chain.key, kind, !forced->supposed, forced->supposed});
    }
    forced = nullptr;
    from = to;
  }
  return steps;
}

// The first forced edge without which there was no cycle closes one.
void Polygraph::refute_cycle() {
  out_.verdict = Verdict::Violated;
  size_t acyclic = certain_;
  size_t cyclic = edges_.size();
  while (cyclic - acyclic > 1) {
    const size_t middle = acyclic + (cyclic - acyclic) / 2;
    const Edges some(edges_.begin(), edges_.begin() + static_cast<std::ptrdiff_t>(middle));
    (topological(some).size() == nodes_ ? acyclic : cyclic) = middle;
  }
  edges_.resize(cyclic);
  const std::vector<uint32_t> cycle = cycle_through(static_cast<uint32_t>(cyclic - 1));
  out_.refutation.cycles.push_back(steps_of(cycle));
}

void Polygraph::refute_pair(const Pair& pair) {
  out_.verdict = Verdict::Violated;
  out_.refutation.has_pair = true;
  out_.refutation.pair_first = analysis_.chains[pair.first];
  out_.refutation.pair_second = analysis_.chains[pair.second];
  const auto suppose = [&](uint32_t before, uint32_t after) {
    const size_t edges = edges_.size();
    add_order(before, after, true);
    std::vector<uint32_t> best;
    for (size_t e = edges; e < edges_.size(); ++e) {
      std::vector<uint32_t> cycle = cycle_through(static_cast<uint32_t>(e));
      if (!cycle.empty() && (best.empty() || cycle.size() < best.size())) best = std::move(cycle);
    }
    if (!best.empty()) out_.refutation.cycles.push_back(steps_of(best));
    edges_.resize(edges);
    forced_.resize(edges - certain_);
  };
  suppose(pair.first, pair.second);
  suppose(pair.second, pair.first);
}

// What the search learnt to be forced closes a cycle, taken together; or it contradicts something
// learnt, which is a proof but no picture: then the transactions concerned are all there is to
// show.
void Polygraph::refute_search(const std::vector<uint32_t>& open,
                              const std::vector<uint32_t>& conflict) {
  out_.refutation.searched = true;
  for (const uint32_t literal : conflict) {
    const Pair& pair = pairs_[open[literal / 2]];
    (literal & 1) == 0 ? add_order(pair.first, pair.second) : add_order(pair.second, pair.first);
    out_.refutation.concerned.push_back(analysis_.chains[pair.first].head);
    out_.refutation.concerned.push_back(analysis_.chains[pair.second].head);
  }
  out_.verdict = Verdict::Violated;
  if (topological(edges_).size() < nodes_) refute_cycle();
}

}  // namespace ordain::check::isolation
