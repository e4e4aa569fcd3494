#include "sim/run/run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/support/lab.h"
#include "tests/support/ring.h"

namespace ordain {
namespace {

using test::Noted;
using test::Poke;
using test::Puppet;
using Timer = Puppet::Timer;
namespace ring = test::ring;

constexpr NodeId n0(0), n1(1);

// A property made of lambdas, kept in the specification.
struct Watch : PropertyOf<Watch> {
  PropertyKind what = PropertyKind::always;
  uint64_t bad = ~uint64_t{0};     // noting this is a violation
  uint64_t unsure = ~uint64_t{0};  // from here on it cannot tell
  uint64_t goal = 0;               // of kind eventually: how many notes after healing
  uint64_t noted = 0;
  std::vector<NodeId> core;
  NodeId needed;  // no core suffices without it

  bool core_suffices(const std::vector<NodeId>& drawn) const override {
    return !needed.valid() || std::count(drawn.begin(), drawn.end(), needed) > 0;
  }
  std::string_view name() const override { return "watch"; }
  PropertyKind kind() const override { return what; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Noted>}; }
  void on_fact(const FactEvent& event, Report& report) override {
    ++noted;
    const uint64_t number = event.fact.as<Noted>().number;
    if (number == bad) report.violated(name(), "noted " + std::to_string(number), event);
    if (number == unsure) report.undecided(name(), "too much was noted");
    if (what == PropertyKind::sometimes && number == 3) report.probe(name());
  }
  void on_heal(const std::vector<NodeId>& healed) override {
    core = healed;
    noted = 0;
  }
  std::string pending() const override {
    return noted >= goal ? "" : std::to_string(goal - noted) + " notes";
  }
};

std::function<std::unique_ptr<Property>()> make(Watch watch) {
  return [watch] { return std::make_unique<Watch>(watch); };
}

RunSpec puppets(uint32_t servers, Puppet::Config script, uint32_t clients = 0) {
  RunSpec out;
  out.servers = servers;
  out.clients = clients;
  out.quorum = servers / 2 + 1;
  const auto shared = std::make_shared<const Puppet::Config>(std::move(script));
  out.build = [nodes = servers + clients, shared] {
    std::vector<std::unique_ptr<NodeTable>> tables;
    tables.push_back(std::make_unique<TypedNodes<Puppet>>(shared, nodes));
    return tables;
  };
  out.network.all.delay = Distribution::constant(milliseconds(1));
  out.duration = seconds(1);
  out.liveness.bound = seconds(1);
  return out;
}

// Notes 1, 2, 3, ... every 100 ms at each node.
Puppet::Config noting() {
  Puppet::Config script;
  script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, milliseconds(100)); };
  script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    ctx.fact(Noted{++self.number});
    ctx.send(NodeId((ctx.self().value + 1) % ctx.servers()), Poke{self.number});
    ctx.set_timer(Timer::first, milliseconds(100));
  };
  return script;
}

TEST(Run, WithoutGoalsEndsWhenItsDurationDoes) {
  const RunResult result = run(puppets(3, noting()), 7);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.seed, 7u);
  EXPECT_EQ(result.virtual_time, test::at(seconds(1)));
  EXPECT_EQ(result.messages.sent, 30u);
  EXPECT_EQ(result.messages.delivered, 27u);  // the last three are under way
  EXPECT_TRUE(result.trace.empty());
  EXPECT_TRUE(result.history.empty());
}

TEST(Run, IsTheSameStepByStepOrCopiedHalfWay) {
  const RunSpec spec = ring::rough_spec(5);
  const Digest128 whole = run(spec, 3).digest;
  ordain::Run half(spec, 3);
  for (int i = 0; i < 2'000 && half.step(); ++i) {
  }
  ordain::Run copy = half;
  while (copy.step()) {
  }
  while (half.step()) {
  }
  EXPECT_EQ(copy.finish().digest, whole);
  EXPECT_EQ(half.finish().digest, whole);
}

TEST(Run, ReportsAViolationWithItsPlaceAndStops) {
  RunSpec spec = puppets(3, noting());
  Watch watch;
  watch.bad = 4;
  spec.properties = {make(watch)};
  const RunResult result = run(spec, 1);
  EXPECT_EQ(result.verdict, Verdict::violation);
  ASSERT_EQ(result.violations.size(), 1u);
  const Violation& violation = result.violations[0];
  EXPECT_EQ(violation.property, "watch");
  EXPECT_EQ(violation.reason, "noted 4");
  EXPECT_EQ(violation.time, test::at(milliseconds(400)));
  EXPECT_EQ(violation.node, n0);
  EXPECT_EQ(result.virtual_time, test::at(milliseconds(400)));
  EXPECT_TRUE(result.core.empty());
}

