#include "sim/net/cuts.h"

#include <gtest/gtest.h>

#include "tests/support/draws.h"

namespace ordain {
namespace {

NodeSet set_of(uint32_t nodes, const std::vector<uint32_t>& members) {
  NodeSet out(nodes);
  for (uint32_t m : members) out.insert(NodeId(m));
  return out;
}

Cut cut(uint64_t id, uint32_t nodes, const std::vector<uint32_t>& from,
        const std::vector<uint32_t>& to, CutMode mode = CutMode::drop) {
  return {id, mode, set_of(nodes, from), set_of(nodes, to)};
}

TEST(Cuts, AreDirected) {
  Cuts cuts;
  cuts.resize(5);
  EXPECT_FALSE(cuts.any());
  cuts.add(cut(1, 5, {0, 1}, {2}));
  EXPECT_TRUE(cuts.dropped(NodeId(0), NodeId(2)));
  EXPECT_TRUE(cuts.dropped(NodeId(1), NodeId(2)));
  EXPECT_FALSE(cuts.dropped(NodeId(2), NodeId(0)));
  EXPECT_FALSE(cuts.dropped(NodeId(0), NodeId(1)));
  EXPECT_FALSE(cuts.held(NodeId(0), NodeId(2)));
}

TEST(Cuts, OverlappingOnesHealOneByOne) {
  Cuts cuts;
  cuts.resize(3);
  cuts.add(cut(1, 3, {0}, {1}));
  cuts.add(cut(2, 3, {0}, {1, 2}));
  EXPECT_TRUE(cuts.remove(2));
  EXPECT_TRUE(cuts.dropped(NodeId(0), NodeId(1)));
  EXPECT_FALSE(cuts.dropped(NodeId(0), NodeId(2)));
  EXPECT_FALSE(cuts.remove(2));
  EXPECT_TRUE(cuts.remove(1));
  EXPECT_FALSE(cuts.any());
}

TEST(Cuts, HeldAndDroppedAreClearedApart) {
  Cuts cuts;
  cuts.resize(3);
  cuts.add(cut(1, 3, {0}, {1}));
  cuts.add(cut(2, 3, {1}, {2}, CutMode::hold));
  cuts.clear(CutMode::drop);
  EXPECT_FALSE(cuts.dropped(NodeId(0), NodeId(1)));
  EXPECT_TRUE(cuts.held(NodeId(1), NodeId(2)));
  cuts.clear(CutMode::hold);
  EXPECT_FALSE(cuts.any());
}

// Up to 64 nodes are answered from a table, more by asking each cut.
TEST(Cuts, AnswerAlikeForFewAndManyNodes) {
  for (uint32_t nodes : {2u, 63u, 64u, 65u, 200u}) {
    test::Draws draws(nodes);
    Cuts cuts;
    cuts.resize(nodes);
    std::vector<Cut> all;
    for (uint64_t id = 0; id < 6; ++id) {
      Cut one{id, draws.one_in(3) ? CutMode::hold : CutMode::drop, NodeSet(nodes), NodeSet(nodes)};
      for (uint32_t n = 0; n < nodes; ++n) {
        if (draws.one_in(4)) one.from.insert(NodeId(n));
        if (draws.one_in(4)) one.to.insert(NodeId(n));
      }
      all.push_back(one);
      cuts.add(one);
    }
    for (uint32_t from = 0; from < nodes; ++from) {
      for (uint32_t to = 0; to < nodes; ++to) {
        bool dropped = false, held = false;
        for (const Cut& one : all) {
          if (!one.from.contains(NodeId(from)) || !one.to.contains(NodeId(to))) continue;
          (one.mode == CutMode::drop ? dropped : held) = true;
        }
        ASSERT_EQ(cuts.dropped(NodeId(from), NodeId(to)), dropped);
        ASSERT_EQ(cuts.held(NodeId(from), NodeId(to)), held);
      }
    }
  }
}

}  // namespace
}  // namespace ordain
