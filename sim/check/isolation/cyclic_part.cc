#include "sim/check/isolation/cyclic_part.h"

#include <algorithm>

namespace ordain::check::isolation {
namespace {

// In-degrees of the nodes that remain after all nodes without predecessors are gone; 0 for those.
std::vector<uint32_t> peel(const DependencyGraph& graph, EdgeMask mask) {
  std::vector<uint32_t> degree(graph.nodes(), 0);
  for (uint32_t u = 0; u < graph.nodes(); ++u) {
    graph.for_each_edge(u, mask, [&](uint32_t to, Edge, uint32_t) { ++degree[to]; });
  }
  std::vector<uint32_t> ready;
  for (uint32_t root = 0; root < graph.nodes(); ++root) {
    if (degree[root] != 0) continue;
    // A node that becomes ready below `root` would be met again by this loop: mark it as done.
    degree[root] = kNone;
    ready.push_back(root);
    while (!ready.empty()) {
      const uint32_t u = ready.back();
      ready.pop_back();
      graph.for_each_edge(u, mask, [&](uint32_t to, Edge, uint32_t) {
        if (--degree[to] == 0) {
          degree[to] = kNone;
          ready.push_back(to);
        }
      });
    }
  }
  for (uint32_t& d : degree) d = d == kNone ? 0 : d;
  return degree;
}

}  // namespace

CyclicPart::CyclicPart(const DependencyGraph& graph, EdgeMask mask) : graph_(graph) {
  const std::vector<uint32_t> degree = peel(graph, mask);
  std::vector<uint32_t> local(graph.nodes(), kNone);
  for (uint32_t u = 0; u < graph.nodes(); ++u) {
    if (degree[u] == 0) continue;
    local[u] = size();
    nodes_.push_back(u);
  }
  first_.reserve(nodes_.size() + 1);
  for (const uint32_t u : nodes_) {
    first_.push_back(static_cast<uint32_t>(out_.size()));
    graph.for_each_edge(u, mask, [&](uint32_t to, Edge kind, uint32_t key) {
      if (local[to] != kNone) out_.push_back({local[to], key, kind});
    });
  }
  first_.push_back(static_cast<uint32_t>(out_.size()));
}

// Positions: local nodes when whole; when split, 2i is the begin of node i and 2i + 1 its commit.
// Hubs and moments are not split: their begin stands for them.
template <class Visit>
void CyclicPart::for_each(uint32_t position, EdgeMask mask, Shape shape, Visit visit) const {
  if (shape == Shape::Whole) {
    for (const Out* e = begin(position); e != end(position); ++e) {
      if (counts(position, e->kind, mask)) visit(e->to, *e);
    }
    return;
  }
  const uint32_t local = position / 2;
  const bool commit = position % 2 != 0;
  if (is_transaction(local) && !commit) visit(position + 1, Out{local, kNone, Edge::Pass});
  for (const Out* e = begin(local); e != end(local); ++e) {
    if (!counts(local, e->kind, mask)) continue;
    const bool rw = effective(local, e->kind) == Edge::RW;
    if (is_transaction(local) && rw == commit) continue;
    const bool to_commit = rw && is_transaction(e->to);
    visit(2 * e->to + (to_commit ? 1 : 0), *e);
  }
}

std::vector<CyclicPart::Step> CyclicPart::any_cycle(EdgeMask mask, Shape shape) const {
  const uint32_t positions = shape == Shape::Whole ? size() : 2 * size();
  std::vector<uint32_t> degree(positions, 0);
  for (uint32_t p = 0; p < positions; ++p) {
    for_each(p, mask, shape, [&](uint32_t to, const Out&) { ++degree[to]; });
  }
  std::vector<uint32_t> ready;
  for (uint32_t p = 0; p < positions; ++p) {
    if (degree[p] == 0) ready.push_back(p);
  }
  uint32_t left = positions;
  while (!ready.empty()) {
    const uint32_t p = ready.back();
    ready.pop_back();
    --left;
    for_each(p, mask, shape, [&](uint32_t to, const Out&) {
      if (--degree[to] == 0) ready.push_back(to);
    });
  }
  std::vector<Step> cycle;
  if (left == 0) return cycle;
  // Each node left has a predecessor among them: going back must come round.
  struct Before {
    uint32_t position = kNone;
    Edge kind = Edge::Pass;
    uint32_t key = kNone;
  };
  std::vector<Before> before(positions);
  uint32_t at = kNone;
  for (uint32_t p = 0; p < positions; ++p) {
    if (degree[p] == 0) continue;
    at = p;
    for_each(p, mask, shape, [&](uint32_t to, const Out& e) {
      if (degree[to] != 0) before[to] = {p, e.kind, e.key};
    });
  }
  std::vector<uint8_t> seen(positions, 0);
  for (; seen[at] == 0; at = before[at].position) seen[at] = 1;
  const uint32_t start = at;
  do {
    const Before& b = before[at];
    const uint32_t local = shape == Shape::Whole ? b.position : b.position / 2;
    const bool inside =
        shape == Shape::Split && local == at / 2 && b.kind == Edge::Pass && is_transaction(local);
    if (!inside) cycle.push_back({local, b.kind, b.key});
    at = b.position;
  } while (at != start);
  std::reverse(cycle.begin(), cycle.end());
  return cycle;
}

std::vector<uint32_t> CyclicPart::components(EdgeMask mask, uint32_t& count) const {
  count = 0;
  std::vector<uint32_t> component(size(), kNone);
  std::vector<uint32_t> index(size(), kNone);
  std::vector<uint32_t> low(size(), 0);
  std::vector<uint8_t> on_stack(size(), 0);
  std::vector<uint32_t> stack;
  struct Frame {
    uint32_t node;
    const Out* next;
  };
  std::vector<Frame> frames;
  uint32_t counter = 0;
  const auto enter = [&](uint32_t u) {
    index[u] = low[u] = counter++;
    stack.push_back(u);
    on_stack[u] = 1;
    frames.push_back({u, begin(u)});
  };
  const auto leave = [&](uint32_t u) {
    if (low[u] != index[u]) return;
    const bool alone = stack.back() == u;
    uint32_t member = kNone;
    do {
      member = stack.back();
      stack.pop_back();
      on_stack[member] = 0;
      if (!alone) component[member] = count;
    } while (member != u);
    if (!alone) ++count;
  };
  for (uint32_t root = 0; root < size(); ++root) {
    if (index[root] != kNone) continue;
    enter(root);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const uint32_t u = frame.node;
      if (frame.next == end(u)) {
        leave(u);
        frames.pop_back();
        if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[u]);
        continue;
      }
      const Out& e = *frame.next++;
      if (!counts(u, e.kind, mask)) continue;
      if (index[e.to] == kNone) {
        enter(e.to);
      } else if (on_stack[e.to] != 0) {
        low[u] = std::min(low[u], index[e.to]);
      }
    }
  }
  return component;
}

}  // namespace ordain::check::isolation
