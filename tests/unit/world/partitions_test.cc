// What partitions, held links and changing links do to messages in a running world.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/lab.h"

namespace ordain {
namespace {

using test::action_on;
using test::events_of;
using test::expect_deterministic;
using test::LabSpec;
using test::Poke;
using test::Puppet;
using test::puppet;
using test::quiet_lab;
using test::rule_at;
using test::run_lab;
using Timer = Puppet::Timer;
using Link = std::pair<uint32_t, uint32_t>;

constexpr NodeId n0(0), n1(1), n2(2), n3(3), n4(4);

// Five servers and a client, each telling all others the time every 10 ms.
LabSpec chatter() {
  LabSpec lab = quiet_lab(6);
  lab.servers = 5;
  lab.world.network.all.delay = Distribution::uniform(milliseconds(1), milliseconds(2));
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, milliseconds(10)); };
  lab.script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    ++self.number;
    for (uint32_t to = 0; to < 6; ++to) {
      if (NodeId(to) != ctx.self()) ctx.send(NodeId(to), Poke{self.number});
    }
    ctx.set_timer(Timer::first, milliseconds(10));
  };
  return lab;
}

// The links over which nothing that was sent between the two moments has arrived.
std::set<Link> silent_links(const World& world, Duration from, Duration to) {
  std::set<Link> silent;
  std::map<Link, std::set<uint64_t>> arrived;
  for (const TraceEvent& e : events_of(world, EventKind::deliver)) {
    arrived[{e.peer.value, e.node.value}].insert(e.a);
  }
  for (const TraceEvent& e : events_of(world, EventKind::send)) {
    if (e.time < test::at(from) || e.time >= test::at(to)) continue;
    const Link link{e.node.value, e.peer.value};
    if (arrived[link].count(e.a) == 0) silent.insert(link);
  }
  return silent;
}

std::set<Link> both_ways(const std::set<Link>& links) {
  std::set<Link> out = links;
  for (const Link& l : links) out.insert({l.second, l.first});
  return out;
}

Action partition(PartitionShape shape, std::vector<NodeId> target = {}) {
  Action action = action_on(ActionKind::partition, std::move(target));
  action.shape = shape;
  return action;
}

// A partition from 105 to 205 ms: which links it cuts; the others, and later, are untouched.
std::set<Link> cut_by(const Action& action, uint64_t seed = 1) {
  LabSpec lab = chatter();
  lab.seed = seed;
  lab.world.faults = {rule_at(milliseconds(105), action, milliseconds(100))};
  const World world = run_lab(lab, milliseconds(400));
  expect_deterministic(lab, milliseconds(400));
  EXPECT_EQ(silent_links(world, milliseconds(0), milliseconds(101)), std::set<Link>{});
  EXPECT_EQ(silent_links(world, milliseconds(206), milliseconds(390)), std::set<Link>{});
  EXPECT_EQ(events_of(world, EventKind::partition).size(), 1u);
  EXPECT_EQ(events_of(world, EventKind::heal).size(), 1u);
  return silent_links(world, milliseconds(106), milliseconds(200));
}

TEST(Partition, SymmetricSeparatesItsGroups) {
  Action action = partition(PartitionShape::symmetric);
  action.groups = {{n0, n1}, {n2, n3, n4}};
  EXPECT_EQ(cut_by(action), both_ways({{0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {1, 4}}));
}

TEST(Partition, SymmetricTakesThreeGroups) {
  Action action = partition(PartitionShape::symmetric);
  action.groups = {{n0}, {n1}, {n2}};
  EXPECT_EQ(cut_by(action), both_ways({{0, 1}, {0, 2}, {1, 2}}));
}

TEST(Partition, OneWayCutsOneDirection) {
  Action action = partition(PartitionShape::one_way, {n0});
  action.other = {TargetKind::nodes, {n1, n2}};
  EXPECT_EQ(cut_by(action), (std::set<Link>{{0, 1}, {0, 2}}));
}

TEST(Partition, IsolateCutsANodeOffTheOtherServersNotTheClient) {
  EXPECT_EQ(cut_by(partition(PartitionShape::isolate, {n3})),
            both_ways({{3, 0}, {3, 1}, {3, 2}, {3, 4}}));
}

TEST(Partition, BridgeLeavesTwoHalvesThatMeetInOne) {
  const std::set<Link> cut = cut_by(partition(PartitionShape::bridge, {n2}));
  EXPECT_EQ(cut.size(), 8u);  // two times two links, both ways
  EXPECT_EQ(cut, both_ways(cut));
  for (const Link& link : cut) {
    EXPECT_NE(link.first, 2u);
    EXPECT_NE(link.second, 2u);
  }
}

TEST(Partition, RingLeavesNeighbours) {
  EXPECT_EQ(cut_by(partition(PartitionShape::ring)),
            both_ways({{0, 2}, {0, 3}, {1, 3}, {1, 4}, {2, 4}}));
}

TEST(Partition, RandomDrawsAllShapesOverTheSeeds) {
  std::set<std::set<Link>> shapes;
  bool one_way = false;
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const std::set<Link> cut = cut_by(partition(PartitionShape::random), seed);
    EXPECT_FALSE(cut.empty()) << seed;
    one_way = one_way || cut != both_ways(cut);
    shapes.insert(cut);
  }
  EXPECT_TRUE(one_way);
  EXPECT_GT(shapes.size(), 12u);
}

