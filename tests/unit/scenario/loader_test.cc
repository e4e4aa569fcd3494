// What a correct file means, with and without its defaults, and that it survives being written.
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/scenario/config_tables.h"
#include "sim/scenario/fault_reader.h"
#include "sim/scenario/json_reader.h"
#include "sim/scenario/scenario.h"
#include "tests/unit/scenario/demo_protocol.h"

namespace ordain {
namespace {

Scenario load(const std::string& changes, const std::vector<std::string>& settings = {}) {
  return load_scenario(test::demo_scenario(changes), "x", test::demo_registry(), settings);
}

FaultRule only_fault(const std::string& text) {
  const Scenario scenario =
      load(R"(, "clients": {"count": 2}, "network": {"loss": "1%"}, "disk": {"torn": "2%"},
              "faults": [)" +
           text + "]");
  EXPECT_EQ(scenario.faults.size(), 1u);
  return scenario.faults.at(0);
}

TEST(Loader, AllButThreeKeysHaveDefaults) {
  const Scenario s = load("");
  EXPECT_EQ(s.name, "try");
  EXPECT_EQ(s.plan.servers, 5u);
  EXPECT_EQ(s.plan.clients, 0u);
  EXPECT_EQ(s.plan.workload, "kv");
  EXPECT_EQ(s.duration, seconds(10));
  EXPECT_TRUE(s.liveness.on);
  EXPECT_EQ(s.liveness.bound, seconds(10));
  EXPECT_EQ(s.seed, 1u);
  EXPECT_EQ(s.max_events, RunSpec{}.max_events);
  EXPECT_EQ(s.properties, (std::vector<std::string>{"election_safety", "log_matching"}));
  EXPECT_EQ(s.expect.text(), "pass");
  EXPECT_TRUE(s.faults.empty() && s.overrides.empty() && s.swarm.empty());
  EXPECT_EQ(s.network.all.delay.high, LinkConfig{}.delay.high);
  EXPECT_EQ(s.disk.budget, DiskConfig::kMinority);
  EXPECT_NE(s.plan.config, nullptr);
  EXPECT_EQ(s.repro(), nullptr);
}

// A table's default, written out, must read back as what a fresh struct holds: whoever spells the
// defaults in a file changes nothing.
void expect_defaults_read_back(const AnyTable& table) {
  Reading reading;
  reading.set_cluster(5, 2);
  Value spelled = Value::object();
  for (const Field& field : table.fields()) {
    if (field.fallback.is(Value::Kind::null) || field.nested) continue;
    spelled.set(field.key, field.fallback);
  }
  const std::shared_ptr<void> object = table.fresh();
  table.read_known(At{spelled}, object.get(), reading);
  for (const Problem& problem : reading.problems()) {
    if (problem.message.find("is missing") == std::string::npos) ADD_FAILURE() << problem.text();
  }
}

TEST(Loader, EveryDefaultIsSpelledAsTheDecoderReadsIt) {
  expect_defaults_read_back(*link_table());
  expect_defaults_read_back(*disk_table());
  expect_defaults_read_back(*clock_table());
  expect_defaults_read_back(*fault_table());
  expect_defaults_read_back(*swarm_table());
  expect_defaults_read_back(*test::demo_registry().find("demo")->config);
}

TEST(Loader, DistributionsReadBackAsTheyAreWritten) {
  for (const char* text :
       {R"("5ms")", R"({"uniform": ["1ms", "10ms"]})",
        R"({"exponential": {"mean": "5ms", "min": "1ms", "max": "1s"}})",
        R"({"bimodal": {"fast": ["1ms", "2ms"], "slow": ["50ms", "80ms"], "ratio": "1%"}})",
        R"({"table": [["1ms", 10], ["5ms", 1]]})"}) {
    const Value tree = read_json(text, "x");
    Reading reading;
    Distribution read;
    Codec<Distribution>::read(At{tree}, read, {}, reading);
    EXPECT_TRUE(reading.clean());
    EXPECT_EQ(write_value_inline(Codec<Distribution>::write(read)), text);
  }
}

TEST(Loader, ATablesRowsAreSortedSoThatTheShortestIsTheBenignOne) {
  const Scenario s = load(R"(, "network": {"delay": {"table": [["9ms", 1], ["2ms", 3]]}})");
  EXPECT_EQ(s.network.all.delay.shortest(), milliseconds(2));
  EXPECT_EQ(s.network.all.delay.rows[0].weight, 3u);
}

TEST(Loader, AnExponentialWithoutACapIsCappedAtTwentyTimesItsMean) {
  const Scenario s =
      load(R"(, "disk": {"latency": {"exponential": {"mean": "2ms", "min": "1ms"}}})");
  EXPECT_EQ(s.disk.latency.high, milliseconds(41));
}

TEST(Loader, RatiosAreReadExactlyFromTheNumbersText) {
  const Scenario s = load(R"(, "network": {"loss": 0.05, "duplicate": "5%", "corrupt": "1/20"})");
  EXPECT_EQ(s.network.all.loss, (Ratio{1, 20}));
  EXPECT_EQ(s.network.all.duplicate, (Ratio{1, 20}));
  EXPECT_EQ(s.network.all.corrupt, (Ratio{1, 20}));
}

TEST(Loader, ALinkRuleChangesOnlyWhatItSaysWhereverItStands) {
  const Scenario s = load(R"(, "clients": {"count": 2}, "network": {
    "links": [{"from": "n1", "to": ["n2", "c2"], "loss": "100%"}, {"to": "clients", "fifo": true}],
    "duplicate": "3%"})");
  ASSERT_EQ(s.network.links.size(), 2u);
  EXPECT_EQ(s.network.links[0].from, std::vector<NodeId>{NodeId(0)});
  EXPECT_EQ(s.network.links[0].to, (std::vector<NodeId>{NodeId(1), NodeId(6)}));
  EXPECT_EQ(s.network.links[0].config.loss, (Ratio{1, 1}));
  EXPECT_EQ(s.network.links[0].config.duplicate, (Ratio{3, 100}));
  EXPECT_TRUE(s.network.links[1].from.empty());
  EXPECT_TRUE(s.network.links[1].config.fifo);
  EXPECT_EQ(s.network.links[1].to, (std::vector<NodeId>{NodeId(5), NodeId(6)}));
}

TEST(Loader, PropertiesAreChosenAndLeftOutByName) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(load(R"(, "properties": ["log_matching"])").properties, Names{"log_matching"});
  EXPECT_EQ(load(R"(, "properties": ["all", "-log_matching"])").properties,
            Names{"election_safety"});
  EXPECT_EQ(load(R"(, "properties": ["-election_safety"])").properties, Names{"log_matching"});
  EXPECT_EQ(load(R"(, "properties": [])").properties, Names{});
}

