// Decides one level exactly when the order of some versions is open: is there an order of every
// key's chains whose dependencies, with the certain ones, have no forbidden cycle? (Papadimitriou
// 1979 calls such a graph with alternatives a polygraph.)
//
// In turn, from cheap to exact:
//  1. guess: order the chains as a topological order of what is certain has them, taking the
//     transaction that ran earlier in its session first; no cycle means the level holds;
//  2. prune: a pair whose one order would close a cycle with what is certain has the other, which
//     makes more certain; until nothing changes (Cobra, OSDI 2020; PolySI, VLDB 2023). First the
//     neighbours in that topological order, a linear number of pairs, since most histories leave
//     little else open; then every pair that those did not order. Guess again after each;
//  3. search over the pairs left (order_solver.h).
//
// Nodes: for snapshot isolation each transaction is its begin and its commit (see cycles.h), else
// it is one node. Readers of a chain's last version meet in a node of their own, so that "this
// chain before that one" is one edge, or two for snapshot isolation.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/check/isolation/analysis.h"
#include "sim/check/isolation/order_solver.h"

namespace ordain::check::isolation {

// One step of a cycle through orders that were inferred.
struct InferredStep {
  uint32_t transaction = 0;
  uint32_t key = kNone;
  Edge kind = Edge::WW;
  bool inferred = false;  // follows from the impossibility of the other order
  bool supposed = false;  // taken up only to show that it is impossible
};

struct Refutation {
  std::vector<std::vector<InferredStep>> cycles;  // one, or one for each order of `pair`
  bool has_pair = false;
  Chain pair_first;
  Chain pair_second;
  bool searched = false;            // the search, not pruning alone, found it
  std::vector<uint32_t> concerned;  // then: transactions whose writes were left without an order
};

struct Decision {
  Verdict verdict = Verdict::Unknown;
  Refutation refutation;  // when violated
  uint64_t steps = 0;
  uint64_t pairs = 0;      // of chains whose order was open
  uint64_t left = 0;       // after pruning
  uint64_t conflicts = 0;  // of the search
};

class Polygraph {
 public:
  // Requires: the certain dependencies alone do not refute the level (a snapshot or serial one).
  Polygraph(const Transactions& transactions, const DependencyGraph& graph,
            const Analysis& analysis, Level level);

  // With Means::SearchOnly neither guesses nor prunes, so that tests can set one against the other.
  enum class Means : uint8_t { All, SearchOnly };
  Decision decide(uint64_t step_budget, Means means = Means::All);

 private:
  using Edges = std::vector<std::pair<uint32_t, uint32_t>>;
  struct Pair {
    uint32_t first;  // chains
    uint32_t second;
  };
  enum class State : uint8_t { Open, First, Second };

  bool split() const { return split_; }
  uint32_t begin_node(uint32_t t) const { return split_ ? 2 * t : t; }
  uint32_t commit_node(uint32_t t) const { return split_ ? 2 * t + 1 : t; }
  uint32_t other_node(uint32_t node) const { return node - transactions_.size() + base_; }
  uint32_t transaction_of(uint32_t node) const;

  void add_certain();
  void add_chain_ends();
  Side side(uint32_t before, uint32_t after) const;
  bool point(uint32_t chain) const;

  void pair_neighbours();
  void find_runs();
  bool make_pairs();
  std::vector<uint32_t> topological(const Edges& edges) const;
  bool guess();
  void prune_and_search(uint64_t step_budget);
  bool prune(uint64_t step_budget);
  void find_impossible(const Adjacency& next, const std::vector<uint32_t>& order);
  bool resolve();
  void add_order(uint32_t before, uint32_t after, bool supposed = false);
  void search(uint64_t step_budget);
  void refute_cycle();
  void refute_pair(const Pair& pair);
  void refute_search(const std::vector<uint32_t>& open, const std::vector<uint32_t>& conflict);
  std::vector<uint32_t> cycle_through(uint32_t edge) const;
  std::vector<InferredStep> steps_of(const std::vector<uint32_t>& cycle) const;
  InferredStep certain_step(uint32_t from, uint32_t to) const;

  const Transactions& transactions_;
  const DependencyGraph& graph_;
  const Analysis& analysis_;
  bool split_;
  EdgeMask mask_;
  uint32_t base_ = 0;  // first node that is no transaction
  uint32_t nodes_ = 0;
  Edges edges_;         // certain, then forced
  size_t certain_ = 0;  // how many of edges_ are certain
  struct Forced {
    uint32_t before;  // chains
    uint32_t after;
    bool supposed;
  };
  std::vector<Forced> forced_;    // why the edges after those are there
  std::vector<uint32_t> end_;     // by chain: its end: whatever leads on to the next chain's head
  std::vector<uint32_t> place_;   // by node: in the last topological order
  std::vector<uint32_t> sorted_;  // chains, by key, then by their heads' places
  std::vector<uint32_t> run_;     // by chain: those of one run are known to follow each other
  std::vector<Pair> pairs_;
  std::vector<State> state_;         // by pair
  std::vector<uint8_t> impossible_;  // by pair: bit 0 first before second, bit 1 the reverse
  Decision out_;
};

}  // namespace ordain::check::isolation
