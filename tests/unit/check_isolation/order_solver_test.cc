// The search over choices of edges, against trying every combination.

#include "sim/check/isolation/order_solver.h"

#include <gtest/gtest.h>

#include "sim/base/rng.h"

namespace ordain::check::isolation {
namespace {

using Edges = std::vector<std::pair<uint32_t, uint32_t>>;

bool acyclic(uint32_t nodes, const Edges& edges) {
  std::vector<uint8_t> gone(nodes, 0);
  for (uint32_t round = 0; round < nodes; ++round) {
    for (uint32_t u = 0; u < nodes; ++u) {
      bool free = true;
      for (const auto& [from, to] : edges) free = free && (to != u || gone[from] != 0);
      if (free) gone[u] = 1;
    }
  }
  for (const uint8_t g : gone) {
    if (g == 0) return false;
  }
  return true;
}

void add(Edges& edges, const Side& side) {
  for (uint32_t l = 0; l < side.count; ++l) {
    edges.emplace_back(side.links[l].from, side.links[l].to);
  }
}

bool by_trying_all(uint32_t nodes, const Edges& fixed, const std::vector<Choice>& choices) {
  for (uint32_t bits = 0; bits < (1U << choices.size()); ++bits) {
    Edges edges = fixed;
    for (size_t c = 0; c < choices.size(); ++c) {
      add(edges, (bits >> c & 1) != 0 ? choices[c].second : choices[c].first);
    }
    if (acyclic(nodes, edges)) return true;
  }
  return false;
}

TEST(OrderSolver, AgreesWithTryingEveryCombination) {
  uint32_t possible = 0;
  uint64_t conflicts = 0;
  constexpr uint32_t kRuns = 1500;
  for (uint64_t seed = 0; seed < kRuns; ++seed) {
    uint64_t ordinal = 0;
    const auto pick = [&](uint32_t bound) {
      return static_cast<uint32_t>(below(draw(derive_key(seed, 3), ordinal++), bound));
    };
    const uint32_t nodes = 5 + pick(8);
    Edges fixed;
    for (uint32_t i = 0; i < pick(nodes); ++i) {
      const uint32_t from = pick(nodes - 1);
      fixed.emplace_back(from, from + 1 + pick(nodes - 1 - from));
    }
    std::vector<Choice> choices(4 + pick(7));
    for (Choice& choice : choices) {
      for (Side* side : {&choice.first, &choice.second}) {
        for (uint32_t i = 0; i < 1 + pick(2); ++i) {
          const uint32_t from = pick(nodes);
          side->add(from, (from + 1 + pick(nodes - 1)) % nodes);
        }
      }
    }
    std::vector<uint32_t> order(nodes);
    for (uint32_t i = 0; i < nodes; ++i) order[i] = i;
    IncrementalOrder incremental(nodes, fixed, order);
    OrderSolver solver(incremental, choices, std::vector<uint8_t>(choices.size(), 0));
    const OrderSolver::Answer answer = solver.solve(1'000'000);
    const bool expected = by_trying_all(nodes, fixed, choices);
    ASSERT_EQ(answer, expected ? OrderSolver::Answer::Possible : OrderSolver::Answer::Impossible)
        << "seed " << seed;
    if (expected) {
      Edges edges = fixed;
      for (uint32_t c = 0; c < choices.size(); ++c) {
        add(edges, solver.taken(c) != 0 ? choices[c].second : choices[c].first);
      }
      EXPECT_TRUE(acyclic(nodes, edges)) << "seed " << seed;
    }
    possible += expected ? 1 : 0;
    conflicts += solver.conflicts();
  }
  EXPECT_GT(possible, kRuns / 8);
  EXPECT_LT(possible, kRuns * 7 / 8);
  EXPECT_GT(conflicts, kRuns);
}

TEST(IncrementalOrder, KeepsAnOrderOrNamesACycleOfFewAddedEdges) {
  IncrementalOrder order(5, {{0, 1}, {1, 2}}, {0, 1, 2, 3, 4});
  EXPECT_TRUE(order.add(4, 0, 7));
  EXPECT_LT(order.place(4), order.place(0));
  EXPECT_TRUE(order.add(2, 3, 8));
  EXPECT_FALSE(order.add(3, 4, 9));
  EXPECT_EQ(order.cycle_tags().size(), 3U);
  order.undo();
  EXPECT_TRUE(order.add(3, 4, 9));
  EXPECT_FALSE(order.add(2, 4, 5) && order.add(2, 3, 6));
}

}  // namespace
}  // namespace ordain::check::isolation
