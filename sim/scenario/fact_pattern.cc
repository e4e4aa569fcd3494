#include "sim/scenario/fact_pattern.h"

#include <array>

namespace ordain {
namespace {

struct Sign {
  const char* text;
  Comparison comparison;
};

constexpr std::array<Sign, 6> kSigns{{{"=", Comparison::equal},
                                      {"!=", Comparison::not_equal},
                                      {"<", Comparison::less},
                                      {"<=", Comparison::less_equal},
                                      {">", Comparison::greater},
                                      {">=", Comparison::greater_equal}}};

std::vector<std::string> signs() {
  std::vector<std::string> out;
  for (const Sign& sign : kSigns) out.emplace_back(sign.text);
  return out;
}

std::vector<std::string> names_of(const std::vector<const FactType*>& facts) {
  std::vector<std::string> out;
  for (const FactType* fact : facts) out.emplace_back(fact->name);
  return out;
}

std::vector<std::string> fields_of(const FactType& fact) {
  std::vector<std::string> out;
  for (uint32_t i = 0; i < fact.fields; ++i) out.emplace_back(fact.field_names[i]);
  return out;
}

// A fact's fields are words; what they may be spelled as: a number, true, a node, a duration.
void read_word(const At& at, uint64_t& out, Reading& reading) {
  if (at.value.is(Value::Kind::boolean)) {
    out = at.value.flag ? 1 : 0;
  } else if (at.value.is(Value::Kind::number)) {
    Codec<uint64_t>::read(at, out, {}, reading);
  } else if (const auto node = reading.node(at.value.text); node) {
    out = node->value;
  } else if (const auto duration = parse_duration(at.value.text); duration) {
    out = static_cast<uint64_t>(duration->ns);
  } else {
    reading.expected(at, "a number, true, false, a node or a duration");
  }
}

void read_condition(const At& at, uint32_t field, FactPattern& out, Reading& reading) {
  if (!at.value.is(Value::Kind::object)) {
    read_word(at, out.where.emplace_back(FactCondition{field, Comparison::equal, 0}).value,
              reading);
    return;
  }
  for (size_t i = 0; i < at.value.items.size(); ++i) {
    const Key& key = at.value.keys[i];
    FactCondition condition{field, Comparison::equal, 0};
    bool known = false;
    for (const Sign& sign : kSigns) {
      if (key.name != sign.text) continue;
      condition.comparison = sign.comparison;
      known = true;
    }
    if (!known) {
      reading.problem(key.place, at.pointer(),
                      "unknown comparison " + describe(Value::string(key.name)),
                      "one of: " + join(signs(), ", "));
      continue;
    }
    read_word(at.key(i), condition.value, reading);
    out.where.push_back(condition);
  }
}

void read_where(const At& at, FactPattern& out, Reading& reading) {
  if (!at.value.is(Value::Kind::object)) return reading.expected(at, "an object");
  const std::vector<std::string> fields = fields_of(*out.type);
  for (size_t i = 0; i < at.value.items.size(); ++i) {
    const Key& key = at.value.keys[i];
    uint32_t field = 0;
    while (field < fields.size() && fields[field] != key.name) ++field;
    if (field == fields.size()) {
      reading.problem(key.place, at.pointer(),
                      "the fact " + std::string(out.type->name) + " has no field " +
                          describe(Value::string(key.name)),
                      "fields: " + join(fields, ", "), reading.suggest(key.name, fields));
    } else {
      read_condition(at.key(i), field, out, reading);
    }
  }
}

}  // namespace

FactPattern read_fact_pattern(const At& at, const fault_text::When& text,
                              const std::vector<const FactType*>& facts, Reading& reading) {
  FactPattern out;
  for (const FactType* fact : facts) {
    if (fact->name == text.fact) out.type = fact;
  }
  if (text.node) out.node = *text.node;
  const Value* fact = at.value.find("fact");
  if (out.type == nullptr && fact != nullptr && fact->is(Value::Kind::string)) {
    const std::vector<std::string> names = names_of(facts);
    reading.problem(
        {*fact, &at, "/fact"}, "unknown fact " + describe(*fact),
        names.empty() ? "this protocol reports no facts" : "facts: " + join(names, ", "),
        reading.suggest(text.fact, names));
  }
  if (out.type != nullptr && text.where.value != nullptr) {
    read_where(text.where.at(), out, reading);
  }
  return out;
}

}  // namespace ordain
