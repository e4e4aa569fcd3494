#include "sim/run/export/ndjson.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/support/paths.h"
#include "tests/unit/run_export/sample_run.h"

namespace ordain::test {
namespace {

using nlohmann::json;

std::vector<json> exported(const ExportOptions& options = {}) {
  std::vector<json> out;
  for (const std::string& line : lines_of(SampleRun().text(export_ndjson, options))) {
    out.push_back(json::parse(line));
  }
  return out;
}

json first_of(const std::string& kind, const ExportOptions& options = {}) {
  for (const json& event : exported(options)) {
    if (event["kind"] == kind) return event;
  }
  return nullptr;
}

TEST(Ndjson, WritesOneLineAnEvent) {
  const std::vector<json> events = exported();
  ASSERT_EQ(events.size(), SampleRun().run().events.size());
  for (size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i]["event"], i);
}

TEST(Ndjson, NamesWhatAMessageCarries) {
  EXPECT_EQ(first_of("send").dump(),
            json::parse(R"({"event":5,"time_ns":4002250,"kind":"send","node":"c1","peer":"n1",
                "n":0,"delay_ns":500,"type":"Ask",
                "payload":{"round":1,"text":"line\nbreak; {\"q\":#}"}})")
                .dump());
  EXPECT_EQ(first_of("drop")["cause"], "loss");
}

TEST(Ndjson, NamesTheFieldsOfAFactAndAnOperation) {
  EXPECT_EQ(first_of("fact")["fact"], "elected");
  EXPECT_EQ(first_of("fact")["fields"], json::parse(R"({"term":3})"));
  const json operation = first_of("operation");
  EXPECT_EQ(operation["phase"], "invoke");
  EXPECT_EQ(operation["function"], "put");
  EXPECT_EQ(operation["value"], 7);
  EXPECT_EQ(first_of("timer")["timer"], "election");
}

TEST(Ndjson, WritesVectorClocksWhenAsked) {
  ExportOptions options;
  options.clocks = true;
  EXPECT_EQ(first_of("fact", options)["clock"], json::parse(R"({"n1":5,"n2":3})"));
  EXPECT_FALSE(first_of("phase", options).contains("clock"));
  EXPECT_FALSE(first_of("fact").contains("clock"));
}

TEST(Ndjson, AFilterDoesNotChangeClocks) {
  ExportOptions options;
  options.clocks = true;
  options.filter.nodes = {kN2};
  options.filter.kinds = {EventKind::fact};
  ASSERT_EQ(exported(options).size(), 1u);
  EXPECT_EQ(first_of("fact", options)["clock"], json::parse(R"({"n1":5,"n2":3})"));
}

// --- the published schema, whose few keywords are judged here

bool has_type(const json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  if (type == "string") return value.is_string();
  if (type == "null") return value.is_null();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  return false;
}

void expect_valid(const json& schema, const json& value, const json& root);

void expect_type(const json& type, const json& value) {
  const std::vector<std::string> allowed = type.is_array()
                                               ? type.get<std::vector<std::string>>()
                                               : std::vector<std::string>{type.get<std::string>()};
  EXPECT_TRUE(std::any_of(allowed.begin(), allowed.end(),
                          [&](const std::string& one) { return has_type(value, one); }))
      << value << " is not of type " << type;
}

void expect_object(const json& schema, const json& value, const json& root) {
  for (const json& name : schema.value("required", json::array())) {
    EXPECT_TRUE(value.contains(name.get<std::string>())) << name << " missing in " << value;
  }
  const json properties = schema.value("properties", json::object());
  for (const auto& [name, field] : value.items()) {
    if (properties.contains(name)) {
      expect_valid(properties[name], field, root);
    } else if (schema.contains("additionalProperties")) {
      const json& rest = schema["additionalProperties"];
      EXPECT_FALSE(rest.is_boolean()) << "\"" << name << "\" is not allowed in " << value;
      if (!rest.is_boolean()) expect_valid(rest, field, root);
    }
  }
}

void expect_valid(const json& schema, const json& value, const json& root) {
  static const std::set<std::string> known = {
      "$ref",        "type",    "enum", "const", "required", "properties", "additionalProperties",
      "description", "minimum", "items"};
  for (const auto& [keyword, unused] : schema.items()) {
    ASSERT_TRUE(known.count(keyword)) << keyword << " is not judged by this test";
  }
  if (schema.contains("$ref")) {
    const std::string pointer = schema["$ref"].get<std::string>().substr(1);
    return expect_valid(root.at(json::json_pointer(pointer)), value, root);
  }
  if (schema.contains("type")) expect_type(schema["type"], value);
  EXPECT_EQ(schema.value("const", value), value);
  EXPECT_GE(value, schema.value("minimum", value));
  if (schema.contains("enum")) {
    EXPECT_NE(std::find(schema["enum"].begin(), schema["enum"].end(), value), schema["enum"].end())
        << value << " is not in " << schema["enum"];
  }
  if (value.is_object()) expect_object(schema, value, root);
  if (!value.is_array() || !schema.contains("items")) return;
  for (const json& item : value) expect_valid(schema["items"], item, root);
}

json schema_of_traces() {
  return json::parse(std::ifstream(source_dir() + "/scenarios/trace.schema.json"));
}

const json* variant_of(const json& schema, const json& event) {
  for (const json& variant : schema["oneOf"]) {
    const json& kind = variant["properties"]["kind"];
    const json kinds = kind.contains("const") ? json::array({kind["const"]}) : kind["enum"];
    if (std::find(kinds.begin(), kinds.end(), event["kind"]) != kinds.end()) return &variant;
  }
  return nullptr;
}

TEST(Ndjson, EveryLineIsAsTheSchemaSays) {
  ExportOptions options;
  options.clocks = true;
  const json schema = schema_of_traces();
  for (const json& event : exported(options)) {
    const json* variant = variant_of(schema, event);
    ASSERT_NE(variant, nullptr) << event;
    expect_valid(*variant, event, schema);
  }
}

TEST(Ndjson, TheSchemaKnowsEveryKindOnceAndTheSampleShowsEach) {
  std::multiset<std::string> in_schema;
  const json schema = schema_of_traces();
  for (const json& variant : schema["oneOf"]) {
    const json& kind = variant["properties"]["kind"];
    if (kind.contains("const")) in_schema.insert(kind["const"].get<std::string>());
    for (const json& one : kind.value("enum", json::array())) {
      in_schema.insert(one.get<std::string>());
    }
  }
  std::multiset<std::string> kinds;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<EventKind>>(
      [&](auto kind) { kinds.insert(kind.name); });
  EXPECT_EQ(in_schema, kinds);
  std::set<std::string> shown;
  for (const json& event : exported()) shown.insert(event["kind"].get<std::string>());
  EXPECT_EQ(shown.size(), kinds.size());
}

}  // namespace
}  // namespace ordain::test
