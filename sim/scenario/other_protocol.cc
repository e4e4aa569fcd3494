#include "sim/scenario/other_protocol.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/scenario_text.h"

namespace ordain {
namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <class Entry>
std::vector<std::string> names_of(const std::vector<Entry>& entries) {
  std::vector<std::string> out;
  for (const Entry& entry : entries) out.push_back(entry.name);
  return out;
}

class Translation {
 public:
  Translation(const Scenario& scenario, const Protocol& protocol, OtherProtocol& out)
      : scenario_(scenario), protocol_(protocol), out_(out), tree_(scenario.tree) {}

  Value run(const Value& config) {
    tree_.set("protocol", Value::string(protocol_.name));
    configure(config);
    if (protocol_.name == scenario_.protocol) return std::move(tree_);
    keep_known_clients();
    keep_known_names("mutants", names_of(protocol_.mutants));
    std::vector<std::string> properties = names_of(protocol_.properties);
    properties.emplace_back("all");
    keep_known_names("properties", properties);
    keep_known_expectation();
    return std::move(tree_);
  }

 private:
  // The scenario's settings that the protocol knows, then its own, then the caller's.
  void configure(const Value& config) {
    Value merged = Value::object();
    const auto known = protocol_.config ? protocol_.config->keys() : std::vector<std::string>();
    if (const Value* general = tree_.find("config")) {
      for (size_t i = 0; i < general->items.size(); ++i) {
        const std::string& key = general->keys[i].name;
        contains(known, key) ? static_cast<void>(merged.set(key, general->items[i]))
                             : out_.left_out.push_back("/config" + pointer_step(key));
      }
    }
    const Value* configs = tree_.find("configs");
    if (const Value* own = configs == nullptr ? nullptr : configs->find(protocol_.name)) {
      overlay(*own, merged);
    }
    overlay(config, merged);
    merged.items.empty() ? tree_.erase("config")
                         : static_cast<void>(tree_.set("config", std::move(merged)));
  }

  static void overlay(const Value& from, Value& onto) {
    for (size_t i = 0; i < from.keys.size(); ++i) onto.set(from.keys[i].name, from.items[i]);
  }

  void keep_known_clients() {
    Value* clients = tree_.find("clients");
    if (clients == nullptr || !clients->is(Value::Kind::object)) return;
    std::vector<std::string> known = scenario_text::clients_table()->keys();
    for (const WorkloadEntry& workload : protocol_.workloads) {
      if (workload.name != scenario_.plan.workload || !workload.options) continue;
      const std::vector<std::string> keys = workload.options->keys();
      known.insert(known.end(), keys.begin(), keys.end());
    }
    for (size_t i = clients->keys.size(); i-- > 0;) {
      const std::string key = clients->keys[i].name;
      if (contains(known, key)) continue;
      out_.left_out.push_back("/clients" + pointer_step(key));
      clients->erase(key);
    }
  }

  void keep_known_names(const std::string& list, const std::vector<std::string>& known) {
    Value* names = tree_.find(list);
    if (names == nullptr || !names->is(Value::Kind::array)) return;
    std::vector<Value> kept;
    for (size_t i = 0; i < names->items.size(); ++i) {
      std::string_view name = names->items[i].text;
      if (name.substr(0, 1) == "-") name.remove_prefix(1);
      contains(known, name) ? kept.push_back(names->items[i])
                            : out_.left_out.push_back('/' + list + '/' + std::to_string(i));
    }
    if (kept.empty()) return tree_.erase(list);
    names->items = std::move(kept);
  }

  // A violation that the other protocol's properties cannot see is not expected of it.
  void keep_known_expectation() {
    if (scenario_.expect.violates.empty()) return;
    const bool same_property =
        contains(names_of(protocol_.properties), scenario_.expect.violates) &&
        !contains(out_.left_out, "/mutants/0");
    if (same_property) return;
    out_.left_out.emplace_back("/expect");
    tree_.erase("expect");
  }

  const Scenario& scenario_;
  const Protocol& protocol_;
  OtherProtocol& out_;
  Value tree_;
};

}  // namespace

OtherProtocol with_protocol(const Scenario& scenario, const std::string& protocol,
                            const Value& config, const Registry& registry) {
  const Protocol* found = registry.find(protocol);
  if (found == nullptr) {
    throw InputError("--compare", Problem{"", "unknown protocol \"" + protocol + "\"",
                                          "one of: " + join(registry.names(), ", "),
                                          did_you_mean(protocol, registry.names())});
  }
  OtherProtocol out;
  Value tree = Translation(scenario, *found, out).run(config);
  out.scenario = read_scenario(std::move(tree), scenario.source, registry);
  return out;
}

}  // namespace ordain