TEST(Run, TheViolationNamesTheEventInTheTrace) {
  RunSpec spec = puppets(3, noting());
  Watch watch;
  watch.bad = 4;
  spec.properties = {make(watch)};
  RunOptions options;
  options.record_trace = true;
  const RunResult result = run(spec, 1, options);
  ASSERT_EQ(result.violations.size(), 1u);
  const TraceEvent& event = result.trace.at(result.violations[0].event);
  EXPECT_EQ(event.kind, EventKind::fact);
  EXPECT_EQ(event.fact.as<Noted>().number, 4u);
}

TEST(Run, GoesOnAfterAViolationWhenAsked) {
  RunSpec spec = puppets(3, noting());
  Watch watch;
  watch.bad = 4;
  spec.properties = {make(watch)};
  RunOptions options;
  options.stop_at_violation = false;
  const RunResult result = run(spec, 1, options);
  EXPECT_EQ(result.verdict, Verdict::violation);
  EXPECT_EQ(result.violations.size(), 1u);  // only the first of each property
  EXPECT_EQ(result.virtual_time, test::at(seconds(1)));
}

TEST(Run, CountsProbesAlsoThoseNeverHit) {
  RunSpec spec = puppets(3, noting());
  Watch watch;
  watch.what = PropertyKind::sometimes;
  spec.properties = {make(watch)};
  EXPECT_EQ(run(spec, 1).probes.at("watch"), 3u);
  spec.duration = milliseconds(250);
  EXPECT_EQ(run(spec, 1).probes.at("watch"), 0u);
}

TEST(Run, CountsOperationsAndWhatNeverCompleted) {
  Puppet::Config script;
  script.start = [](Puppet&, Ctx& ctx) {
    if (ctx.self() != n1) return;
    const auto say = [&](OpPhase phase, uint64_t number) {
      ctx.operation({phase, Function::write, number, 0, 0, 0, false, {}});
    };
    for (uint64_t i = 1; i <= 5; ++i) say(OpPhase::invoke, i);
    say(OpPhase::ok, 1);
    say(OpPhase::ok, 2);
    say(OpPhase::failed, 3);
    say(OpPhase::indeterminate, 4);
  };
  RunOptions options;
  options.record_history = true;
  const RunResult result = run(puppets(1, script, 1), 1, options);
  EXPECT_EQ(result.operations.invoked, 5u);
  EXPECT_EQ(result.operations.ok, 2u);
  EXPECT_EQ(result.operations.failed, 1u);
  EXPECT_EQ(result.operations.indeterminate, 2u);
  ASSERT_EQ(result.history.size(), 9u);
  EXPECT_EQ(result.history[0].client, n1);
}

TEST(Run, ReportsItsFaultsAndItsSwarm) {
  RunSpec spec = puppets(3, noting());
  spec.faults = {
      test::rule_at(milliseconds(50), test::action_on(ActionKind::crash, {n1}), milliseconds(100))};
  spec.swarm.chance = {1, 1};
  spec.swarm.loss = Range<Ratio>{{1, 10}, {1, 10}};
  const RunResult result = run(spec, 1);
  EXPECT_EQ(result.faults.at("crash"), 1u);
  ASSERT_EQ(result.struck.size(), 1u);
  EXPECT_EQ(result.struck[0].nodes, std::vector<NodeId>{n1});
  EXPECT_EQ(result.struck[0].lasts, milliseconds(100));
  EXPECT_EQ(result.swarm.on, std::vector<std::string>{"loss 10%"});
  EXPECT_GT(result.messages.dropped, 0u);
}

// --- liveness

RunSpec with_goal(uint64_t goal) {
  RunSpec spec = puppets(5, noting(), 1);
  Watch watch;
  watch.what = PropertyKind::eventually;
  watch.goal = goal;
  spec.properties = {make(watch)};
  return spec;
}

