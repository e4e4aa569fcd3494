#include "sim/scenario/field_table.h"

#include <algorithm>

#include "sim/base/text.h"

namespace ordain {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<std::string> AnyTable::keys() const {
  std::vector<std::string> out;
  for (const Field& field : fields_) out.push_back(field.key);
  return out;
}

const Field* AnyTable::find(std::string_view key) const {
  for (const Field& field : fields_) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

void AnyTable::read(const At& at, void* object, Reading& reading) const {
  if (!at.value.is(Value::Kind::object)) return reading.expected(at, "an object");
  check_keys(at, {}, reading);
  read_known(at, object, reading);
}

void AnyTable::check_keys(const At& at, const std::vector<std::string>& others,
                          Reading& reading) const {
  std::vector<std::string> known = keys();
  known.insert(known.end(), others.begin(), others.end());
  for (const Key& key : at.value.keys) {
    if (holds(known, key.name)) continue;
    reading.problem(key.place, at.pointer(), "unknown key " + describe(Value::string(key.name)),
                    known.empty() ? "it has no keys" : "keys: " + join(known, ", "),
                    reading.suggest(key.name, known));
  }
}

void AnyTable::read_known(const At& at, void* object, Reading& reading) const {
  for (size_t i = 0; i < at.value.keys.size(); ++i) {
    const Field* field = find(at.value.keys[i].name);
    if (field != nullptr) field->read(at.key(i), object, field->limits, reading);
  }
  for (const Field& field : fields_) {
    if (field.required && at.value.find(field.key) == nullptr) {
      reading.problem(at, "the key \"" + field.key + "\" is missing", field.about);
    }
  }
}

Value AnyTable::write(const void* object, const void* base) const {
  Value out = Value::object();
  for (const Field& field : fields_) {
    if (!field.write) continue;
    Value value = field.write(object);
    if (field.required || write_value_inline(value) != write_value_inline(field.write(base))) {
      out.set(field.key, std::move(value));
    }
  }
  return out;
}

std::shared_ptr<const void> AnyTable::parse(const At& at, Reading& reading) const {
  std::shared_ptr<void> object = fresh();
  read(at, object.get(), reading);
  return object;
}

Value AnyTable::schema_properties() const {
  Value out = Value::object();
  for (const Field& field : fields_) {
    Value schema = field.nested ? field.nested->schema() : field.schema(field.limits);
    if (field.nested && field.nested_as == NestedAs::list) {
      schema =
          Value::object().with("type", Value::string("array")).with("items", std::move(schema));
    }
    Value described = Value::object().with("description", Value::string(field.about));
    if (!field.fallback.is(Value::Kind::null)) described.set("default", field.fallback);
    // Draft 7 ignores whatever stands beside a $ref.
    if (schema.find("$ref") != nullptr) {
      described.set("allOf", Value::array({std::move(schema)}));
    } else {
      for (size_t i = 0; i < schema.items.size(); ++i) {
        described.set(schema.keys[i].name, std::move(schema.items[i]));
      }
    }
    out.set(field.key, std::move(described));
  }
  return out;
}

Value AnyTable::schema() const {
  Value out = Value::object()
                  .with("type", Value::string("object"))
                  .with("properties", schema_properties())
                  .with("additionalProperties", Value::boolean(false));
  std::vector<std::string> required;
  for (const Field& field : fields_) {
    if (field.required) required.push_back(field.key);
  }
  if (!required.empty()) out.set("required", Value::strings(required));
  return out;
}

}  // namespace ordain