TEST(Partition, LosesWhatIsUnderWayWhenItBegins) {
  LabSpec lab = chatter();
  lab.world.network.all.delay = Distribution::constant(milliseconds(8));
  lab.world.faults = {rule_at(milliseconds(105), partition(PartitionShape::isolate, {n3}))};
  const World world = run_lab(lab, milliseconds(120));
  const std::set<Link> lost = silent_links(world, milliseconds(100), milliseconds(101));
  EXPECT_EQ(lost, both_ways({{3, 0}, {3, 1}, {3, 2}, {3, 4}}));
}

TEST(Partition, HealEndsThemAll) {
  LabSpec lab = chatter();
  lab.world.faults = {rule_at(milliseconds(105), partition(PartitionShape::isolate, {n3})),
                      rule_at(milliseconds(115), partition(PartitionShape::ring)),
                      rule_at(milliseconds(205), action_on(ActionKind::heal, {}))};
  const World world = run_lab(lab, milliseconds(400));
  EXPECT_FALSE(silent_links(world, milliseconds(120), milliseconds(200)).empty());
  EXPECT_EQ(silent_links(world, milliseconds(206), milliseconds(390)), std::set<Link>{});
}

TEST(Partition, OverlappingOnesEndOneByOne) {
  LabSpec lab = chatter();
  lab.world.faults = {
      rule_at(milliseconds(105), partition(PartitionShape::isolate, {n3}), milliseconds(200)),
      rule_at(milliseconds(155), partition(PartitionShape::isolate, {n3}), milliseconds(50))};
  const World world = run_lab(lab, milliseconds(400));
  EXPECT_EQ(silent_links(world, milliseconds(210), milliseconds(300)).size(), 8u);
  EXPECT_EQ(silent_links(world, milliseconds(306), milliseconds(390)).size(), 0u);
}

TEST(Partition, FlapsAsARecurringRule) {
  LabSpec lab = chatter();
  FaultRule rule;
  rule.trigger.kind = TriggerKind::every;
  rule.trigger.every_low = rule.trigger.every_high = milliseconds(100);
  rule.trigger.times = 0;
  rule.action = partition(PartitionShape::isolate, {n3});
  rule.for_low = rule.for_high = milliseconds(50);
  lab.world.faults = {rule};
  expect_deterministic(lab, seconds(1));
  const World world = run_lab(lab, milliseconds(995));
  EXPECT_EQ(events_of(world, EventKind::partition).size(), 9u);
  EXPECT_EQ(events_of(world, EventKind::heal).size(), 9u);
}

// --- hold, then release

Action hold(std::vector<NodeId> from, std::vector<NodeId> to) {
  Action action = action_on(ActionKind::hold, std::move(from));
  action.other = {TargetKind::nodes, std::move(to)};
  return action;
}

std::vector<uint64_t> told(const World& world, uint32_t node, NodeId by) {
  std::vector<uint64_t> out;
  for (const test::Heard& heard : puppet(world, node).heard) {
    if (heard.from == by) out.push_back(heard.number);
  }
  return out;
}

