#include "tests/unit/scenario/schema_check.h"

#include <cstdlib>
#include <regex>
#include <stdexcept>

namespace ordain::test {
namespace {

double number_of(const Value& value) { return std::strtod(value.text.c_str(), nullptr); }

bool same(const Value& a, const Value& b) {
  return a.kind == b.kind && a.text == b.text && a.flag == b.flag;
}

class Checker {
 public:
  explicit Checker(const Value& root) : root_(root) {}

  std::string check(const Value& value, const Value& schema, const std::string& pointer) const {
    for (size_t i = 0; i < schema.items.size(); ++i) {
      const std::string said =
          keyword(schema.keys[i].name, schema.items[i], value, schema, pointer);
      if (!said.empty()) return said;
    }
    return "";
  }

 private:
  using Kind = Value::Kind;

  std::string fail(const std::string& pointer, const std::string& message) const {
    return (pointer.empty() ? "/" : pointer) + ": " + message;
  }

  static bool is_type(const Value& value, const std::string& type) {
    if (type == "integer") {
      return value.is(Kind::number) && value.text.find_first_of(".eE") == value.text.npos;
    }
    return (type == "object" && value.is(Kind::object)) ||
           (type == "array" && value.is(Kind::array)) ||
           (type == "string" && value.is(Kind::string)) ||
           (type == "number" && value.is(Kind::number)) ||
           (type == "boolean" && value.is(Kind::boolean));
  }

  std::string keyword(const std::string& name, const Value& rule, const Value& value,
                      const Value& schema, const std::string& pointer) const {
    if (name == "$ref") return check(value, *root_.at_pointer(rule.text.substr(1)), pointer);
    if (name == "anyOf" || name == "allOf") return combined(name, rule, value, pointer);
    if (name == "if") {
      const bool holds = check(value, rule, pointer).empty();
      return holds ? check(value, *schema.find("then"), pointer) : "";
    }
    if (name == "type") return is_type(value, rule.text) ? "" : fail(pointer, "not " + rule.text);
    if (name == "const") return same(value, rule) ? "" : fail(pointer, "not the constant");
    if (name == "enum") {
      for (const Value& one : rule.items) {
        if (same(one, value)) return "";
      }
      return fail(pointer, "none of the names");
    }
    if (name == "pattern") {
      const bool fits =
          !value.is(Kind::string) || std::regex_search(value.text, std::regex(rule.text));
      return fits ? "" : fail(pointer, "does not match " + rule.text);
    }
    if (name == "minimum" || name == "maximum") return bound(name, rule, value, pointer);
    if (name == "minItems" || name == "maxItems") return length(name, rule, value, pointer);
    if (name == "items") return elements(rule, value, pointer);
    if (name == "properties" || name == "additionalProperties" || name == "required") {
      return members(name, rule, value, schema, pointer);
    }
    for (const char* silent :
         {"description", "default", "title", "$schema", "definitions", "then"}) {
      if (name == silent) return "";
    }
    throw std::logic_error("the checker does not know the keyword " + name);
  }

  std::string combined(const std::string& name, const Value& rules, const Value& value,
                       const std::string& pointer) const {
    std::string last;
    for (const Value& rule : rules.items) {
      last = check(value, rule, pointer);
      if (last.empty() == (name == "anyOf")) return last;
    }
    return last;
  }

  std::string bound(const std::string& name, const Value& rule, const Value& value,
                    const std::string& pointer) const {
    if (!value.is(Kind::number)) return "";
    const bool fits = name == "minimum" ? number_of(value) >= number_of(rule)
                                        : number_of(value) <= number_of(rule);
    return fits ? "" : fail(pointer, name + " " + rule.text);
  }

  std::string length(const std::string& name, const Value& rule, const Value& value,
                     const std::string& pointer) const {
    if (!value.is(Kind::array)) return "";
    const auto count = static_cast<double>(value.items.size());
    const bool fits = name == "minItems" ? count >= number_of(rule) : count <= number_of(rule);
    return fits ? "" : fail(pointer, name + " " + rule.text);
  }

  std::string elements(const Value& rule, const Value& value, const std::string& pointer) const {
    if (!value.is(Kind::array)) return "";
    for (size_t i = 0; i < value.items.size(); ++i) {
      const bool each = rule.is(Kind::array);
      if (each && i >= rule.items.size()) break;
      const std::string said =
          check(value.items[i], each ? rule.items[i] : rule, pointer + '/' + std::to_string(i));
      if (!said.empty()) return said;
    }
    return "";
  }

  std::string members(const std::string& name, const Value& rule, const Value& value,
                      const Value& schema, const std::string& pointer) const {
    if (!value.is(Kind::object)) return "";
    if (name == "required") {
      for (const Value& key : rule.items) {
        if (value.find(key.text) == nullptr) return fail(pointer, key.text + " is missing");
      }
      return "";
    }
    const Value* known = schema.find("properties");
    for (size_t i = 0; i < value.items.size(); ++i) {
      const std::string& key = value.keys[i].name;
      const Value* own = known != nullptr ? known->find(key) : nullptr;
      std::string said;
      if (name == "properties" && own != nullptr) {
        said = check(value.items[i], *own, pointer + '/' + key);
      } else if (name == "additionalProperties" && own == nullptr) {
        said = rule.is(Kind::boolean) ? fail(pointer, "unknown key " + key)
                                      : check(value.items[i], rule, pointer + '/' + key);
      }
      if (!said.empty()) return said;
    }
    return "";
  }

  const Value& root_;
};

}  // namespace

std::string schema_complaint(const Value& value, const Value& schema) {
  return Checker(schema).check(value, schema, "");
}

}  // namespace ordain::test
