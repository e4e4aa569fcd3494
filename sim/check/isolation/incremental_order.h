// A topological order of a graph that edges are added to and taken from again: adding an edge
// either repairs the order or finds the cycle it would close (Pearce and Kelly, "A Dynamic
// Topological Sort Algorithm for Directed Acyclic Graphs", JEA 2006). Taking edges back costs
// nothing: the order stays valid for fewer edges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ordain::check::isolation {

// Edges of a fixed graph, by source.
struct Adjacency {
  std::vector<uint32_t> first;
  std::vector<uint32_t> targets;

  Adjacency() = default;
  Adjacency(uint32_t nodes, const std::vector<std::pair<uint32_t, uint32_t>>& edges, bool reversed);
  const uint32_t* begin(uint32_t u) const { return targets.data() + first[u]; }
  const uint32_t* end(uint32_t u) const { return targets.data() + first[u + 1]; }
};

class IncrementalOrder {
 public:
  static constexpr uint32_t kFixed = UINT32_MAX;  // the tag of an edge of the fixed graph

  // `order[i]`: the i-th node of a topological order of the fixed graph.
  IncrementalOrder(uint32_t nodes, const std::vector<std::pair<uint32_t, uint32_t>>& fixed,
                   const std::vector<uint32_t>& order);

  // Adds from -> to under a tag. False when it closes a cycle; then nothing was added, and
  // cycle_tags() holds the tags of the added edges on a cycle with as few of them as possible.
  bool add(uint32_t from, uint32_t to, uint32_t tag);
  // Takes back the edge added last.
  void undo();

  uint32_t place(uint32_t node) const { return place_[node]; }
  const std::vector<uint32_t>& cycle_tags() const { return cycle_tags_; }
  size_t added() const { return trail_.size(); }
  uint64_t steps() const { return steps_; }

 private:
  struct Added {
    uint32_t node;
    uint32_t tag;
  };
  struct Hops {
    std::vector<Added> out;
    std::vector<Added> in;
  };
  Hops& hops(uint32_t node);
  bool forward(uint32_t from, uint32_t target);
  void backward(uint32_t from, uint32_t lowest);
  void reorder();
  void explain(uint32_t from, uint32_t target);

  Adjacency out_;
  Adjacency in_;
  std::vector<uint32_t> place_;
  std::vector<uint32_t> hops_of_;  // by node, into hops_; kFixed for most
  std::vector<Hops> hops_;
  std::vector<std::pair<uint32_t, uint32_t>> trail_;
  std::vector<uint32_t> mark_;
  uint32_t round_ = 0;
  std::vector<uint32_t> stack_;
  std::vector<uint32_t> ahead_;
  std::vector<uint32_t> behind_;
  std::vector<uint32_t> places_;
  std::vector<uint32_t> cycle_tags_;
  struct Way {
    uint32_t from;
    uint32_t tag;
    uint32_t cost;
  };
  std::vector<Way> ways_;
  uint64_t steps_ = 0;
};

}  // namespace ordain::check::isolation
