// What is wrong with a file, and what its author is told: place, allowed values, suggestion.
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/scenario/scenario.h"
#include "tests/unit/scenario/demo_protocol.h"

namespace ordain {
namespace {

// All that load_scenario says of the text; "" when it is fine.
std::string complaint(const std::string& text, const std::vector<std::string>& settings = {}) {
  try {
    load_scenario(text, "x.json", test::demo_registry(), settings);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

void expect_parts(const std::string& text, const std::vector<std::string>& parts) {
  const std::string said = complaint(text);
  for (const std::string& part : parts) {
    EXPECT_NE(said.find(part), std::string::npos)
        << "missing: " << part << "\nin: " << said << "\nof: " << text.substr(0, 300);
  }
}

struct Row {
  std::string changes;             // to the demo scenario
  std::vector<std::string> parts;  // of the one message
};

std::vector<Row> top_level_rows() {
  return {
      {R"(, "nods": 3)", {"1:", "unknown key \"nods\"", "keys: ", "did you mean \"nodes\"?"}},
      {R"(, "duration": 5)",
       {"/duration: expected a duration", "the number 5", "units: ns", "did you mean \"5ms\"?"}},
      {R"(, "duration": "5 parsecs")", {"/duration: expected a duration", "\"5 parsecs\""}},
      {R"(, "duration": "2h")", {"/duration", "out of range", "\"1ms\" to \"3600s\""}},
      {R"(, "duration": "-1s")", {"/duration", "out of range"}},
      {R"(, "seed": -1)", {"/seed: expected a seed", "the number -1"}},
      {R"(, "seed": 1.5)", {"/seed"}},
      {R"(, "seed": "0xzz")", {"/seed"}},
      {R"(, "about": 7)", {"/about: expected text, got the number 7"}},
      {R"(, "liveness": 7)", {"/liveness: expected an object"}},
      {R"(, "liveness": {"bond": "1s"})", {"/liveness: unknown key \"bond\"", "bound"}},
      {R"(, "limits": {"events": 0})", {"/limits/events", "from 1 to 1000000000"}},
      {R"(, "expect": {})", {"/expect: expect exactly one thing"}},
      {R"(, "expect": {"verdict": "fail"})", {"unknown name \"fail\"", "pass, violation"}},
      {R"(, "expect": {"violates": "election_saftey"})",
       {"/expect/violates", "did you mean \"election_safety\"?"}},
      {R"(, "expect": {"violates": "log_matching"}, "properties": ["election_safety"])",
       {"/expect/violates", "leaves out log_matching"}},
      {R"(, "properties": ["al"])", {"/properties/0", "no property \"al\"", "election_safety"}},
      {R"(, "properties": "all")", {"/properties: expected a list"}},
      {R"(, "properties": [3])", {"/properties/0: expected the name"}},
      {R"(, "mutants": ["dm.hastey"])", {"/mutants/0", "did you mean \"dm.hasty\"?"}},
      {R"(, "mutants": ["dm.hasty"])",
       {"does not arm dm.hasty: its batch is too small", "it needs: a batch above 8"}},
  };
}

std::vector<Row> config_rows() {
  return {
      {R"(, "config": 3)", {"/config: expected an object, got the number 3"}},
      {R"(, "config": {"heartbet": "1ms"})", {"/config", "did you mean \"heartbeat\"?"}},
      {R"(, "config": {"heartbeat": 50})", {"/config/heartbeat", "\"50ms\""}},
      {R"(, "config": {"heartbeat": "400ms"})", {"/config/heartbeat", "below the election"}},
      {R"(, "config": {"election_timeout": ["300ms", "150ms"]})", {"lowest value is above"}},
      {R"(, "config": {"election_timeout": ["1ms"]})", {"/config/election_timeout", "[lowest"}},
      {R"(, "config": {"election_timeout": "0s"})", {"from \"1ms\"", "out of range"}},
      {R"(, "config": {"batch": 65})", {"/config/batch: 65 is out of range", "from 1 to 64"}},
      {R"(, "config": {"batch": -1})", {"/config/batch: -1 is out of range"}},
      {R"(, "config": {"batch": 1e1})", {"/config/batch: expected a whole number"}},
      {R"(, "config": {"batch": 99999999999999999999999})", {"/config/batch", "out of range"}},
      {R"(, "config": {"eager": "yes"})", {"/config/eager: expected true or false"}},
      {R"(, "config": {"sloppiness": 1.5})", {"/config/sloppiness: expected a ratio"}},
      {R"(, "config": {"sloppiness": "5 %"})", {"/config/sloppiness: expected a ratio"}},
      {R"(, "config": {"mode": "clam"})", {"/config/mode", "calm, wild", "mean \"calm\"?"}},
      {R"(, "config": {"favourite": "n6"})", {"/config/favourite", "nodes: n1 to n5"}},
      {R"(, "config": {"favourite": "n0"})", {"/config/favourite"}},
      {R"(, "config": {"pauses": ["1ms", 2]})", {"/config/pauses/1"}},
  };
}

std::vector<Row> world_rows() {
  return {
      {R"(, "network": {"los": "5%"})", {"/network", "did you mean \"loss\"?"}},
      {R"(, "network": {"delay": 5})", {"/network/delay", "units: "}},
      {R"(, "network": {"delay": {"unifrom": ["1ms", "2ms"]}})",
       {"unknown distribution", "did you mean \"uniform\"?"}},
      {R"(, "network": {"delay": {"uniform": "1ms"}})", {"/network/delay/uniform"}},
      {R"(, "network": {"delay": {"uniform": ["2ms", "1ms"]}})", {"lowest value is above"}},
      {R"(, "network": {"delay": {"exponential": {"min": "1ms"}}})", {"\"mean\" is missing"}},
      {R"(, "network": {"delay": {"exponential": {"mean": "1ms", "min": "2s", "max": "1s"}}})",
       {"\"max\" is below \"min\""}},
      {R"(, "network": {"delay": {"bimodal": {"fast": "5ms", "slow": "1ms", "ratio": "1%"}}})",
       {"the slow mode's lowest is below"}},
      {R"(, "network": {"delay": {"table": []}})", {"a table of 0 rows"}},
      {R"(, "network": {"delay": {"table": [["1ms", 0]]}})", {"/network/delay/table/0/1"}},
      {R"(, "network": {"links": [{"from": "n9"}]})", {"/network/links/0/from"}},
      {R"(, "network": {"links": [{"from": ["n1", "n1"]}]})", {"the node is given twice"}},
      {R"(, "network": {"links": [{"to": "clients"}]})", {"there are no clients"}},
      {R"(, "network": {"bursts": {"every": "1s", "loss": 1}})", {"\"length\" is missing"}},
      {R"(, "disk": {"budget": "some"})", {"/disk/budget: expected a whole number or"}},
      {R"(, "disk": {"latency": "25h"})", {"/disk/latency", "\"86400s\""}},
      {R"(, "clocks": {"drift_ppm": -1000000})", {"/clocks/drift_ppm", "from -999999"}},
      {R"(, "clocks": {"nodes": [{"skew": "1ms"}]})", {"\"node\" is missing"}},
      {R"(, "clients": {"count": 2000})", {"/clients/count", "1000"}},
      {R"(, "clients": {"operations": 2000000})", {"/clients/operations", "1000000"}},
      {R"(, "clients": {"workload": "kw"})", {"/clients/workload", "did you mean \"kv\"?"}},
      {R"(, "clients": {"workload": "register", "keys": 3})", {"/clients: unknown key \"keys\""}},
      {R"(, "clients": {"keys": "3"})", {"/clients/keys: expected a whole number"}},
  };
}

std::vector<Row> fault_rows() {
  const auto fault = [](const char* text) { return ", \"faults\": [" + std::string(text) + "]"; };
  return {
      {", \"faults\": {}", {"/faults: expected a list"}},
      {fault(R"({"crash": "n1"})"), {"exactly one trigger, this one has none", "at, every, when"}},
      {fault(R"({"at": "1s", "every": "1s", "crash": "n1"})"), {"\"at\" and \"every\""}},
      {fault(R"({"at": "1s"})"), {"exactly one action, this one has none", "crash, restart"}},
      {fault(R"({"at": "1s", "crash": "n1", "wipe": "n1"})"), {"\"crash\" and \"wipe\""}},
      {fault(R"({"at": "1s", "crahs": "n1"})"), {"did you mean \"crash\"?"}},
      {fault(R"({"at": "1s", "crash": "leadr"})"), {"/faults/0/crash", "mean \"leader\"?"}},
      {fault(R"({"at": "1s", "crash": "c1"})"), {"/faults/0/crash", "nodes: n1 to n5"}},
      {fault(R"({"at": "1s", "crash": []})"), {"the list of nodes is empty"}},
      {fault(R"({"at": "1s", "times": 2, "crash": "n1"})"), {"\"times\" belongs to \"every\""}},
      {fault(R"({"every": "1us", "crash": "any"})"), {"from \"1ms\""}},
      {fault(R"({"when": {"fact": "electd"}, "crash": "any"})"), {"did you mean \"elected\"?"}},
      {fault(R"({"when": {}, "crash": "any"})"), {"/faults/0/when", "\"fact\" is missing"}},
      {fault(R"({"when": {"fact": "elected", "where": {"trem": 1}}, "crash": "any"})"),
       {"has no field \"trem\"", "did you mean \"term\"?"}},
      {fault(R"({"when": {"fact": "elected", "where": {"term": {"=>": 1}}}, "crash": "any"})"),
       {"unknown comparison \"=>\"", ">="}},
      {fault(R"({"when": {"fact": "elected", "where": {"term": []}}, "crash": "any"})"),
       {"expected a number, true, false, a node or a duration"}},
      {fault(R"({"when": {"fact": "elected", "nth": 0}, "crash": "any"})"), {"/when/nth"}},
      {fault(R"({"at": "1s", "partition": "rnig"})"), {"did you mean \"ring\"?"}},
      {fault(R"({"at": "1s", "partition": {}})"), {"exactly one shape"}},
      {fault(R"({"at": "1s", "partition": {"groups": [["n1"], ["n2", "n1"]]}})"),
       {"stands in two groups"}},
      {fault(R"({"at": "1s", "clock": {"target": "n1"}})"), {"exactly one way"}},
      {fault(R"({"at": "1s", "clock": {"target": "n1", "jump": "1s"}, "for": "1s"})"),
       {"\"for\" ends what lasts"}},
      {fault(R"({"at": "1s", "heal": "all", "for": "1s"})"), {"\"for\" ends what lasts"}},
      {fault(R"({"at": "1s", "heal": "some"})"), {"/faults/0/heal", "one of: all"}},
      {fault(R"({"at": "1s", "slow": {"target": "n1"}})"), {"\"service_time\" is missing"}},
      {fault(R"({"at": "1s", "link": {"loss": "5"}})"), {"/faults/0/link/loss"}},
      {fault(R"({"at": "1s", "disk": {"torn": "5%"}})"), {"/faults/0/disk", "\"target\" is"}},
      {R"(, "swarm": {"loss": ["5%", "1%"]})", {"/swarm/loss", "lowest value is above"}},
      {R"(, "swarm": {"faults": [{"at": "1s", "crash": "any"}]})", {"/swarm/faults/0", "every"}},
  };
}

std::vector<Row> override_rows() {
  const auto choice = [](const char* text) {
    return ", \"overrides\": {" + std::string(text) + "}";
  };
  return {
      {", \"overrides\": []", {"/overrides: expected an object"}},
      {choice(R"("n1>n2 drop": 1)"), {"no choice is named", "n1>n2#17 drop"}},
      {choice(R"("n1>n9#1 drop": 1)"), {"no choice is named"}},
      {choice(R"("n1>n2#1 dorp": 1)"), {"did you mean \"drop\"?"}},
      {choice(R"("n3 election_timout#2": 1)"), {"did you mean \"election_timeout\"?"}},
      {choice(R"("disk n1#1 kept": 1)"), {"nothing called \"kept\"", "latency, stall"}},
      {choice(R"("fault x#0 target": 1)"), {"no choice is named"}},
      {choice(R"("n1>n2#1 drop": true)"), {"expected a whole number, got true"}},
      {choice(R"("n1>n2#1 delay": "-1ms")"), {"out of range"}},
  };
}

TEST(BadInput, EachMistakeIsToldOnceWithPlaceAllowedValuesAndSuggestion) {
  for (const auto& rows :
       {top_level_rows(), config_rows(), world_rows(), fault_rows(), override_rows()}) {
    for (const Row& row : rows) {
      expect_parts(test::demo_scenario(row.changes), row.parts);
      const std::string said = complaint(test::demo_scenario(row.changes));
      EXPECT_EQ(said.substr(0, 9), "x.json:1:") << said;
      EXPECT_EQ(said.find('\n'), std::string::npos) << "more than one message:\n" << said;
    }
  }
}

TEST(BadInput, WhatAScenarioCannotDoWithoutIsMissed) {
  expect_parts("{}", {"\"name\" is missing", "\"protocol\" is missing", "\"nodes\" is missing"});
  expect_parts(R"({"name": "", "protocol": "demo", "nodes": 3})", {"needs a name"});
  expect_parts(R"({"name": "x", "protocol": "dmeo", "nodes": 3})",
               {"unknown protocol \"dmeo\"", "bare, demo", "did you mean \"demo\"?"});
  expect_parts(R"({"name": "x", "protocol": "demo", "nodes": 10})",
               {"/nodes: demo does not run on 10 nodes", "from 1 to 9"});
  expect_parts(R"({"name": "x", "protocol": "demo", "nodes": 0})", {"/nodes: 0 is out of range"});
  expect_parts(R"({"name": "x", "protocol": "demo", "nodes": "3"})", {"/nodes: expected a whole"});
  expect_parts(R"({"name": "x", "protocol": "bare", "nodes": 3, "config": {"a": 1}})",
               {"/config: bare has no configuration"});
  expect_parts(R"({"name": "x", "protocol": "bare", "nodes": 3, "clients": {"count": 1}})",
               {"/clients: bare takes no clients"});
  expect_parts(R"({"name": "x", "protocol": "bare", "nodes": 3,
                   "faults": [{"at": "1s", "crash": "leader"}]})",
               {"/faults/0", "elects no leader"});
}

TEST(BadInput, EveryErrorOfAFileIsToldInTheOrderOfItsLines) {
  const std::string said = complaint(R"({
  "name": "x", "protocol": "demo", "nodes": 5,
  "faults": [{"at": 5, "crash": "n1"}, {"at": "1s", "crash": "n7"}],
  "config": {"batch": 0},
  "colour": "red"
})");
  const size_t at = said.find("x.json:3:21: /faults/0/at"), crash = said.find("/faults/1/crash"),
               batch = said.find("x.json:4:23: /config/batch"), colour = said.find("x.json:5:3: ");
  EXPECT_LT(at, crash) << said;
  EXPECT_LT(crash, batch) << said;
  EXPECT_LT(batch, colour) << said;
  EXPECT_LT(colour, said.size()) << said;
}

TEST(BadInput, AProblemOfASettingNamesItsOption) {
  EXPECT_NE(complaint(test::demo_scenario(), {"/nodes=many"}).find("--set /nodes=many: /nodes"),
            std::string::npos);
  EXPECT_NE(complaint(test::demo_scenario(), {"nodes=3"}).find("/json/pointer=VALUE"),
            std::string::npos);
  EXPECT_NE(complaint(test::demo_scenario(), {"/name/x=3"}).find("nothing below \"try\""),
            std::string::npos);
  EXPECT_NE(complaint(test::demo_scenario(), {"/config={\"a"}).find("--set /config="),
            std::string::npos);
  EXPECT_NE(complaint(test::demo_scenario(), {"/faults=[]", "/faults/1=3"}).find("no place \"1\""),
            std::string::npos);
  EXPECT_NE(complaint(test::demo_scenario(), {"/netwrok/loss=1%"}).find("mean \"network\""),
            std::string::npos);
}

TEST(BadInput, AFileFullOfErrorsGetsAShortReport) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += ", \"x" + std::to_string(i) + "\": 0";
  std::string said = complaint(test::demo_scenario(many));
  EXPECT_NE(said.find("and 19900 more errors"), std::string::npos);
  std::string nodes = "\"n9\"";
  for (int i = 0; i < 20'000; ++i) nodes += ", \"leaderx\"";
  said = complaint(test::demo_scenario(R"(, "network": {"links": [{"from": [)" + nodes + "]}]}"));
  EXPECT_NE(said.find("and 19901 more errors"), std::string::npos);
  EXPECT_LT(said.size(), 100'000u);
}

TEST(BadInput, TooManyFaultsAreAnError) {
  std::string faults;
  for (int i = 0; i < 10'001; ++i) {
    faults += std::string(i > 0 ? "," : "") + R"({"at":"1s","crash":"n1"})";
  }
  expect_parts(test::demo_scenario(", \"faults\": [" + faults + "]"),
               {"/faults: too many faults", "at most 10000"});
}

}  // namespace
}  // namespace ordain