TEST(Liveness, EndsAsSoonAsTheGoalIsReached) {
  const RunResult result = run(with_goal(1), 1);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.virtual_time, test::at(milliseconds(1'100)));
}

TEST(Liveness, AMissedGoalSaysWhatIsPending) {
  const RunResult result = run(with_goal(1'000), 1);
  EXPECT_EQ(result.verdict, Verdict::violation);
  ASSERT_EQ(result.violations.size(), 1u);
  EXPECT_EQ(result.violations[0].property, "watch");
  const uint64_t reached = 10 * result.core.size();
  EXPECT_EQ(result.violations[0].reason,
            "still pending: " + std::to_string(1'000 - reached) + " notes");
  EXPECT_EQ(result.virtual_time, test::at(seconds(2)));
}

TEST(Liveness, CanBeSwitchedOff) {
  RunSpec spec = with_goal(1'000);
  spec.liveness.on = false;
  const RunResult result = run(spec, 1);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_TRUE(result.core.empty());
}

TEST(Liveness, TheCoreIsARandomQuorumWithTheClients) {
  std::set<std::vector<NodeId>> cores;
  std::set<size_t> sizes;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const std::vector<NodeId> core = run(with_goal(1), seed).core;
    ASSERT_GE(core.size(), 4u);
    ASSERT_EQ(core.back(), NodeId(5));
    cores.insert(core);
    sizes.insert(core.size() - 1);
  }
  EXPECT_EQ(sizes, (std::set<size_t>{3, 4, 5}));
  EXPECT_GT(cores.size(), 10u);
}

TEST(Liveness, ANodeThatLostItsPromisesIsNotInTheCore) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    RunSpec spec = with_goal(1);
    spec.faults = {test::rule_at(milliseconds(50), test::action_on(ActionKind::crash, {n1})),
                   test::rule_at(milliseconds(60), test::action_on(ActionKind::wipe, {n1}))};
    const std::vector<NodeId> core = run(spec, seed).core;
    EXPECT_EQ(std::count(core.begin(), core.end(), n1), 0) << seed;
  }
}

TEST(Liveness, DrawsTheCoreAgainIfAPropertyKnowsThatItDoesNotSuffice) {
  RunSpec spec = puppets(5, noting(), 1);
  Watch watch;
  watch.needed = NodeId(2);
  spec.properties = {make(watch)};
  std::set<std::vector<NodeId>> cores;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    const std::vector<NodeId> core = run(spec, seed).core;
    EXPECT_EQ(std::count(core.begin(), core.end(), watch.needed), 1) << seed;
    cores.insert(core);
  }
  EXPECT_GT(cores.size(), 5u);
}

// multi_paxos/swarm_all's seed 6287: the sound servers had no quorum without those that had been
// told again what their disks had lost.
TEST(Liveness, TakesEverybodyIfTheSoundServersDoNotSufficeAndAllServersDo) {
  RunSpec spec = with_goal(1);
  Watch watch;
  watch.needed = n1;
  spec.properties = {make(watch)};
  spec.faults = {test::rule_at(milliseconds(50), test::action_on(ActionKind::crash, {n1})),
                 test::rule_at(milliseconds(60), test::action_on(ActionKind::wipe, {n1}))};
  EXPECT_EQ(run(spec, 1).core.size(), 6u);
  watch.needed = NodeId(9);  // nobody can: the sound ones are judged
  spec.properties = {make(watch)};
  EXPECT_EQ(run(spec, 1).core.size(), 5u);
}

TEST(Liveness, LeavesANodeBehindTheClientsOutOfTheCore) {
  RunSpec spec = puppets(3, noting(), 2);
  spec.clients = 1;
  EXPECT_EQ(run(spec, 1).core.back(), NodeId(3));
}

TEST(Liveness, TheBenignChoiceLeavesEverybodyIn) {
  RunSpec spec = with_goal(1);
  Overrides all;
  all[{Stream::fault, static_cast<uint8_t>(FaultAspect::amount), 0xFFFF'FFFE, 0, 0}] = 0;
  spec.overrides = std::make_shared<const Overrides>(all);
  EXPECT_EQ(run(spec, 1).core.size(), 6u);
}

// Nothing but the listed cause excuses a missed goal: that a node had crashed for ever does not.
TEST(Liveness, ACrashForEverIsRepairedInTheCore) {
  RunSpec spec = with_goal(1);
  spec.faults = {test::rule_at(milliseconds(50), [] {
    Action action;
    action.target.kind = TargetKind::all;
    return action;
  }())};
  EXPECT_EQ(run(spec, 1).verdict, Verdict::pass);
}

TEST(Ring, KeepsItsPropertiesThroughEveryFault) {
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    const RunResult result = run(ring::rough_spec(5), seed);
    EXPECT_EQ(result.verdict, Verdict::pass)
        << seed << ": " << (result.violations.empty() ? "" : result.violations[0].reason);
  }
}

TEST(Ring, ThatForgetsIsCaught) {
  uint64_t caught = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    const RunResult result = run(ring::rough_spec(5, {true}), seed);
    caught += result.verdict == Verdict::violation ? 1 : 0;
  }
  EXPECT_GT(caught, 10u);
}

// --- runs without end

TEST(Limit, ANodeThatSendsWithoutEndIsUndecided) {
  Puppet::Config script;
  script.start = [](Puppet&, Ctx& ctx) { ctx.send(ctx.self(), Poke{1}); };
  script.poke = [](Puppet& self, const Poke&, NodeId, Ctx& ctx) {
    self.heard.clear();
    ctx.send(ctx.self(), Poke{1});
  };
  RunSpec spec = puppets(1, script);
  spec.max_events = 10'000;
  const RunResult result = run(spec, 1);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_EQ(result.virtual_time, Time{});
  EXPECT_LE(result.events, 10'010u);
}

TEST(Limit, ATimerAlwaysArmedForNowIsUndecided) {
  Puppet::Config script;
  script.start = [](Puppet&, Ctx& ctx) { ctx.set_timer(Timer::first, Duration{}); };
  script.timer = [](Puppet& self, Timer, uint64_t, Ctx& ctx) {
    self.fired.clear();
    ctx.set_timer(Timer::first, Duration{});
  };
  RunSpec spec = puppets(1, script);
  spec.max_events = 10'000;
  EXPECT_EQ(run(spec, 1).verdict, Verdict::undecided);
}

TEST(Limit, ARuleThatStrikesNobodyWithoutPauseIsUndecided) {
  RunSpec spec = puppets(1, {});
  FaultRule rule;
  rule.trigger.kind = TriggerKind::every;
  rule.trigger.times = 0;
  rule.action.target.kind = TargetKind::leader;
  spec.faults = {rule};
  spec.max_events = 10'000;
  EXPECT_EQ(run(spec, 1).verdict, Verdict::undecided);
}

TEST(Limit, APropertyThatCannotTellLeavesTheRunUndecided) {
  RunSpec spec = puppets(3, noting());
  Watch watch;
  watch.unsure = 2;
  spec.properties = {make(watch)};
  RunResult result = run(spec, 1);
  EXPECT_EQ(result.verdict, Verdict::undecided);
  EXPECT_EQ(result.undecided, "watch: too much was noted");

  watch.bad = 3;  // what it does see is a violation all the same
  spec.properties = {make(watch)};
  result = run(spec, 1);
  EXPECT_EQ(result.verdict, Verdict::violation);
  EXPECT_EQ(result.undecided, "");
}

TEST(Limit, AViolationBeforeItIsStillOne) {
  RunSpec spec = puppets(3, noting());
  Watch watch;
  watch.bad = 2;
  spec.properties = {make(watch)};
  spec.max_events = 30;
  RunOptions options;
  options.stop_at_violation = false;
  EXPECT_EQ(run(spec, 1, options).verdict, Verdict::violation);
}

// --- broken code

TEST(BrokenCode, IsAViolationThatNamesNodeAndReason) {
  for (const bool at_start : {true, false}) {
    Puppet::Config script;
    script.start = [at_start](Puppet&, Ctx& ctx) {
      if (ctx.self() != n1) return;
      if (at_start) throw std::runtime_error("no such entry");
      ctx.set_timer(Timer::first, milliseconds(10));
    };
    script.timer = [](Puppet&, Timer, uint64_t, Ctx&) {
      throw std::runtime_error("no such entry");
    };
    const RunResult result = run(puppets(3, script), 1);
    EXPECT_EQ(result.verdict, Verdict::violation);
    ASSERT_EQ(result.violations.size(), 1u);
    EXPECT_EQ(result.violations[0].property, "no_exception");
    EXPECT_EQ(result.violations[0].reason, "no such entry");
    EXPECT_EQ(result.violations[0].node, n1);
    EXPECT_EQ(result.digest, run(puppets(3, script), 1).digest);
  }
}

}  // namespace
}  // namespace ordain
