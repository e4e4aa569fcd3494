// Decides whether a choice can be made in each of many pairs so that no choice's edges close a
// cycle: conflict-driven search with clause learning (Marques-Silva and Sakallah, GRASP, 1999;
// Moskewicz et al., Chaff, 2001) over an incremental topological order, the two ideas that MonoSAT
// (Bayless et al., AAAI 2015) joins, cut down to this one question.
//
// Deterministic: the decision order is a list in which recently blamed choices move to the front
// (Ryan 2004), restarts follow Luby's sequence, and the budget counts steps, never time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/check/isolation/incremental_order.h"

namespace ordain::check::isolation {

struct Link {
  uint32_t from = 0;
  uint32_t to = 0;
};

// One side of a choice: one or two edges.
struct Side {
  std::array<Link, 2> links{};
  uint32_t count = 0;

  void add(uint32_t from, uint32_t to) { links[count++] = {from, to}; }
};

struct Choice {
  Side first;
  Side second;
};

class OrderSolver {
 public:
  enum class Answer : uint8_t { Possible, Impossible, Unknown };

  // `prefer[i]`: 0 to try the first side of choice i before the second.
  OrderSolver(IncrementalOrder& order, const std::vector<Choice>& choices,
              std::vector<uint8_t> prefer);

  Answer solve(uint64_t step_budget);

  // After Possible: the side taken, 0 or 1, by choice.
  uint8_t taken(uint32_t choice) const { return static_cast<uint8_t>(value_[choice] & 1); }
  // After Impossible: the sides, each forced by what was learnt, that close a cycle together.
  const std::vector<uint32_t>& last_conflict() const { return conflict_; }
  uint64_t steps() const { return steps_ + order_.steps(); }
  uint64_t conflicts() const { return conflicts_; }

 private:
  // A literal 2c + s says: choice c takes side s.
  static constexpr uint32_t kNoClause = UINT32_MAX;
  static constexpr uint8_t kOpen = 2;
  static constexpr size_t kMostLearnt = size_t{1} << 25;  // literals kept: bounds the memory

  bool is_true(uint32_t literal) const { return value_[literal / 2] == (literal & 1); }
  bool is_false(uint32_t literal) const { return value_[literal / 2] == ((literal & 1) ^ 1); }
  void assign(uint32_t literal, uint32_t reason);
  bool propagate();
  bool propagate_clauses(uint32_t literal);
  bool propagate_edges(uint32_t literal);
  void analyze();
  void backtrack(uint32_t level);
  void learn();
  uint32_t next_open();
  void move_to_front(uint32_t choice);
  uint32_t level() const { return static_cast<uint32_t>(level_start_.size()); }

  struct Clause {
    uint32_t first;
    uint32_t size;
  };
  IncrementalOrder& order_;
  const std::vector<Choice>& choices_;
  std::vector<uint8_t> prefer_;
  std::vector<uint8_t> value_;
  std::vector<uint32_t> level_of_;
  std::vector<uint32_t> reason_;
  std::vector<uint32_t> trail_;
  std::vector<uint32_t> edges_before_;  // by trail position: edges in the order before it
  std::vector<uint32_t> level_start_;
  size_t propagated_ = 0;
  std::vector<Clause> clauses_;
  std::vector<uint32_t> literals_;
  std::vector<std::vector<uint32_t>> watches_;  // by literal: clauses to look at when it is false
  std::vector<uint32_t> conflict_;              // literals, all true, that cannot be together
  std::vector<uint32_t> learnt_;
  uint32_t back_to_ = 0;
  std::vector<uint8_t> seen_;
  std::vector<uint32_t> before_;  // the decision list
  std::vector<uint32_t> after_;
  std::vector<uint64_t> stamp_;
  uint64_t next_stamp_ = 0;
  uint32_t front_ = 0;
  uint32_t search_from_ = 0;
  uint64_t steps_ = 0;
  uint64_t conflicts_ = 0;
};

}  // namespace ordain::check::isolation
