// Reductions: what they leave out shows nothing that the rest does not.
#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/explore/exhaustive/search.h"
#include "sim/scenario/scenario.h"
#include "tests/support/puppet.h"
#include "tests/support/register_paxos.h"
#include "tests/support/two_phase.h"

namespace ordain {
namespace {

namespace two_phase = test::two_phase;

constexpr Bound kAnyNumber{Bound::kAny};

struct Case {
  RunSpec spec;
  ExploreSpec bounds;
};

ExploreResult explored(const Case& of, Reduction reduction, Bound depth = kAnyNumber) {
  ExploreSpec bounds = of.bounds;
  bounds.reduction = reduction;
  if (!depth.any()) bounds.depth = depth;
  return explore(of.spec, bounds, {false, {}});
}

// The properties that are violated, each with its distance from the start.
std::map<std::string, size_t> violations(const ExploreResult& result) {
  std::map<std::string, size_t> out;
  for (const FoundViolation& found : result.violations) {
    out[found.violation.property] = found.path.steps.size();
  }
  return out;
}

// Sleep sets keep each state, at its distance from the start, and each violation.
void expect_same_states(const Case& of, const std::string& what) {
  const ExploreResult whole = explored(of, Reduction::none);
  const ExploreResult cut = explored(of, Reduction::sleep_sets);
  EXPECT_GT(whole.states, 40u) << what;
  EXPECT_EQ(cut.states, whole.states) << what;
  EXPECT_EQ(cut.depth, whole.depth) << what;
  EXPECT_LT(cut.transitions, whole.transitions) << what;
  EXPECT_EQ(violations(cut), violations(whole)) << what;
  EXPECT_EQ(cut.probes, whole.probes) << what;
  for (uint32_t depth = 1; depth < whole.depth; ++depth) {
    EXPECT_EQ(explored(of, Reduction::sleep_sets, {depth}).states,
              explored(of, Reduction::none, {depth}).states)
        << what << " to depth " << depth;
  }
}

// What stays under way keeps no violation away, and brings none sooner.
void expect_same_verdicts(const Case& of, const std::string& what) {
  const ExploreResult whole = explored(of, Reduction::none);
  const ExploreResult idle = explored(of, Reduction::idle_deliveries);
  const ExploreResult all = explored(of, Reduction::all);
  EXPECT_LT(idle.states, whole.states) << what;
  EXPECT_EQ(violations(idle), violations(whole)) << what;
  EXPECT_EQ(idle.probes, whole.probes) << what;
  EXPECT_EQ(all.states, idle.states) << what;
  EXPECT_LT(all.transitions, idle.transitions) << what;
  EXPECT_EQ(violations(all), violations(whole)) << what;
}

Case two_phase_case(uint32_t managers, two_phase::Config config = {}) {
  Case out{two_phase::spec(managers, config), {}};
  out.bounds.timeouts = kAnyNumber;
  return out;
}

Case scenario_case(const std::string& text) {
  const Scenario scenario = load_scenario(text, "test", builtin_registry());
  return {make_run_spec(scenario, builtin_registry()), scenario.explore};
}

Case raft(const std::string& members) {
  return scenario_case(R"({"name": "small", "protocol": "raft", "nodes": 3)" + members + "}");
}

Case paxos(const std::string& members) {
  return scenario_case(R"({"name": "small", "protocol": "paxos", "nodes": 3,
      "config": {"proposers": 2, "learners": 2}, "clients": {"count": 2, "operations": 2})" +
                       members + "}");
}

TEST(SleepSets, KeepEveryStateWhereItIs) {
  expect_same_states(two_phase_case(3), "timers and messages");
  Case bounded = two_phase_case(3);
  bounded.bounds.timeouts = {3};
  expect_same_states(bounded, "few timeouts");
  bounded.spec.network.all.fifo = true;
  expect_same_states(bounded, "FIFO links");
  two_phase::Config broken;
  broken.prepared_may_abort = true;
  expect_same_states(two_phase_case(3, broken), "violations");
}

TEST(SleepSets, KeepEveryStateWhenMessagesAreLostOrComeAgain) {
  Case lossy = two_phase_case(2);
  lossy.bounds.drops = {1};
  lossy.bounds.duplications = {1};
  expect_same_states(lossy, "each once");
  lossy.bounds.duplications = kAnyNumber;
  lossy.bounds.drops = {2};
  expect_same_states(lossy, "lost from a set");
}

// Two pokes by each puppet of the other, in two steps: where messages are a set, one that is lost
// and the same one sent again do not commute.
TEST(SleepSets, KnowThatASetForgetsALossWhenItIsSentAgain) {
  test::Puppet::Config script;
  script.start = [](test::Puppet&, Ctx& ctx) {
    ctx.set_timer(test::Puppet::Timer::first, milliseconds(1));
    ctx.set_timer(test::Puppet::Timer::second, milliseconds(1));
  };
  script.timer = [](test::Puppet& self, test::Puppet::Timer, uint64_t, Ctx& ctx) {
    ctx.send(NodeId(1 - self.self.value), test::Poke{7});
  };
  Case of;
  of.spec.servers = 2;
  of.spec.build = [script] {
    std::vector<std::unique_ptr<NodeTable>> tables;
    tables.push_back(std::make_unique<TypedNodes<test::Puppet>>(
        std::make_shared<const test::Puppet::Config>(script), 2));
    return tables;
  };
  of.bounds.timeouts = {4};
  of.bounds.drops = {2};
  of.bounds.duplications = kAnyNumber;
  of.bounds.depth = {6};
  expect_same_states(of, "sent again");
}

TEST(SleepSets, KeepEveryStateUnderCrashes) {
  Case crashing = two_phase_case(2);
  crashing.spec.properties.clear();
  crashing.bounds.timeouts = {4};
  crashing.bounds.crashes = {2};
  expect_same_states(crashing, "crashes that share a bound");
  expect_same_states(raft(R"(, "disk": {"latency": "1ms"}, "explore": {"crashes": 1, "depth": 6,
                              "timers": {"election": 2, "heartbeat": 0}})"),
                     "disks that take time");
}

