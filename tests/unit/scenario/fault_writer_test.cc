// What is written is what was read: each fault and configuration in its shortest spelling.
#include "sim/scenario/fault_writer.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/scenario/json_reader.h"
#include "sim/scenario/scenario.h"
#include "tests/unit/scenario/demo_protocol.h"

namespace ordain {
namespace {

Scenario load(const std::string& changes) {
  return load_scenario(test::demo_scenario(changes), "x", test::demo_registry());
}

class WrittenFault : public testing::TestWithParam<const char*> {};

// Each is in its canonical spelling: were any part of it not read, or not written, it would differ.
TEST_P(WrittenFault, IsWhatWasRead) {
  const Scenario scenario =
      load(R"(, "clients": {"count": 2}, "network": {"loss": "1%"}, "disk": {"torn": "2%"})"
           R"(, "faults": [)" +
           std::string(GetParam()) + "]");
  const WriteContext context{scenario.plan.servers, scenario.network, scenario.disk};
  const Value expected = read_json(GetParam(), "x");
  EXPECT_EQ(write_value_inline(write_fault(scenario.faults.at(0), context)),
            write_value_inline(expected));
}

INSTANTIATE_TEST_SUITE_P(
    All, WrittenFault,
    testing::Values(
        R"({"at": "1s", "crash": "n2"})", R"({"at": "0s", "crash": ["n1", "c2"], "for": "50ms"})",
        R"({"id": 7, "name": "the end", "at": "1ns", "restart": "crashed"})",
        R"({"every": ["1s", "2s"], "from": "500ms", "times": 3, "pause": "leader",
            "for": ["1ms", "9ms"]})",
        R"({"every": "1s", "resume": "paused"})",
        R"({"when": {"fact": "elected", "node": "n3", "where": {"term": {">=": 2, "<": 9}},
                     "nth": 2, "times": 0}, "after": ["1ms", "2ms"], "wipe": "any"})",
        R"({"at": "1s", "slow": {"target": "all", "service_time": "20ms"}, "for": "1s"})",
        R"({"at": "1s", "partition": {"isolate": "minority"}})",
        R"({"at": "1s", "partition": {"bridge": "n3"}})",
        R"({"at": "1s", "partition": {"one_way": {"from": "n1", "to": ["n2", "n3"]}}})",
        R"({"at": "1s", "partition": {"groups": [["n1", "n2"], ["n3"]]}, "for": "2s"})",
        R"({"at": "1s", "partition": "ring"})", R"({"at": "1s", "partition": "random"})",
        R"({"at": "1s", "heal": "all"})", R"({"at": "1s", "release": "all"})",
        R"({"at": "1s", "hold": {"from": "n1", "to": "all"}, "for": "1s"})",
        R"({"at": "1s", "link": {"from": "n1", "to": "n2", "delay": "5ms", "loss": "50%"}})",
        R"({"at": "1s", "link": {"from": "n1", "to": "n2", "loss": "0",
                     "bursts": {"every": "1s", "length": "1ms", "loss": "50%"}}})",
        R"({"at": "1s", "disk": {"target": "n1", "latency": "5ms", "torn": "0", "budget": 0}})",
        R"({"at": "1s", "clock": {"target": "n1", "jump": ["-2s", "3s"]}})",
        R"({"at": "1s", "clock": {"target": "n1", "drift_ppm": [-200, 300]}, "for": "1s"})",
        R"({"at": "1s", "clock": {"target": "n1", "freeze": true}})",
        R"({"at": "1s", "clock": {"target": "n1", "thaw": true}})"));

TEST(WrittenConfig, SaysOnlyWhatIsNotUsual) {
  EXPECT_TRUE(write_network({}, 3).items.empty());
  EXPECT_TRUE(write_disk({}).items.empty());
  EXPECT_TRUE(write_clocks({}, 3).items.empty());
}

TEST(WrittenConfig, IsWhatWasRead) {
  const std::string network =
      R"({"delay": {"uniform": ["1ms", "50ms"]}, "loss": "3%", "bursts": {"every": "1s", )"
      R"("length": "10ms", "loss": "90%"}, )"
      R"("links": [{"from": "n1", "to": ["c1", "c2"], "fifo": true}]})";
  const std::string disk =
      R"({"latency": {"exponential": {"mean": "1ms", "min": "1ms", "max": "21ms"}}, )"
      R"("lying": "1%", "capacity": 100, "budget": 2})";
  const std::string clocks =
      R"({"skew": ["-1s", "1s"], "drift_ppm": 100, "nodes": [{"node": "c1", "skew": "5s"}]})";
  const Scenario scenario = load(R"(, "clients": {"count": 2}, "network": )" + network +
                                 ", \"disk\": " + disk + ", \"clocks\": " + clocks);
  const uint32_t servers = scenario.plan.servers;
  EXPECT_EQ(write_value_inline(write_network(scenario.network, servers)), network);
  EXPECT_EQ(write_value_inline(write_disk(scenario.disk)), disk);
  EXPECT_EQ(write_value_inline(write_clocks(scenario.clocks, servers)), clocks);
}

// Which choices a fault draws has nothing to do with where it stands.
TEST(FaultIds, AreThePlaceUnlessTheyAreGiven) {
  const Scenario scenario =
      load(R"(, "faults": [{"at": "1s", "crash": "any"}, {"id": 9, "at": "1s", "crash": "any"}])");
  EXPECT_EQ(scenario.faults[0].id, kByPlace);
  EXPECT_EQ(scenario.faults[1].id, 9u);
}

TEST(FaultIds, AreGivenOnce) {
  try {
    load(R"(, "faults": [{"id": 1, "at": "1s", "crash": "any"}, {"at": "1s", "crash": "any"}])");
    FAIL() << "two faults have id 1";
  } catch (const InputError& error) {
    ASSERT_EQ(error.problems().size(), 1u);
    EXPECT_EQ(error.problems()[0].message, "its id 1 is that of fault 0");
  }
}

TEST(FaultIds, OfASwarmAreNotGivenToOthers) {
  const std::string faults = R"(, "faults": [{"id": 10000, "at": "1s", "crash": "any"}])";
  EXPECT_EQ(load(faults).faults[0].id, kFirstSwarmRule);
  EXPECT_THROW(load(faults + R"(, "swarm": {"faults": [{"every": "1s", "crash": "any"}]})"),
               InputError);
}

}  // namespace
}  // namespace ordain
