#include "sim/scenario/codec_model.h"
#include "sim/scenario/documents.h"
#include "sim/scenario/scenario_text.h"

namespace ordain {
namespace {

// {"properties": {key: schema}}
Value about_key(const char* key, Value schema) {
  return Value::object().with("properties", Value::object().with(key, std::move(schema)));
}

Value one_of_names(const std::vector<std::string>& names) { return codec::choice_schema(names); }

Value list_of_names(std::vector<std::string> names) {
  return Value::object().with("type", Value::string("array")).with("items", one_of_names(names));
}

template <class Entry>
std::vector<std::string> names_of(const std::vector<Entry>& entries) {
  std::vector<std::string> out;
  for (const Entry& entry : entries) out.push_back(entry.name);
  return out;
}

std::vector<std::string> property_words(const Protocol& protocol) {
  std::vector<std::string> out{"all"};
  for (const PropertyEntry& property : protocol.properties) {
    out.push_back(property.name);
    out.push_back("-" + property.name);
  }
  return out;
}

// The keys of "clients" that are every workload's, and those of all workloads of the protocol.
Value clients_schema(const Protocol& protocol) {
  Value out = scenario_text::clients_table()->schema();
  Value& keys = *out.find("properties");
  if (!protocol.workloads.empty()) {
    Value& workload = *keys.find("workload");
    workload.erase("type");
    workload.set("enum", Value::strings(names_of(protocol.workloads)));
  }
  for (const WorkloadEntry& workload : protocol.workloads) {
    if (!workload.options) continue;
    Value options = workload.options->schema_properties();
    for (size_t i = 0; i < options.items.size(); ++i) {
      keys.set(options.keys[i].name, std::move(options.items[i]));
    }
  }
  return out;
}

// What holds of a scenario whose "protocol" is this one.
Value protocol_rules(const Protocol& protocol) {
  Value keys = Value::object();
  if (protocol.config) keys.set("config", protocol.config->schema());
  keys.set("nodes", codec::integer_schema({}, {protocol.min_servers, protocol.max_servers}));
  keys.set("clients", clients_schema(protocol));
  keys.set("properties", list_of_names(property_words(protocol)));
  if (!protocol.mutants.empty()) keys.set("mutants", list_of_names(names_of(protocol.mutants)));
  if (!protocol.properties.empty()) {
    keys.set("expect", about_key("violates", one_of_names(names_of(protocol.properties))));
  }
  return Value::object()
      .with("if",
            about_key("protocol", Value::object().with("const", Value::string(protocol.name))))
      .with("then", Value::object().with("properties", std::move(keys)));
}

}  // namespace

Value scenario_schema(const Registry& registry) {
  Value out = Value::object()
                  .with("$schema", Value::string("http://json-schema.org/draft-07/schema#"))
                  .with("title", Value::string("An Ordain scenario"));
  Value top = scenario_text::top_table()->schema();
  for (size_t i = 0; i < top.items.size(); ++i) {
    out.set(top.keys[i].name, std::move(top.items[i]));
  }
  Value& keys = *out.find("properties");
  Value& protocol = *keys.find("protocol");
  protocol.erase("type");
  protocol.set("enum", Value::strings(registry.names()));
  // Its keys depend on the protocol's workloads, so that `then` alone closes the object.
  Value& clients = *keys.find("clients");
  clients.erase("additionalProperties");
  Value rules = Value::array();
  for (const std::string& name : registry.names()) {
    rules.items.push_back(protocol_rules(*registry.find(name)));
  }
  out.set("allOf", std::move(rules));
  out.set("definitions", shared_definitions());
  return out;
}

}  // namespace ordain
