#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/config_tables.h"
#include "sim/scenario/fault_reader.h"
#include "sim/scenario/json_reader.h"
#include "sim/scenario/scenario_text.h"
#include "sim/scenario/settings.h"
#include "sim/scenario/site_name.h"
#include "sim/scenario/swarm_ranges.h"

namespace ordain {
namespace {

using scenario_text::Top;

template <class Entry>
std::vector<std::string> names_of(const std::vector<Entry>& entries) {
  std::vector<std::string> out;
  for (const Entry& entry : entries) out.push_back(entry.name);
  return out;
}

template <class Entry>
const Entry* find_entry(const std::vector<Entry>& entries, std::string_view name) {
  for (const Entry& entry : entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

// Reads one scenario. The parts are read in the order in which they need each other: the protocol,
// how many nodes there are, then everything that names nodes or facts.
class Loader {
 public:
  Loader(Scenario& out, const Registry& registry, std::vector<std::string> settings)
      : out_(out), registry_(registry), reading_(std::move(settings)) {}

  void load() {
    const At root{out_.tree};
    scenario_text::top_table()->read(root, &top_, reading_);
    take_plain_values();
    read_protocol();
    read_cluster();
    read_world();
    read_configs();
    if (protocol_ != nullptr) {
      read_config();
      read_mutants();
      read_faults_and_swarm();
      read_properties();
      read_expect();
      read_choices();
      read_explore();
    }
    if (!reading_.clean()) throw InputError(out_.source, reading_.problems());
  }

 private:
  void take_plain_values();
  void read_protocol();
  void read_cluster();
  void read_clients();
  void read_workload(const At& at, const scenario_text::Clients& clients);
  void read_world();
  void read_config();
  void read_configs();
  void check_config();
  void read_mutants();
  void read_faults_and_swarm();
  void read_properties();
  void read_property(const At& at);
  void read_expect();
  void read_choices();
  void read_explore();
  void check_symmetry(const At& explore);
  // A name in a list, known to the registry, or a problem.
  template <class Entry>
  const Entry* known(const At& at, std::string_view name, const std::vector<Entry>& entries,
                     const char* what);

  Scenario& out_;
  const Registry& registry_;
  Reading reading_;
  Top top_;
  const Protocol* protocol_ = nullptr;
};

template <class Entry>
const Entry* Loader::known(const At& at, std::string_view name, const std::vector<Entry>& entries,
                           const char* what) {
  const Entry* found = find_entry(entries, name);
  if (found == nullptr) {
    const std::vector<std::string> names = names_of(entries);
    reading_.problem(
        at, protocol_->name + " has no " + what + ' ' + describe(Value::string(std::string(name))),
        names.empty() ? std::string("it has none") : "one of: " + join(names, ", "),
        reading_.suggest(name, names));
  }
  return found;
}

void Loader::take_plain_values() {
  out_.name = top_.name;
  out_.about = top_.about;
  out_.duration = top_.duration;
  out_.liveness = top_.liveness.spec;
  out_.max_events = top_.limits.events;
  out_.seed = top_.seed;
  if (const Value* name = out_.tree.find("name"); name != nullptr && name->text.empty()) {
    reading_.problem(At{*name, nullptr, "/name"}, "a scenario needs a name");
  }
}

void Loader::read_protocol() {
  out_.protocol = top_.protocol;
  protocol_ = registry_.find(top_.protocol);
  const Value* value = out_.tree.find("protocol");
  if (protocol_ != nullptr || value == nullptr || !value->is(Value::Kind::string)) return;
  reading_.problem(At{*value, nullptr, "/protocol"}, "unknown protocol " + describe(*value),
                   "one of: " + join(registry_.names(), ", "),
                   reading_.suggest(top_.protocol, registry_.names()));
}

void Loader::read_cluster() {
  const Value* nodes = out_.tree.find("nodes");
  const uint32_t servers = top_.nodes;
  if (protocol_ != nullptr && servers > 0 && nodes != nullptr &&
      (servers < protocol_->min_servers || servers > protocol_->max_servers)) {
    reading_.problem(At{*nodes, nullptr, "/nodes"},
                     protocol_->name + " does not run on " + std::to_string(servers) + " nodes",
                     "from " + std::to_string(protocol_->min_servers) + " to " +
                         std::to_string(protocol_->max_servers));
  }
  // Where the number is wrong itself, names of nodes are not held against it.
  out_.plan.servers = servers > 0 ? servers : static_cast<uint32_t>(kMaxNodes);
  read_clients();
  reading_.set_cluster(out_.plan.servers, out_.plan.clients);
}

void Loader::read_clients() {
  scenario_text::Clients clients;
  clients.count = 0;
  if (protocol_ != nullptr && !protocol_->workloads.empty()) {
    clients.workload = protocol_->workloads.front().name;
  }
  if (top_.clients.value != nullptr) read_workload(top_.clients.at(), clients);
  if (top_.clients.value == nullptr && !clients.workload.empty()) {
    out_.plan.workload = clients.workload;
    const auto& options = protocol_->workloads.front().options;
    if (options) out_.plan.workload_config = options->fresh();
  }
}

void Loader::read_workload(const At& at, const scenario_text::Clients& defaults) {
  scenario_text::Clients clients;
  clients.workload = defaults.workload;
  const auto table = scenario_text::clients_table();
  if (protocol_ == nullptr) return table->read_known(at, &clients, reading_);
  if (protocol_->workloads.empty()) {
    if (!at.value.keys.empty()) reading_.problem(at, protocol_->name + " takes no clients");
    return;
  }
  if (!at.value.is(Value::Kind::object)) return reading_.expected(at, "an object");
  table->read_known(at, &clients, reading_);
  const Value* named = at.value.find("workload");
  const WorkloadEntry* workload = known(named != nullptr ? At{*named, &at, "/workload"} : at,
                                        clients.workload, protocol_->workloads, "workload");
  out_.plan.clients = clients.count;
  out_.plan.operations = clients.count == 0 ? 0 : clients.operations;
  out_.plan.workload = clients.workload;
  if (workload == nullptr) return;
  std::vector<std::string> options;
  if (workload->options) {
    options = workload->options->keys();
    std::shared_ptr<void> config = workload->options->fresh();
    workload->options->read_known(at, config.get(), reading_);
    out_.plan.workload_config = std::move(config);
  }
  table->check_keys(at, options, reading_);
}

void Loader::read_world() {
  if (top_.network.value != nullptr) out_.network = read_network(top_.network.at(), reading_);
  if (top_.disk.value != nullptr) disk_table()->read(top_.disk.at(), &out_.disk, reading_);
  if (top_.clocks.value != nullptr) clock_table()->read(top_.clocks.at(), &out_.clocks, reading_);
}

void Loader::read_config() {
  const bool given = top_.config.value != nullptr;
  if (!protocol_->config) {
    if (given && !top_.config.value->keys.empty()) {
      reading_.problem(top_.config.at(), protocol_->name + " has no configuration");
    }
    return;
  }
  const size_t before = reading_.count();
  out_.plan.config = given ? protocol_->config->parse(top_.config.at(), reading_)
                           : std::shared_ptr<const void>(protocol_->config->fresh());
  if (reading_.count() == before && top_.nodes > 0) check_config();
}

// Those of other protocols too: a typing error in one is found before it is compared with.
void Loader::read_configs() {
  if (top_.configs.value == nullptr) return;
  const At all = top_.configs.at();
  if (!all.value.is(Value::Kind::object)) return reading_.expected(all, "an object");
  for (size_t i = 0; i < all.value.items.size(); ++i) {
    const At at = all.key(i);
    const std::string& name = all.value.keys[i].name;
    const Protocol* protocol = registry_.find(name);
    if (protocol == nullptr) {
      reading_.problem(at, "unknown protocol " + describe(Value::string(name)),
                       "one of: " + join(registry_.names(), ", "),
                       reading_.suggest(name, registry_.names()));
    } else if (protocol->config) {
      protocol->config->parse(at, reading_);
    }
  }
}

void Loader::check_config() {
  if (!protocol_->check_config) return;
  for (const Problem& problem : protocol_->check_config(out_.plan)) {
    const bool whole = problem.place.rfind("/config", 0) == 0;
    const std::string pointer = whole ? problem.place : "/config" + problem.place;
    const Value* value = out_.tree.at_pointer(pointer);
    if (value == nullptr) value = out_.tree.find("config");
    reading_.problem(value != nullptr ? value->place : out_.tree.place, pointer, problem.message,
                     problem.allowed, problem.suggestion);
  }
}

void Loader::read_mutants() {
  if (top_.mutants.value == nullptr) return;
  const At list = top_.mutants.at();
  if (!codec::is_list(list, reading_)) return;
  const bool plan_is_sound = reading_.clean();
  for (size_t i = 0; i < list.value.items.size(); ++i) {
    const At at = list.element(i);
    if (!at.value.is(Value::Kind::string)) {
      reading_.expected(at, "the name of a mutant");
      continue;
    }
    const MutantEntry* mutant = known(at, at.value.text, protocol_->mutants, "mutant");
    if (mutant == nullptr) continue;
    const std::string reason =
        plan_is_sound && mutant->refuse ? mutant->refuse(out_.plan) : std::string();
    if (!reason.empty()) {
      reading_.problem(at, "this scenario does not arm " + mutant->name + ": " + reason,
                       mutant->armed_by.empty() ? "" : "it needs: " + mutant->armed_by);
    }
    auto& on = out_.plan.mutants;
    if (std::find(on.begin(), on.end(), mutant->name) == on.end()) on.push_back(mutant->name);
  }
}

void Loader::read_faults_and_swarm() {
  const FaultContext context{protocol_->facts, out_.network, out_.disk};
  if (top_.faults.value != nullptr) {
    out_.faults = read_faults(top_.faults.at(), context, reading_);
  }
  if (top_.swarm.value != nullptr) out_.swarm = read_swarm(top_.swarm.at(), context, reading_);
  for (const FaultRule& rule : out_.faults) {
    if (out_.swarm.rules.empty() || rule.id == kByPlace || rule.id < kFirstSwarmRule) continue;
    reading_.problem(top_.faults.at(),
                     "the id " + std::to_string(rule.id) + " belongs to a fault of the swarm",
                     "below " + std::to_string(kFirstSwarmRule));
  }
}

void Loader::read_properties() {
  if (top_.properties.value == nullptr) {
    out_.properties = names_of(protocol_->properties);
    return;
  }
  const At list = top_.properties.at();
  if (!codec::is_list(list, reading_)) return;
  const std::vector<Value>& items = list.value.items;
  // A list of exceptions alone ("-name") means all but those.
  if (!items.empty() && items.front().text.substr(0, 1) == "-") {
    out_.properties = names_of(protocol_->properties);
  }
  for (size_t i = 0; i < items.size(); ++i) read_property(list.element(i));
  std::vector<std::string> ordered;
  for (const PropertyEntry& property : protocol_->properties) {
    const auto& chosen = out_.properties;
    if (std::find(chosen.begin(), chosen.end(), property.name) != chosen.end()) {
      ordered.push_back(property.name);
    }
  }
  out_.properties = std::move(ordered);
}

void Loader::read_property(const At& at) {
  if (!at.value.is(Value::Kind::string)) return reading_.expected(at, "the name of a property");
  std::string_view name = at.value.text;
  if (name == "all") {
    out_.properties = names_of(protocol_->properties);
    return;
  }
  const bool leave_out = name.substr(0, 1) == "-";
  if (leave_out) name.remove_prefix(1);
  if (known(at, name, protocol_->properties, "property") == nullptr) return;
  auto& chosen = out_.properties;
  chosen.erase(std::remove(chosen.begin(), chosen.end(), name), chosen.end());
  if (!leave_out) chosen.emplace_back(name);
}

void Loader::read_expect() {
  if (top_.expect.value == nullptr) return;
  const At at = top_.expect.at();
  scenario_text::Expect text;
  const size_t before = reading_.count();
  scenario_text::expect_table()->read(at, &text, reading_);
  if (reading_.count() > before) return;
  if (text.verdict.has_value() == text.violates.has_value()) {
    return reading_.problem(at, "expect exactly one thing",
                            "{\"verdict\": \"pass\"} or {\"violates\": \"a property\"}");
  }
  if (text.verdict) {
    out_.expect.verdict = *text.verdict;
    return;
  }
  const At violates{*at.value.find("violates"), &at, "/violates"};
  if (known(violates, *text.violates, protocol_->properties, "property") == nullptr) return;
  const auto& chosen = out_.properties;
  if (std::find(chosen.begin(), chosen.end(), *text.violates) == chosen.end()) {
    reading_.problem(violates, "\"properties\" leaves out " + *text.violates +
                                   ", so nothing can see it violated");
  }
  out_.expect = {Verdict::violation, *text.violates};
}

void Loader::read_choices() {
  if (top_.overrides.value == nullptr) return;
  SiteNames names(out_.plan.servers, out_.plan.clients);
  // A plan with errors cannot be built; names of picks are then not checked this time.
  if (reading_.clean() && !top_.overrides.value->keys.empty()) {
    names.set_picks(protocol_->build(out_.plan));
  }
  out_.overrides = read_overrides(top_.overrides.at(), names, reading_);
}

void Loader::check_symmetry(const At& explore) {
  const auto& differ = protocol_->servers_differ;
  const std::string why =
      differ ? differ(out_.plan) : protocol_->name + " does not declare its servers alike";
  if (why.empty()) return;
  reading_.problem(At{*explore.value.find("symmetry"), &explore, "/symmetry"}, why, "false");
}

void Loader::read_explore() {
  if (top_.explore.value == nullptr) return;
  const At at = top_.explore.at();
  scenario_text::explore_table()->read(at, &out_.explore, reading_);
  if (out_.explore.symmetry && reading_.clean()) check_symmetry(at);
  if (out_.explore.timers.by_name.empty() || !reading_.clean()) return;
  std::vector<std::string> names;
  for (const auto& table : protocol_->build(out_.plan)) {
    for (uint8_t timer = 0; table->timer_name(timer) != "?"; ++timer) {
      names.emplace_back(table->timer_name(timer));
    }
  }
  const At timers{*at.value.find("timers"), &at, "/timers"};
  for (const auto& [name, bound] : out_.explore.timers.by_name) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    reading_.problem(
        timers, protocol_->name + " has no timer " + describe(Value::string(std::string(name))),
        names.empty() ? std::string("it has none") : "one of: " + join(names, ", "),
        reading_.suggest(name, names));
  }
}

}  // namespace

std::string Expectation::text() const {
  return violates.empty() ? std::string(enum_name(verdict)) : "violates " + violates;
}

bool Expectation::met(Verdict ended, const std::vector<Violation>& violations) const {
  return ended == verdict && (violates.empty() || std::all_of(violations.begin(), violations.end(),
                                                              [&](const Violation& v) {
                                                                return v.property == violates;
                                                              }));
}

Scenario read_scenario(Value tree, const std::string& source, const Registry& registry,
                       const std::vector<std::string>& settings) {
  Scenario out;
  out.source = source;
  out.tree = std::move(tree);
  if (!out.tree.is(Value::Kind::object)) {
    throw InputError(source, Problem{"1:1", "expected an object, got " + describe(out.tree),
                                     "a scenario is one JSON object", ""});
  }
  apply_settings(out.tree, settings);
  Loader(out, registry, settings).load();
  Reading reading(settings);
  check_ranges(out, registry, reading);
  if (!reading.clean()) throw InputError(source, reading.problems());
  return out;
}

Scenario load_scenario(std::string_view text, const std::string& source, const Registry& registry,
                       const std::vector<std::string>& settings) {
  return read_scenario(read_json(text, source), source, registry, settings);
}

std::string write_scenario(const Value& tree) { return write_value(tree); }

}  // namespace ordain
