// What a polygraph tells of a level it refuted: a cycle of transactions, its inferred orders marked.

#include <algorithm>
#include <deque>

#include "sim/check/isolation/polygraph.h"

namespace ordain::check::isolation {

uint32_t Polygraph::transaction_of(uint32_t node) const {
  if (node >= base_) return kNone;
  return split_ ? node / 2 : node;
}

// A shortest way by edges; the nodes from `from` to `to`, or nothing.
std::vector<uint32_t> Polygraph::way(const Edges& edges, uint32_t from, uint32_t to) const {
  const Adjacency next(nodes_, edges, false);
  std::vector<uint32_t> before(nodes_, kNone);
  std::deque<uint32_t> queue;
  const auto expand = [&](uint32_t u) {
    for (const uint32_t* v = next.begin(u); v != next.end(u); ++v) {
      if (before[*v] != kNone) continue;
      before[*v] = u;
      queue.push_back(*v);
    }
  };
  expand(from);  // `from` itself is not marked, so that a cycle may come back to it
  while (!queue.empty() && before[to] == kNone) {
    const uint32_t u = queue.front();
    queue.pop_front();
    expand(u);
  }
  if (before[to] == kNone) return {};
  std::vector<uint32_t> nodes = {to};
  do {
    nodes.push_back(before[nodes.back()]);
  } while (nodes.back() != from);
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

// The transactions along a closed walk of nodes, and what leads from each to the next.
std::vector<InferredStep> Polygraph::steps_of(const std::vector<uint32_t>& nodes) const {
  std::vector<uint32_t> who;
  for (const uint32_t node : nodes) {
    const uint32_t t = transaction_of(node);
    if (t != kNone && (who.empty() || who.back() != t)) who.push_back(t);
  }
  while (who.size() > 1 && who.front() == who.back()) who.pop_back();
  std::vector<InferredStep> steps;
  for (size_t i = 0; i < who.size(); ++i) {
    const uint32_t from = who[i];
    const uint32_t to = who[(i + 1) % who.size()];
    InferredStep step{from, kNone, Edge::WW, true};
    const auto found = [&](Edge kind, uint32_t key) {
      if (!step.inferred && step.kind <= kind) return;
      step = {from, key, kind, false};
    };
    graph_.for_each_edge(from, mask_, [&](uint32_t v, Edge kind, uint32_t key) {
      if (v == to) found(kind, key);
      if (graph_.is_transaction(v) || kind == Edge::RealTime) return;
      graph_.for_each_edge(v, mask_, [&](uint32_t w, Edge, uint32_t) {
        if (w == to) found(Edge::RW, key);
      });
    });
    const bool precedes = (mask_ & kRealTime) != 0 && step.inferred &&
                          transactions_[from].completed < transactions_[to].invoked;
    if (precedes) found(Edge::RealTime, kNone);
    for (size_t c = 0; c < analysis_.chains.size() && step.inferred; ++c) {
      const Chain& head = analysis_.chains[c];
      if (head.head != to) continue;
      for (const Chain& chain : analysis_.chains) {
        if (chain.key != head.key || chain.head == to) continue;
        const auto* readers = analysis_.readers.data();
        const bool reads = std::find(readers + chain.first_reader, readers + chain.last_reader,
                                     from) != readers + chain.last_reader;
        if (chain.tail == from) step = {from, chain.key, Edge::WW, true};
        if (reads) step = {from, chain.key, Edge::RW, true};
        if (chain.tail == from || reads) break;
      }
      if (step.key != kNone) break;
    }
    steps.push_back(step);
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
  const std::vector<uint32_t> nodes = way(edges_, edges_.back().first, edges_.back().first);
  out_.refutation.cycles.push_back(steps_of(nodes));
}

void Polygraph::refute_pair(const Pair& pair) {
  out_.verdict = Verdict::Violated;
  out_.refutation.has_pair = true;
  out_.refutation.pair_first = analysis_.chains[pair.first];
  out_.refutation.pair_second = analysis_.chains[pair.second];
  const auto cycle = [&](const Side& side) {
    for (uint32_t l = 0; l < side.count; ++l) {
      std::vector<uint32_t> nodes = way(edges_, side.links[l].to, side.links[l].from);
      if (nodes.empty()) continue;
      nodes.push_back(side.links[l].to);
      out_.refutation.cycles.push_back(steps_of(nodes));
      return;
    }
  };
  cycle(side(pair.first, pair.second));
  cycle(side(pair.second, pair.first));
}

void Polygraph::refute_search(const std::vector<Choice>& choices,
                              const std::vector<uint32_t>& conflict) {
  out_.verdict = Verdict::Violated;
  out_.refutation.searched = true;
  for (const uint32_t literal : conflict) {
    const Choice& choice = choices[literal / 2];
    add_side((literal & 1) == 0 ? choice.first : choice.second);
  }
  refute_cycle();
}

}  // namespace ordain::check::isolation
