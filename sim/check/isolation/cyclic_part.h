// The part of a dependency graph that cycles can lie in, with its edges written out: what is left
// after every node without predecessors was taken away again and again (Kahn 1962).
#pragma once

#include <vector>

#include "sim/check/isolation/dependency_graph.h"

namespace ordain::check::isolation {

// One node is one transaction, or its begin and its commit are two (see cycles.h).
enum class Shape : uint8_t { Whole, Split };

class CyclicPart {
 public:
  struct Out {
    uint32_t to;  // a local node
    uint32_t key;
    Edge kind;
  };

  CyclicPart(const DependencyGraph& graph, EdgeMask mask);

  bool empty() const { return nodes_.empty(); }
  uint32_t size() const { return static_cast<uint32_t>(nodes_.size()); }
  uint32_t node(uint32_t local) const { return nodes_[local]; }
  bool is_transaction(uint32_t local) const { return graph_.is_transaction(nodes_[local]); }
  bool is_hub(uint32_t local) const { return graph_.is_hub(nodes_[local]); }
  const Out* begin(uint32_t local) const { return out_.data() + first_[local]; }
  const Out* end(uint32_t local) const { return out_.data() + first_[local + 1]; }

  // Whether an edge from `local` counts under the mask; a Pass edge counts as what led there.
  bool counts(uint32_t local, Edge kind, EdgeMask mask) const {
    return (mask & mask_of(effective(local, kind))) != 0;
  }
  Edge effective(uint32_t local, Edge kind) const {
    if (kind != Edge::Pass) return kind;
    return is_hub(local) ? Edge::RW : Edge::RealTime;
  }

  struct Step {
    uint32_t local;
    Edge kind;
    uint32_t key;
  };
  // Some cycle of the edges under the mask, without adjacent rw edges when split; empty if none.
  std::vector<Step> any_cycle(EdgeMask mask, Shape shape) const;

  // Strongly connected components of more than one node under the mask: component by local node
  // (kNone outside), numbered from 0 (Tarjan 1972).
  std::vector<uint32_t> components(EdgeMask mask, uint32_t& count) const;

 private:
  template <class Visit>
  void for_each(uint32_t position, EdgeMask mask, Shape shape, Visit visit) const;

  const DependencyGraph& graph_;
  std::vector<uint32_t> nodes_;
  std::vector<uint32_t> first_;
  std::vector<Out> out_;
};

}  // namespace ordain::check::isolation