TEST(Loader, AnArmedMutantIsSwitchedOn) {
  const Scenario s = load(R"(, "mutants": ["dm.hasty"], "config": {"batch": 9})");
  EXPECT_EQ(s.plan.mutants, std::vector<std::string>{"dm.hasty"});
}

TEST(Loader, SeedsHaveSixtyFourBits) {
  EXPECT_EQ(load(R"(, "seed": 18446744073709551615)").seed, ~uint64_t{0});
  EXPECT_EQ(load(R"(, "seed": "0xff")").seed, 255u);
}

TEST(Loader, ExpectationsAreMetByTheOnePropertyAlone) {
  const Expectation expect = load(R"(, "expect": {"violates": "log_matching"})").expect;
  Violation right, wrong;
  right.property = "log_matching";
  wrong.property = "election_safety";
  EXPECT_EQ(expect.text(), "violates log_matching");
  EXPECT_TRUE(expect.met(Verdict::violation, {right}));
  EXPECT_FALSE(expect.met(Verdict::violation, {right, wrong}));
  EXPECT_FALSE(expect.met(Verdict::violation, {wrong}));
  EXPECT_FALSE(expect.met(Verdict::pass, {}));
  EXPECT_TRUE(Expectation{}.met(Verdict::pass, {}));
  EXPECT_FALSE(Expectation{}.met(Verdict::violation, {right}));
}

