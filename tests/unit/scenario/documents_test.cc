// The committed schema and reference page are those that the tables generate, and they agree with
// the decoder. ORDAIN_REWRITE=1 writes them anew.
#include "sim/scenario/documents.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/scenario/json_reader.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/scenario_text.h"
#include "tests/support/paths.h"
#include "tests/unit/scenario/demo_protocol.h"
#include "tests/unit/scenario/schema_check.h"

namespace ordain {
namespace {

void expect_committed(const std::string& path, const std::string& generated) {
  const std::string file = test::source_dir() + "/" + path;
  if (test::rewrite_golden_files()) std::ofstream(file, std::ios::binary) << generated;
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  EXPECT_TRUE(text.str() == generated)
      << path << " is not what the tables say; ORDAIN_REWRITE=1 writes it anew";
}

TEST(Documents, TheCommittedSchemaIsTheGeneratedOne) {
  expect_committed("scenarios/scenario.schema.json",
                   write_value(scenario_schema(builtin_registry())));
}

TEST(Documents, TheCommittedReferenceIsTheGeneratedOne) {
  expect_committed("scenarios/REFERENCE.md", scenario_reference(builtin_registry()));
}

// Every table below a table, and itself.
void collect(const AnyTable& table, std::set<const AnyTable*>& out) {
  if (!out.insert(&table).second) return;
  for (const Field& field : table.fields()) {
    if (field.nested) collect(*field.nested, out);
  }
}

TEST(Documents, EveryFieldOfEveryTableHasATextAndStandsInBoth) {
  const std::string schema = write_value(scenario_schema(test::demo_registry()));
  const std::string reference = scenario_reference(test::demo_registry());
  std::set<const AnyTable*> tables;
  collect(*scenario_text::top_table(), tables);
  collect(*test::demo_registry().find("demo")->config, tables);
  EXPECT_GT(tables.size(), 12u);
  for (const AnyTable* table : tables) {
    for (const Field& field : table->fields()) {
      EXPECT_FALSE(field.about.empty()) << table->name() << '.' << field.key;
      EXPECT_NE(schema.find('"' + field.key + "\": {"), std::string::npos) << field.key;
      EXPECT_NE(reference.find("| `" + field.key + "` |"), std::string::npos) << field.key;
    }
  }
}

TEST(Documents, EveryReferenceOfTheSchemaIsDefined) {
  const Value schema = scenario_schema(test::demo_registry());
  const std::string text = write_value(schema);
  size_t count = 0;
  const std::string mark = "\"#/definitions/";
  for (size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
    const size_t start = at + mark.size();
    const std::string name = text.substr(start, text.find('"', start) - start);
    EXPECT_NE(schema.find("definitions")->find(name), nullptr) << name;
    ++count;
  }
  EXPECT_GT(count, 50u);
}

// What the schema and the decoder must both take, or both refuse. (The schema cannot see
// everything: that n7 is too many, that a range is reversed.)
struct Sample {
  bool good;
  const char* changes;
};

const Sample kSamples[] = {
    {true, ""},
    {true, R"(, "$schema": "../scenario.schema.json", "about": "x", "seed": "0x1f")"},
    {true, R"(, "seed": 18446744073709551615)"},
    {true, R"(, "duration": "1.5s", "liveness": false, "limits": {"events": 7})"},
    {true, R"(, "liveness": {"bound": "2s"}, "expect": {"verdict": "undecided"})"},
    {true, R"(, "config": {"election_timeout": ["70ms", "90ms"], "mode": "wild", "batch": 64})"},
    {true, R"(, "config": {"election_timeout": "70ms", "sloppiness": 0.05, "pauses": []})"},
    {true, R"(, "clients": {"count": 3, "workload": "kv", "operations": 7, "keys": 2})"},
    {true, R"(, "network": {"delay": "5ms", "loss": "1/3", "duplicate": 0, "corrupt": 1})"},
    {true, R"(, "network": {"delay": {"uniform": ["1ms", "2ms"]}, "corruption": "delivered"})"},
    {true, R"(, "network": {"delay": {"exponential": {"mean": "2ms"}}, "fifo": true})"},
    {true, R"(, "network": {"links": [{"from": ["n1"], "to": "servers", "loss": "100%"}]})"},
    {true, R"(, "disk": {"budget": "minority", "torn": "1%"}, "clocks": {"skew": ["-1s", 0]})"},
    {true, R"(, "faults": [{"at": 0, "partition": {"isolate": "leader"}, "for": "1s"}])"},
    {true, R"(, "faults": [{"every": ["1s", "2s"], "times": 3, "crash": ["n1", "n2"]}])"},
    {true, R"(, "faults": [{"when": {"fact": "elected", "nth": 2}, "hold": {"from": "n1"}}])"},
    {true, R"(, "swarm": {"loss": ["0%", "5%"], "faults": [{"every": "1s", "pause": "any"}]})"},
    {true, R"(, "properties": ["all", "-log_matching"], "overrides": {"n1>n2#1 drop": 1})"},
    {true, R"(, "repro": {"anything": [1, 2]}, "expect": {"violates": "log_matching"})"},
    {false, R"(, "nods": 3)"},
    {false, R"(, "duration": 5)"},
    {false, R"(, "duration": "5 s")"},
    {false, R"(, "seed": -1)"},
    {false, R"(, "config": {"batch": 0})"},
    {false, R"(, "config": {"batch": 65})"},
    {false, R"(, "config": {"unknown": 1})"},
    {false, R"(, "config": {"mode": "mad"})"},
    {false, R"(, "config": {"election_timeout": ["1ms", "2ms", "3ms"]})"},
    {false, R"(, "config": {"sloppiness": 1.5})"},
    {false, R"(, "clients": {"count": 1001})"},
    {false, R"(, "clients": {"workload": "queue"})"},
    {false, R"(, "clients": {"unknown": 1})"},
    {false, R"(, "network": {"delay": {"normal": 1}})"},
    {false, R"(, "network": {"delay": {"bimodal": {"fast": "1ms"}}})"},
    {false, R"(, "network": {"links": [{"loss": "x"}]})"},
    {false, R"(, "disk": {"budget": "most"})"},
    {false, R"(, "faults": [{"at": "1s", "crash": 7}])"},
    {false, R"(, "faults": [{"at": "1s", "explode": "n1"}])"},
    {false, R"(, "faults": [{"at": "1s", "partition": "square"}])"},
    {false, R"(, "properties": ["nothing"])"},
    {false, R"(, "mutants": ["dm.unknown"])"},
    {false, R"(, "expect": {"violates": "nothing"})"},
    {false, R"(, "overrides": {"n1>n2#1 drop": true})"},
};

TEST(Documents, SchemaAndDecoderAgreeOnACorpus) {
  const Value schema = scenario_schema(test::demo_registry());
  for (const Sample& sample : kSamples) {
    const std::string text = test::demo_scenario(sample.changes);
    EXPECT_EQ(test::schema_complaint(read_json(text, "x"), schema).empty(), sample.good)
        << text << '\n'
        << test::schema_complaint(read_json(text, "x"), schema);
    if (sample.good) {
      EXPECT_NO_THROW(load_scenario(text, "x", test::demo_registry())) << text;
    } else {
      EXPECT_THROW(load_scenario(text, "x", test::demo_registry()), InputError) << text;
    }
  }
}

TEST(Documents, TheSchemaRefusesWhatLacksARequiredKey) {
  const Value schema = scenario_schema(test::demo_registry());
  const Value tree = read_json(R"({"name": "x", "nodes": 3})", "x");
  EXPECT_EQ(test::schema_complaint(tree, schema), "/: protocol is missing");
}

}  // namespace
}  // namespace ordain
