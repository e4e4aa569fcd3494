#include "tools/cli/catalogue.h"

#include "protocols/builtin.h"
#include "sim/base/error.h"
#include "sim/explore/strategy/strategy.h"
#include "sim/scenario/fault_reader.h"
#include "tools/cli/scenario_files.h"

namespace ordain::cli {
namespace {

Value entry(const std::string& name, const std::string& about) {
  return Value::object().with("name", Value::string(name)).with("about", Value::string(about));
}

// Calls add(list, protocol) for each protocol, by name.
template <class Add>
Value of_protocols(Add&& add) {
  Value out = Value::array();
  for (const std::string& name : builtin_registry().names()) {
    add(out.items, *builtin_registry().find(name));
  }
  return out;
}

Value protocols() {
  return of_protocols([](std::vector<Value>& out, const Protocol& protocol) {
    Value& added = out.emplace_back(entry(protocol.name, protocol.about));
    added.set("paper", Value::string(protocol.paper));
    added.set("min_nodes", Value::number(protocol.min_servers));
    added.set("max_nodes", Value::number(protocol.max_servers));
  });
}

Value properties() {
  return of_protocols([](std::vector<Value>& out, const Protocol& protocol) {
    for (const PropertyEntry& property : protocol.properties) {
      Value& added = out.emplace_back(entry(property.name, property.about));
      added.set("protocol", Value::string(protocol.name));
      added.set("kind", Value::string(std::string(enum_name(property.kind))));
    }
  });
}

Value mutants() {
  return of_protocols([](std::vector<Value>& out, const Protocol& protocol) {
    for (const MutantEntry& mutant : protocol.mutants) {
      Value& added = out.emplace_back(entry(mutant.name, mutant.about));
      added.set("protocol", Value::string(protocol.name));
      added.set("violates", Value::string(mutant.violates));
      added.set("source", Value::string(mutant.source));
      added.set("armed_by", Value::string(mutant.armed_by));
      added.set("scenario", Value::string(mutant.scenario));
    }
  });
}

Value workloads() {
  return of_protocols([](std::vector<Value>& out, const Protocol& protocol) {
    for (const WorkloadEntry& workload : protocol.workloads) {
      Value& added = out.emplace_back(entry(workload.name, workload.about));
      added.set("protocol", Value::string(protocol.name));
    }
  });
}

Value faults() {
  Value out = Value::array();
  for (const FaultEntry& fault : fault_entries()) {
    out.items.push_back(entry(fault.name, fault.about));
  }
  return out;
}

Value strategies() {
  Value out = Value::array();
  for (const StrategyEntry& strategy : ordain::strategies()) {
    out.items.push_back(entry(strategy.name, strategy.about));
  }
  return out;
}

// A file that does not load is listed too, with its first error in place of what it is about.
Value scenario_entry(const std::string& path) {
  Value out;
  Value expect = Value::object().with("verdict", Value::string("pass"));
  try {
    const Scenario scenario = load_scenario_file(path);
    out = entry(scenario.name, scenario.about);
    out.set("protocol", Value::string(scenario.protocol));
    if (const Value* given = scenario.tree.find("expect")) expect = *given;
  } catch (const InputError& error) {
    out = entry(path, "does not load: " + error.problems().front().text());
    out.set("protocol", {});
    expect = {};
  }
  out.set("path", Value::string(path));
  out.set("expect", std::move(expect));
  return out;
}

Value scenarios() {
  Value out = Value::array();
  for (const std::string& path : scenario_files()) out.items.push_back(scenario_entry(path));
  return out;
}

struct Section {
  const char* name;
  Value (*list)();
};

constexpr Section kSections[] = {{"protocols", protocols},   {"scenarios", scenarios},
                                 {"properties", properties}, {"mutants", mutants},
                                 {"faults", faults},         {"workloads", workloads},
                                 {"strategies", strategies}};

}  // namespace

std::vector<std::string> catalogue_names() {
  std::vector<std::string> out;
  for (const Section& section : kSections) out.emplace_back(section.name);
  return out;
}

Value catalogue(const std::string& what) {
  for (const Section& section : kSections) {
    if (what == section.name) return section.list();
  }
  return Value::array();
}

}  // namespace ordain::cli