TEST(Faults, TriggersAreReadWithTheirConditions) {
  FaultRule rule = only_fault(
      R"({"when": {"fact": "elected", "node": "n2", "nth": 3, "times": 0,
          "where": {"term": {">=": 2, "!=": 5}, "leader": "n4"}}, "after": ["1ms", "2ms"],
          "crash": "leader", "for": "1s"})");
  EXPECT_EQ(rule.trigger.kind, TriggerKind::fact);
  EXPECT_EQ(rule.trigger.fact.type->name, "elected");
  EXPECT_EQ(rule.trigger.fact.node, NodeId(1));
  EXPECT_EQ(rule.trigger.nth, 3u);
  EXPECT_EQ(rule.trigger.times, 0u);
  ASSERT_EQ(rule.trigger.fact.where.size(), 3u);
  EXPECT_EQ(rule.trigger.fact.where[0].comparison, Comparison::greater_equal);
  EXPECT_EQ(rule.trigger.fact.where[0].value, 2u);
  EXPECT_EQ(rule.trigger.fact.where[1].comparison, Comparison::not_equal);
  EXPECT_EQ(rule.trigger.fact.where[2].field, 1u);
  EXPECT_EQ(rule.trigger.fact.where[2].value, 3u);
  EXPECT_EQ(rule.trigger.after_high, milliseconds(2));
  EXPECT_EQ(rule.action.target.kind, TargetKind::leader);
  EXPECT_EQ(rule.for_low, seconds(1));

  rule = only_fault(R"({"every": ["1s", "3s"], "from": "5s", "pause": "minority"})");
  EXPECT_EQ(rule.trigger.kind, TriggerKind::every);
  EXPECT_EQ(rule.trigger.at.ns, seconds(5).ns);
  EXPECT_EQ(rule.trigger.times, 0u);
  EXPECT_EQ(only_fault(R"({"at": "1s", "wipe": "n1"})").trigger.times, 1u);
}

TEST(Faults, EachPartitionHasItsShape) {
  const auto shape = [](const std::string& text) {
    return only_fault(R"({"at": "1s", "partition": )" + text + "}").action;
  };
  EXPECT_EQ(shape(R"("ring")").shape, PartitionShape::ring);
  EXPECT_EQ(shape(R"("random")").shape, PartitionShape::random);
  EXPECT_EQ(shape(R"({"isolate": "leader"})").target.kind, TargetKind::leader);
  EXPECT_EQ(shape(R"({"bridge": "n3"})").shape, PartitionShape::bridge);
  const Action one_way = shape(R"({"one_way": {"from": "n1", "to": ["n2", "n3"]}})");
  EXPECT_EQ(one_way.shape, PartitionShape::one_way);
  EXPECT_EQ(one_way.other.nodes.size(), 2u);
  const Action groups = shape(R"({"groups": [["n1", "n2"], ["n3", "c1"]]})");
  EXPECT_EQ(groups.shape, PartitionShape::symmetric);
  EXPECT_EQ(groups.groups[1][1], NodeId(5));
}

TEST(Faults, LinkAndDiskChangesStartFromWhatTheScenarioSays) {
  const Action link = only_fault(R"({"at": "1s", "link": {"from": "n1", "delay": "1s"}})").action;
  EXPECT_EQ(link.target.nodes, std::vector<NodeId>{NodeId(0)});
  EXPECT_EQ(link.other.kind, TargetKind::all);
  EXPECT_EQ(link.link.delay.low, seconds(1));
  EXPECT_EQ(link.link.loss, (Ratio{1, 100}));
  const Action disk =
      only_fault(R"({"at": "1s", "disk": {"target": "any", "stall": "9%"}})").action;
  EXPECT_EQ(disk.disk.stall, (Ratio{9, 100}));
  EXPECT_EQ(disk.disk.torn, (Ratio{1, 50}));
}

TEST(Faults, ClocksJumpDriftAndFreeze) {
  const auto change = [](const std::string& text) {
    return only_fault(R"({"at": "1s", "clock": {"target": "n1", )" + text + "}}").action;
  };
  EXPECT_EQ(change(R"("jump": ["-2s", "-1s"])").jump_low, seconds(-2));
  EXPECT_EQ(change(R"("drift_ppm": [-100, 200])").drift_high_ppm, 200);
  EXPECT_EQ(change(R"("freeze": true)").clock_change, ClockChange::freeze);
  EXPECT_EQ(change(R"("thaw": true)").clock_change, ClockChange::thaw);
}

TEST(Faults, EveryActionIsListedWithAText) {
  EXPECT_EQ(fault_entries().size(), codec::enumerators<ActionKind>().size());
  for (const FaultEntry& fault : fault_entries()) EXPECT_FALSE(fault.about.empty()) << fault.name;
}