TEST(SleepSets, KeepEveryStateOfPaxos) {
  expect_same_states(paxos(R"(, "explore": {"timers": {"think": 2}, "timeouts": 0, "depth": 10})"),
                     "paxos");
  expect_same_states(paxos(R"(, "mutants": ["px.ignore_accepted"],
                              "explore": {"timers": {"think": 2}, "timeouts": 0, "depth": 12})"),
                     "px.ignore_accepted");
}

// Facts of two nodes in either order are two ledgers where a property is known by its history.
class Order : public PropertyOf<Order> {
 public:
  std::string_view name() const override { return "order"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<two_phase::Ended>}; }
  void on_fact(const FactEvent& event, Report& report) override {
    if (last_.valid() && event.node < last_) report.violated(name(), "out of order", event);
    last_ = event.node;
  }

 private:
  NodeId last_;
};

TEST(SleepSets, KeepBothOrdersThatALedgerTellsApart) {
  Case ordered = two_phase_case(3);
  ordered.spec.properties = {[] { return std::make_unique<Order>(); }};
  expect_same_states(ordered, "order of facts");
  EXPECT_EQ(violations(explored(ordered, Reduction::sleep_sets)).count("order"), 1u);
}

TEST(SleepSets, AreRefusedWhereTheyCannotBeKept) {
  Case of = two_phase_case(2);
  of.bounds.order = SearchOrder::depth_first;
  EXPECT_THROW(explored(of, Reduction::sleep_sets), InputError);
  EXPECT_NO_THROW(explored(of, Reduction::idle_deliveries));
  of.bounds.order = SearchOrder::breadth_first;
  of.bounds.symmetry = true;
  EXPECT_THROW(explored(of, Reduction::all), InputError);
  EXPECT_NO_THROW(explored(of, Reduction::idle_deliveries));
}

TEST(IdleDeliveries, ChangeNoVerdict) {
  expect_same_verdicts(raft(R"(, "explore": {"timers": {"election": 2, "heartbeat": 0},
                                "crashes": 1, "depth": 7})"),
                       "raft");
  expect_same_verdicts(raft(R"(, "mutants": ["rf.revote"], "properties": ["election_safety"],
                                "explore": {"timers": {"election": 2, "heartbeat": 0},
                                            "depth": 9})"),
                       "rf.revote");
  const std::string bounds = R"(, "explore": {"timers": {"think": 2}, "timeouts": 0, "depth": 12})";
  expect_same_verdicts(paxos(bounds), "paxos");
  expect_same_verdicts(paxos(R"(, "mutants": ["px.ignore_accepted"])" + bounds),
                       "px.ignore_accepted");
}

// Behind an idle message on a FIFO link others wait.
TEST(IdleDeliveries, ArriveOnFifoLinks) {
  Case fifo{test::register_paxos::spec(3, 1), {}};
  fifo.spec.network.all.fifo = true;
  const ExploreResult whole = explored(fifo, Reduction::none);
  EXPECT_EQ(explored(fifo, Reduction::idle_deliveries).states, whole.states);
  EXPECT_EQ(explored(fifo, Reduction::idle_deliveries).transitions, whole.transitions);
}

}  // namespace
}  // namespace ordain
