#include "sim/scenario/documents.h"
#include "sim/scenario/fault_reader.h"
#include "sim/scenario/scenario_text.h"

namespace ordain {
namespace {

// A cell of a table; a bar would end it.
std::string cell(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

// "from 1 to 1000" of whole numbers; the schema has the limits of everything else.
std::string limits_of(const Field& field) {
  if (field.words.rfind("whole number", 0) != 0) return "";
  const auto& [low, high] = field.limits;
  if (low && high) return ", " + std::to_string(*low) + " to " + std::to_string(*high);
  if (high) return ", at most " + std::to_string(*high);
  return low ? ", at least " + std::to_string(*low) : "";
}

std::string fallback_of(const Field& field) {
  if (field.required) return "required";
  const bool plain = !field.fallback.is(Value::Kind::null) &&
                     !(field.fallback.is(Value::Kind::string) && field.fallback.text.empty()) &&
                     !(field.fallback.is(Value::Kind::array) && field.fallback.items.empty());
  return plain ? "`" + write_value_inline(field.fallback) + "`" : "";
}

void add_rows(std::string& out, const AnyTable& table, const std::string& prefix) {
  for (const Field& field : table.fields()) {
    out += "| `" + prefix + field.key + "` | " + cell(field.words + limits_of(field)) + " | " +
           cell(fallback_of(field)) + " | " + cell(field.about) + " |\n";
  }
}

void add_table(std::string& out, const AnyTable& table) {
  out += "| key | value | default | what it says |\n|---|---|---|---|\n";
  add_rows(out, table, "");
  out += '\n';
}

// The table, and then each table inside of it under a heading of its own, once.
void add_tables(std::string& out, const AnyTable& table, const std::string& title,
                std::vector<const AnyTable*>& done) {
  for (const AnyTable* other : done) {
    if (other == &table) return;
  }
  done.push_back(&table);
  out += "## " + title + "\n\n";
  add_table(out, table);
  for (const Field& field : table.fields()) {
    if (!field.nested) continue;
    const std::string inner = "`" + field.key + "`";
    add_tables(out, *field.nested, table.name() == "scenario" ? inner : title + ", " + inner, done);
  }
}

const char kIntroduction[] = R"(# Scenario files: every key

Generated from the tables that parse the files: do not edit. `ordain validate FILE` checks a file
against all of it and lists every error at once; [scenario.schema.json](scenario.schema.json) gives
editors the same.

How values are spelled:

- **duration**: `"150ms"`, `"1.5s"`; units ns, us, ms, s, m, h. Only 0 goes without. At most 24h.
- **ratio**: `"5%"`, `0.05` or `"1/20"`, read exactly; from 0 to 1.
- **distribution** of durations, one of
  - `"5ms"`: always the same;
  - `{"uniform": ["1ms", "10ms"]}`;
  - `{"exponential": {"mean": "5ms", "min": "1ms", "max": "1s"}}`: the mean of what is beyond `min`;
    without `max` it is capped at 20 means;
  - `{"bimodal": {"fast": ["1ms", "2ms"], "slow": ["50ms", "80ms"], "ratio": "1%"}}`;
  - `{"table": [["1ms", 10], ["5ms", 1]]}`: durations with weights.
- **node**: `"n1"`, `"n2"`, ... are the servers, `"c1"`, ... the clients.
- **nodes**: one node, a list of nodes, `"servers"` or `"clients"`.
- **target** of a fault, chosen when it strikes: a node, a list of nodes, `leader`, `follower`
  (one), `followers`, `any` (one that is up), `majority` and `minority` (random sets of servers),
  `crashed`, `paused`, `writing` (one whose disk is at a write), `all`.

)";

const char kOverrides[] = R"(## Names of choices, in `overrides`

Each source of nondeterminism is named by its cause; ordinals are those that traces and repros show.

| name | value |
|---|---|
| `n1>n2#17 drop` | of message 17 from n1 to n2: 1 loses it; likewise `duplicate`, `corrupt` |
| `n1>n2#17 delay` | what it takes beyond the shortest, such as `"40ms"`; also `duplicate_delay` |
| `n3 election_timeout#2` | pick 2 of that name by n3: a number, or a duration beyond the lowest |
| `disk n1#4 latency` | of write 4, beyond the shortest |
| `disk n1#4 stall` | of write 4: 0 or 1; also `lying`, `write_error` |
| `disk n1#1 lost` | at crash 1: how many unsynced records are lost |
| `disk n1#1 torn` | at crash 1: 0 or 1; at recovery 1, `read_error`; counted by record, `rot` |
| `clock n2 drift` | how far above the lowest drift; also `skew` |
| `fault 2#0 target` | of strike 0 of fault 2, as listed, from 0: which of the candidates |
| `fault 2#0 after` | beyond the lowest; also `interval`, `duration`, `shape`, `amount` |

)";

void add_entries(std::string& out, const char* title,
                 const std::vector<std::pair<std::string, std::string>>& entries) {
  if (entries.empty()) return;
  out += std::string("| ") + title + " | |\n|---|---|\n";
  for (const auto& [name, about] : entries) out += "| `" + name + "` | " + cell(about) + " |\n";
  out += '\n';
}

std::string fields_of(const FactType& fact) {
  std::string out;
  for (uint32_t i = 0; i < fact.fields; ++i) {
    out += (i > 0 ? ", `" : "`") + std::string(fact.field_names[i]) + '`';
  }
  return out;
}

void add_protocol(std::string& out, const Protocol& protocol) {
  out += "## Protocol `" + protocol.name + "`\n\n" + protocol.about;
  if (!protocol.paper.empty()) out += " Paper: " + protocol.paper + ".";
  out += " It runs on " + std::to_string(protocol.min_servers) + " to " +
         std::to_string(protocol.max_servers) + " servers.\n\n";
  if (protocol.config && !protocol.config->fields().empty()) {
    out += "Its `config`:\n\n";
    add_table(out, *protocol.config);
  }
  std::vector<std::pair<std::string, std::string>> entries;
  for (const WorkloadEntry& workload : protocol.workloads) {
    entries.emplace_back(workload.name, workload.about);
  }
  add_entries(out, "workload", entries);
  for (const WorkloadEntry& workload : protocol.workloads) {
    if (!workload.options || workload.options->fields().empty()) continue;
    out += "Further keys of `clients` with the workload `" + workload.name + "`:\n\n";
    add_table(out, *workload.options);
  }
  entries.clear();
  for (const FactType* fact : protocol.facts) entries.emplace_back(fact->name, fields_of(*fact));
  add_entries(out, "fact", entries);
  entries.clear();
  for (const PropertyEntry& property : protocol.properties) {
    entries.emplace_back(property.name,
                         std::string(enum_name(property.kind)) + ": " + property.about);
  }
  add_entries(out, "property", entries);
  entries.clear();
  for (const MutantEntry& mutant : protocol.mutants) {
    entries.emplace_back(mutant.name, mutant.about + "; violates `" + mutant.violates + "`");
  }
  add_entries(out, "mutant", entries);
}

}  // namespace

std::string scenario_reference(const Registry& registry) {
  std::string out = kIntroduction;
  std::vector<const AnyTable*> done;
  add_tables(out, *scenario_text::top_table(), "Top level", done);
  out += kOverrides;
  for (const std::string& name : registry.names()) add_protocol(out, *registry.find(name));
  while (out.size() > 1 && out[out.size() - 2] == '\n') out.pop_back();
  return out;
}

}  // namespace ordain