TEST(Faults, TheSwarmTakesRangesAndRecurringFaults) {
  const Scenario s = load(R"(, "swarm": {"chance": "1/3", "loss": ["1%", "5%"], "skew": "10ms",
      "drift_ppm": [0, 500], "faults": [{"every": ["1s", "5s"], "crash": "any", "for": "1s"}]})");
  EXPECT_EQ(s.swarm.chance, (Ratio{1, 3}));
  EXPECT_EQ(s.swarm.loss->high, (Ratio{1, 20}));
  EXPECT_EQ(s.swarm.skew->low, milliseconds(10));
  EXPECT_EQ(s.swarm.drift_ppm->high, 500);
  EXPECT_FALSE(s.swarm.delay.has_value());
  EXPECT_EQ(s.swarm.rules.size(), 1u);
}

TEST(Settings, ChangeAddAndAppend) {
  const Scenario s = load(R"(, "faults": [{"at": "1s", "crash": "n1"}])",
                          {"/nodes=3", "/network/loss=5%", "/network/links/-/from=n2",
                           "/faults/0/at=2s", "/faults/-={\"at\":\"3s\",\"heal\":\"all\"}",
                           "/config/election_timeout=[\"200ms\",\"250ms\"]", "/about=a = b"});
  EXPECT_EQ(s.plan.servers, 3u);
  EXPECT_EQ(s.network.all.loss, (Ratio{1, 20}));
  EXPECT_EQ(s.network.links.at(0).from, std::vector<NodeId>{NodeId(1)});
  EXPECT_EQ(s.faults.at(0).trigger.at.ns, seconds(2).ns);
  EXPECT_EQ(s.faults.at(1).action.kind, ActionKind::heal);
  EXPECT_EQ(s.about, "a = b");
}

TEST(Writing, AScenarioIsWrittenBackReadablyAndMeansTheSame) {
  const std::string text = R"({
  "$schema": "../scenario.schema.json",
  "name": "try",
  "protocol": "demo",
  "nodes": 5,
  "network": {"delay": {"uniform": ["1ms", "10ms"]}, "loss": 0.010},
  "faults": [
    {"when": {"fact": "elected", "nth": 1}, "after": "20ms", "crash": "leader", "for": "500ms"},
    {"at": "2s", "restart": "crashed"}
  ],
  "seed": 18446744073709551615,
  "overrides": {},
  "repro": {"fingerprint": "00ff", "sizes": [1, 2, null, true]}
}
)";
  const Scenario scenario = load_scenario(text, "x", test::demo_registry());
  EXPECT_EQ(write_scenario(scenario.tree), text);
  EXPECT_NE(scenario.repro(), nullptr);
}

TEST(Writing, AChangedTreeIsTheChangedScenario) {
  Scenario scenario = load("");
  scenario.tree.set("overrides", read_json(R"({"n1>n2#3 delay": "40ms"})", "x"));
  scenario.tree.set("expect", read_json(R"({"violates": "log_matching"})", "x"));
  const Scenario again = load_scenario(write_scenario(scenario.tree), "y", test::demo_registry());
  EXPECT_EQ(again.overrides.size(), 1u);
  EXPECT_EQ(again.expect.violates, "log_matching");
}

TEST(RunSpecs, TakeEverythingFromTheScenario) {
  const Scenario s = load(R"(, "clients": {"count": 2, "keys": 9}, "duration": "3s",
      "liveness": {"bound": "4s"}, "limits": {"events": 77}, "properties": ["log_matching"],
      "overrides": {"n1>n2#1 drop": 1}, "faults": [{"at": "1s", "crash": "any"}])");
  const RunSpec spec = make_run_spec(s, test::demo_registry());
  EXPECT_EQ(spec.scenario, "try");
  EXPECT_EQ(spec.servers, 5u);
  EXPECT_EQ(spec.clients, 2u);
  EXPECT_EQ(spec.quorum, 3u);
  EXPECT_EQ(spec.duration, seconds(3));
  EXPECT_EQ(spec.liveness.bound, seconds(4));
  EXPECT_EQ(spec.max_events, 77u);
  EXPECT_EQ(spec.faults.size(), 1u);
  EXPECT_EQ(spec.overrides->size(), 1u);
  ASSERT_EQ(spec.properties.size(), 1u);
  EXPECT_EQ(spec.properties[0]()->name(), "log_matching");
  EXPECT_EQ(spec.build().size(), 2u);
  EXPECT_EQ(spec.build()[1]->size(), 2u);
  EXPECT_EQ(make_run_spec(load(""), test::demo_registry()).overrides, nullptr);
}

}  // namespace
}  // namespace ordain