std::vector<uint64_t> sorted(std::vector<uint64_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::vector<uint64_t> up_to(uint64_t last) {
  std::vector<uint64_t> out;
  for (uint64_t i = 1; i <= last; ++i) out.push_back(i);
  return out;
}

TEST(Hold, KeepsMessagesUntilTheyAreReleasedAndLosesNone) {
  LabSpec lab = chatter();
  lab.world.faults = {rule_at(milliseconds(105), hold({n0}, {n1})),
                      rule_at(milliseconds(205), action_on(ActionKind::release, {}))};
  expect_deterministic(lab, milliseconds(400));
  const World world = run_lab(lab, milliseconds(305));
  EXPECT_EQ(sorted(told(world, 1, n0)), up_to(30));
  for (const test::Heard& heard : puppet(world, 1).heard) {
    if (heard.from != n0 || heard.number < 11 || heard.number > 20) continue;
    EXPECT_GE(heard.at.ns, milliseconds(206).ns);
  }
  EXPECT_EQ(told(world, 2, n0), up_to(30));  // nobody else waited
  EXPECT_EQ(told(world, 0, n1), up_to(30));  // nor the other direction
}

TEST(Hold, EndsByItselfWhenItHasATime) {
  LabSpec lab = chatter();
  lab.world.faults = {rule_at(milliseconds(105), hold({n0}, {n1}), milliseconds(100))};
  EXPECT_EQ(sorted(told(run_lab(lab, milliseconds(305)), 1, n0)), up_to(30));
}

TEST(Hold, ReleasesInOrderOnAFifoLink) {
  LabSpec lab = chatter();
  lab.world.network.all.fifo = true;
  lab.world.network.all.delay = Distribution::uniform(milliseconds(1), milliseconds(30));
  lab.world.faults = {rule_at(milliseconds(105), hold({n0}, {n1}), milliseconds(100))};
  const std::vector<uint64_t> numbers = told(run_lab(lab, milliseconds(500)), 1, n0);
  EXPECT_EQ(numbers, sorted(numbers));
  EXPECT_GT(numbers.size(), 40u);
}

TEST(Hold, KeepsTheSecondCopyToo) {
  LabSpec lab = chatter();
  lab.world.network.all.duplicate = {1, 1};
  lab.world.faults = {rule_at(milliseconds(105), hold({n0}, {n1}), milliseconds(100))};
  const World world = run_lab(lab, milliseconds(305));
  EXPECT_EQ(told(world, 1, n0).size(), 60u);
  EXPECT_EQ(world.messages().duplicated, world.messages().sent);
}

// --- links and disks that change

TEST(Links, ChangeForAWhileAndBack) {
  LabSpec lab = chatter();
  Action slow = action_on(ActionKind::link, {n0});
  slow.other = {TargetKind::nodes, {n1}};
  slow.link.delay = Distribution::constant(milliseconds(9));
  const World usual = run_lab(lab, milliseconds(400));
  lab.world.faults = {rule_at(milliseconds(105), slow, milliseconds(100))};
  expect_deterministic(lab, milliseconds(400));
  const World world = run_lab(lab, milliseconds(400));
  const auto sends = events_of(world, EventKind::send), before = events_of(usual, EventKind::send);
  ASSERT_EQ(sends.size(), before.size());
  for (size_t i = 0; i < sends.size(); ++i) {
    const bool changed = sends[i].node == n0 && sends[i].peer == n1 &&
                         sends[i].time > test::at(milliseconds(105)) &&
                         sends[i].time < test::at(milliseconds(205));
    EXPECT_EQ(sends[i].b, changed ? static_cast<uint64_t>(milliseconds(9).ns) : before[i].b);
  }
}

TEST(Messages, AreAllAccountedFor) {
  LabSpec lab = chatter();
  lab.world.network.all.loss = {1, 20};
  lab.world.network.all.duplicate = {1, 20};
  lab.world.network.all.corrupt = {1, 20};
  lab.world.network.all.delay = Distribution::uniform(milliseconds(1), milliseconds(20));
  lab.world.faults = {
      rule_at(milliseconds(105), partition(PartitionShape::ring), milliseconds(100)),
      rule_at(milliseconds(250), action_on(ActionKind::crash, {n1}))};
  lab.script.timer = [inner = lab.script.timer](Puppet& self, Timer timer, uint64_t key, Ctx& ctx) {
    if (self.number < 40) inner(self, timer, key, ctx);  // then silence
  };
  expect_deterministic(lab, seconds(1));
  const World world = run_lab(lab, seconds(1));
  const MessageCounts& counts = world.messages();
  EXPECT_EQ(counts.sent, events_of(world, EventKind::send).size());
  EXPECT_EQ(counts.delivered, events_of(world, EventKind::deliver).size());
  EXPECT_EQ(counts.dropped, events_of(world, EventKind::drop).size());
  EXPECT_EQ(counts.duplicated, events_of(world, EventKind::duplicate).size());
  EXPECT_EQ(counts.sent + counts.duplicated, counts.delivered + counts.dropped);
  EXPECT_GT(counts.duplicated, 10u);
}

TEST(Messages, ADeliveredCorruptionIsSeenByTheReceiver) {
  LabSpec lab = chatter();
  lab.world.network.all.corrupt = {1, 10};
  lab.world.network.all.corruption = Corruption::delivered;
  expect_deterministic(lab, milliseconds(400));
  const World world = run_lab(lab, milliseconds(405));
  EXPECT_GT(world.fault_counts().at("corrupt"), 50u);
  EXPECT_NE(sorted(told(world, 1, n0)), up_to(40));
  EXPECT_EQ(told(world, 1, n0).size(), 40u);
}

TEST(Messages, ToOneselfPassNoNetwork) {
  LabSpec lab = quiet_lab(2);
  lab.world.network.all.loss = {1, 1};
  lab.script.start = [](Puppet&, Ctx& ctx) { ctx.send(ctx.self(), Poke{1}); };
  const World world = run_lab(lab, Duration{});
  EXPECT_EQ(told(world, 0, n0), up_to(1));
}

}  // namespace
}  // namespace ordain
