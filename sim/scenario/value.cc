#include "sim/scenario/value.h"

#include <utility>

#include "sim/base/json_writer.h"
#include "sim/base/text.h"

namespace ordain {

Value Value::boolean(bool value) {
  Value out;
  out.kind = Kind::boolean;
  out.flag = value;
  return out;
}

Value Value::number(std::string digits) {
  Value out;
  out.kind = Kind::number;
  out.text = std::move(digits);
  return out;
}

Value Value::string(std::string text) {
  Value out;
  out.kind = Kind::string;
  out.text = std::move(text);
  return out;
}

Value Value::array(std::vector<Value> items) {
  Value out;
  out.kind = Kind::array;
  out.items = std::move(items);
  return out;
}

Value Value::strings(const std::vector<std::string>& texts) {
  Value out = array();
  for (const std::string& text : texts) out.items.push_back(string(text));
  return out;
}

Value Value::object() {
  Value out;
  out.kind = Kind::object;
  return out;
}

const Value* Value::find(std::string_view key) const {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].name == key) return &items[i];
  }
  return nullptr;
}

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
}

Value& Value::set(std::string_view key, Value value) {
  if (Value* old = find(key)) return *old = std::move(value);
  keys.push_back({std::string(key), value.place});
  return items.emplace_back(std::move(value));
}

void Value::erase(std::string_view key) {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].name != key) continue;
    keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(i));
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

Value&& Value::with(std::string_view key, Value value) && {
  set(key, std::move(value));
  return std::move(*this);
}

const Value* Value::at_pointer(std::string_view pointer) const {
  const Value* at = this;
  for (const std::string& step : pointer_steps(pointer)) {
    if (at->is(Kind::object)) {
      at = at->find(step);
    } else {
      const std::optional<uint64_t> index = parse_u64(step);
      at = at->is(Kind::array) && index && *index < at->items.size() ? &at->items[*index] : nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

namespace {

std::string shortened(std::string_view text) {
  constexpr size_t kLongest = 40;
  if (text.size() <= kLongest) return std::string(text);
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string counted(size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace

std::string describe(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.flag ? "true" : "false";
    case Value::Kind::number:
      return "the number " + shortened(value.text);
    case Value::Kind::string:
      return to_json(shortened(value.text));
    case Value::Kind::array:
      return "a list of " + counted(value.items.size(), "value");
    case Value::Kind::object:
      return "an object with " + counted(value.items.size(), "key");
  }
  return "";
}

std::vector<std::string> pointer_steps(std::string_view pointer) {
  std::vector<std::string> out;
  if (pointer.empty() || pointer.front() != '/') return out;
  for (size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      out.emplace_back();
    } else if (pointer[i] == '~' && i + 1 < pointer.size() &&
               (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      out.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      out.back() += pointer[i];
    }
  }
  return out;
}

std::string pointer_step(std::string_view key) {
  std::string out = "/";
  for (char c : key) {
    if (c == '~' || c == '/') {
      out += c == '~' ? "~0" : "~1";
    } else {
      out += c;
    }
  }
  return out;
}

namespace {

void write_line(const Value& value, std::string& out) {
  const bool object = value.is(Value::Kind::object);
  if (!object && !value.is(Value::Kind::array)) {
    if (value.is(Value::Kind::string)) {
      JsonWriter(out).string(value.text);
    } else {
      out += value.is(Value::Kind::number) ? value.text : describe(value);
    }
    return;
  }
  out += object ? '{' : '[';
  for (size_t i = 0; i < value.items.size(); ++i) {
    if (i > 0) out += ", ";
    if (object) {
      JsonWriter(out).string(value.keys[i].name);
      out += ": ";
    }
    write_line(value.items[i], out);
  }
  out += object ? '}' : ']';
}

void write_lines(const Value& value, size_t indent, size_t room, std::string& out) {
  std::string line;
  write_line(value, line);
  if (value.items.empty() || (line.size() <= room && indent > 0)) {
    out += line;
    return;
  }
  const bool object = value.is(Value::Kind::object);
  const std::string margin(indent + 2, ' ');
  out += object ? '{' : '[';
  for (size_t i = 0; i < value.items.size(); ++i) {
    out += i > 0 ? ",\n" : "\n";
    std::string head = margin;
    if (object) {
      JsonWriter(head).string(value.keys[i].name);
      head += ": ";
    }
    out += head;
    constexpr size_t kColumns = 99;  // and a comma
    write_lines(value.items[i], indent + 2, head.size() < kColumns ? kColumns - head.size() : 0,
                out);
  }
  out += '\n' + std::string(indent, ' ');
  out += object ? '}' : ']';
}

}  // namespace

std::string write_value(const Value& value) {
  std::string out;
  write_lines(value, 0, 0, out);
  return out + '\n';
}

std::string write_value_inline(const Value& value) {
  std::string out;
  write_line(value, out);
  return out;
}

}  // namespace ordain
