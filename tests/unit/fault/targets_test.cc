#include "sim/fault/targets.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace ordain {
namespace {

using Nodes = std::vector<NodeId>;

Nodes nodes(const std::vector<uint32_t>& numbers) {
  Nodes out;
  for (uint32_t n : numbers) out.push_back(NodeId(n));
  return out;
}

// Five servers and two clients; n2 leads, n3 is down, n4 is paused.
ClusterView view() {
  ClusterView out;
  out.nodes = 7;
  out.servers = 5;
  out.leader = NodeId(2);
  out.up = {1, 1, 1, 0, 1, 1, 1};
  out.paused = {0, 0, 0, 0, 1, 0, 0};
  out.writing = {1, 0, 0, 1, 0, 0, 0};
  return out;
}

Nodes resolve(TargetKind kind, const ClusterView& cluster = view(), StrikeId id = {0, 0},
              uint64_t seed = 1) {
  return resolve_target({kind, {}}, cluster, id, Choices(seed));
}

TEST(Target, NamesThoseItMeans) {
  EXPECT_EQ(resolve_target({TargetKind::nodes, nodes({6, 1})}, view(), {}, Choices(1)),
            nodes({6, 1}));
  EXPECT_EQ(resolve(TargetKind::leader), nodes({2}));
  EXPECT_EQ(resolve(TargetKind::followers), nodes({0, 1, 4}));
  EXPECT_EQ(resolve(TargetKind::crashed), nodes({3}));
  EXPECT_EQ(resolve(TargetKind::paused), nodes({4}));
  EXPECT_EQ(resolve(TargetKind::writing), nodes({0})) << "the other is down";
  EXPECT_EQ(resolve(TargetKind::all), nodes({0, 1, 2, 3, 4}));
}

TEST(Target, IsNobodyWithoutALeader) {
  ClusterView cluster = view();
  cluster.leader = kNoNode;
  EXPECT_TRUE(resolve(TargetKind::leader, cluster).empty());
  EXPECT_EQ(resolve(TargetKind::followers, cluster), nodes({0, 1, 2, 4}));
}

TEST(Target, DrawsEveryCandidateOverTheStrikesAndNoOther) {
  std::set<Nodes> followers, anybody, majorities, minorities;
  for (uint32_t strike = 0; strike < 200; ++strike) {
    followers.insert(resolve(TargetKind::follower, view(), {0, strike}));
    anybody.insert(resolve(TargetKind::any, view(), {0, strike}));
    majorities.insert(resolve(TargetKind::majority, view(), {0, strike}));
    minorities.insert(resolve(TargetKind::minority, view(), {0, strike}));
  }
  EXPECT_EQ(followers, (std::set<Nodes>{nodes({0}), nodes({1}), nodes({4})}));
  EXPECT_EQ(anybody, (std::set<Nodes>{nodes({0}), nodes({1}), nodes({2}), nodes({4})}));
  EXPECT_EQ(majorities.size(), 10u);  // 3 of 5
  EXPECT_EQ(minorities.size(), 10u);  // 2 of 5
  for (const Nodes& some : majorities) EXPECT_EQ(some.size(), 3u);
  for (const Nodes& some : minorities) EXPECT_EQ(some.size(), 2u);
}

TEST(Target, IsAChoiceOfRuleAndStrikeAlone) {
  for (uint32_t strike = 0; strike < 20; ++strike) {
    EXPECT_EQ(resolve(TargetKind::majority, view(), {3, strike}),
              resolve(TargetKind::majority, view(), {3, strike}));
  }
  std::set<Nodes> by_rule;
  for (uint32_t rule = 0; rule < 50; ++rule) {
    by_rule.insert(resolve(TargetKind::majority, view(), {rule, 0}));
  }
  EXPECT_GT(by_rule.size(), 5u);
}

TEST(ChooseSome, DrawsEachSubsetAboutEquallyOften) {
  std::map<Nodes, int> seen;
  for (uint32_t strike = 0; strike < 6'000; ++strike) {
    ++seen[choose_some(nodes({0, 1, 2, 3}), 2, FaultAspect::target, {0, strike}, Choices(1))];
  }
  ASSERT_EQ(seen.size(), 6u);
  for (const auto& [some, count] : seen) EXPECT_NEAR(count, 1'000, 150);
}

TEST(ChooseSome, TwoSetsOfOneStrikeAreDrawnApart) {
  int equal = 0;
  for (uint32_t strike = 0; strike < 100; ++strike) {
    equal +=
        resolve_target({TargetKind::any, {}}, view(), {0, strike}, Choices(1)) ==
                resolve_target({TargetKind::any, {}}, view(), {0, strike}, Choices(1), kOtherSet)
            ? 1
            : 0;
  }
  EXPECT_NEAR(equal, 25, 15);  // of four that are up
}

TEST(ChooseSome, TakesNoMoreThanThereAre) {
  EXPECT_EQ(choose_some(nodes({1, 2}), 9, FaultAspect::target, {}, Choices(1)), nodes({1, 2}));
  EXPECT_TRUE(choose_some({}, 1, FaultAspect::target, {}, Choices(1)).empty());
}

TEST(ChooseBetween, ReachesBothEndsAndZeroIsBenign) {
  std::set<int64_t> seen;
  for (uint32_t strike = 0; strike < 300; ++strike) {
    seen.insert(choose_between(FaultAspect::amount, -3, 3, {0, strike}, Choices(1)));
  }
  EXPECT_EQ(seen, (std::set<int64_t>{-3, -2, -1, 0, 1, 2, 3}));
  const auto with_zero = [](int64_t low, int64_t high) {
    Choices choices(1);
    const Site site{Stream::fault, static_cast<uint8_t>(FaultAspect::amount), 0, 0, 0};
    choices.set_overrides(std::make_shared<const Overrides>(Overrides{{site, 0}}));
    return choose_between(FaultAspect::amount, low, high, {0, 0}, choices);
  };
  EXPECT_EQ(with_zero(-3, 3), 0);
  EXPECT_EQ(with_zero(2, 9), 2);
  EXPECT_EQ(with_zero(-9, -2), -2);
}

TEST(FromBenign, IsAPermutationOfItsRange) {
  for (const auto& [low, high] : {std::pair<int64_t, int64_t>{-4, 3}, {0, 7}, {5, 12}, {-12, -5}}) {
    std::set<int64_t> seen;
    for (uint64_t value = 0; value <= 7; ++value) {
      const int64_t number = from_benign(value, low, high);
      EXPECT_GE(number, low);
      EXPECT_LE(number, high);
      seen.insert(number);
    }
    EXPECT_EQ(seen.size(), 8u) << low;
  }
}

// Random partitions of any cluster in which two servers can be separated do separate some.
TEST(RandomPartition, SeparatesSomebodyInClustersOfEverySize) {
  for (uint32_t servers = 2; servers <= 9; ++servers) {
    ClusterView cluster;
    cluster.nodes = cluster.servers = servers;
    cluster.up.assign(servers, 1);
    cluster.paused.assign(servers, 0);
    cluster.writing.assign(servers, 0);
    Action action;
    action.kind = ActionKind::partition;
    action.shape = PartitionShape::random;
    for (uint32_t strike = 0; strike < 60; ++strike) {
      Cuts cuts;
      cuts.resize(servers);
      for (Cut& cut :
           partition_cuts(drawn_partition(action, cluster, {0, strike}, Choices(1)), cluster, 1))
        cuts.add(cut);
      uint32_t cut_links = 0;
      for (uint32_t a = 0; a < servers; ++a) {
        EXPECT_FALSE(cuts.dropped(NodeId(a), NodeId(a)));
        for (uint32_t b = 0; b < servers; ++b) cut_links += cuts.dropped(NodeId(a), NodeId(b));
      }
      EXPECT_GT(cut_links, 0u) << servers << " servers, strike " << strike;
    }
  }
}

}  // namespace
}  // namespace ordain
