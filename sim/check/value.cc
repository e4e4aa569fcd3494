#include "sim/check/value.h"

#include <algorithm>

#include "sim/base/rng.h"

namespace ordain::check {
namespace {

uint64_t hash_text(std::string_view text) {
  uint64_t h = 0xCBF29CE484222325ULL;
  for (const char c : text) h = (h ^ static_cast<uint8_t>(c)) * 0x100000001B3ULL;
  return h;
}

const char kHex[] = "0123456789abcdef";

// Both notations share these escapes; other control characters become \u00xx.
void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<uint8_t>(c) < 0x20) {
          out += "\\u00";
          out += kHex[(static_cast<uint8_t>(c) >> 4) & 15];
          out += kHex[static_cast<uint8_t>(c) & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void write_edn(std::string& out, const Value& v);
void write_json(std::string& out, const Value& v);

void write_items(std::string& out, const Value& v, const char* open, const char* close) {
  out += open;
  bool first = true;
  for (const Value& item : v.items()) {
    if (!first) out += ' ';
    first = false;
    write_edn(out, item);
  }
  out += close;
}

// The depth of a value is bounded by the reader, and so is this recursion.
void write_edn(std::string& out, const Value& v) {
  switch (v.kind()) {
    case Value::Kind::Nil:
      out += "nil";
      break;
    case Value::Kind::Bool:
      out += v.is_true() ? "true" : "false";
      break;
    case Value::Kind::Int:
      out += std::to_string(v.number());
      break;
    case Value::Kind::Symbol:
      out += v.text();
      break;
    case Value::Kind::Keyword:
      (out += ':') += v.text();
      break;
    case Value::Kind::String:
      append_quoted(out, v.text());
      break;
    case Value::Kind::Vector:
      write_items(out, v, "[", "]");
      break;
    case Value::Kind::Set:
      write_items(out, v, "#{", "}");
      break;
    case Value::Kind::Map:
      write_items(out, v, "{", "}");
      break;
  }
}

void write_json_map(std::string& out, const Value& v) {
  out += '{';
  for (size_t i = 0; i + 1 < v.items().size(); i += 2) {
    if (i > 0) out += ',';
    const Value& key = v.items()[i];
    append_quoted(out, key.is_text() ? std::string(key.text()) : key.edn());
    out += ':';
    write_json(out, v.items()[i + 1]);
  }
  out += '}';
}

void write_json(std::string& out, const Value& v) {
  switch (v.kind()) {
    case Value::Kind::Nil:
      out += "null";
      break;
    case Value::Kind::Bool:
      out += v.is_true() ? "true" : "false";
      break;
    case Value::Kind::Int:
      out += std::to_string(v.number());
      break;
    case Value::Kind::Symbol:
    case Value::Kind::Keyword:
    case Value::Kind::String:
      append_quoted(out, v.text());
      break;
    case Value::Kind::Map:
      write_json_map(out, v);
      break;
    case Value::Kind::Vector:
    case Value::Kind::Set:
      out += '[';
      for (size_t i = 0; i < v.items().size(); ++i) {
        if (i > 0) out += ',';
        write_json(out, v.items()[i]);
      }
      out += ']';
  }
}

}  // namespace

Value::Value(Kind kind, std::string_view text)
    : kind_(kind), node_(std::make_shared<const Node>(Node{std::string(text), {}})) {}

Value::Value(Kind kind, std::vector<Value> items)
    : kind_(kind), node_(std::make_shared<const Node>(Node{{}, std::move(items)})) {}

Value Value::boolean(bool b) {
  Value v;
  v.kind_ = Kind::Bool;
  v.number_ = b ? 1 : 0;
  return v;
}

Value Value::vector(std::vector<Value> items) { return {Kind::Vector, std::move(items)}; }

Value Value::set(std::vector<Value> items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return {Kind::Set, std::move(items)};
}

Value Value::map(std::vector<Value> items) {
  std::vector<std::pair<Value, Value>> entries;
  entries.reserve(items.size() / 2);
  for (size_t i = 0; i + 1 < items.size(); i += 2)
    entries.emplace_back(std::move(items[i]), std::move(items[i + 1]));
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  items.clear();
  for (auto& [key, value] : entries) {
    if (!items.empty() && items[items.size() - 2] == key) {
      items.back() = std::move(value);
    } else {
      items.push_back(std::move(key));
      items.push_back(std::move(value));
    }
  }
  return {Kind::Map, std::move(items)};
}

std::string_view Value::text() const {
  return is_text() ? std::string_view(node_->text) : std::string_view();
}

const std::vector<Value>& Value::items() const {
  static const std::vector<Value> none;
  return kind_ >= Kind::Vector ? node_->items : none;
}

const Value* Value::field(std::string_view name) const {
  if (!is_map()) return nullptr;
  const std::vector<Value>& all = node_->items;
  for (size_t i = 0; i + 1 < all.size(); i += 2)
    if (all[i].is_text() && all[i].node_->text == name) return &all[i + 1];
  return nullptr;
}

const Value* Value::find(const Value& key) const {
  if (!is_map()) return nullptr;
  const std::vector<Value>& all = node_->items;
  size_t low = 0, high = all.size() / 2;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (all[2 * middle] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 2 * low < all.size() && all[2 * low] == key ? &all[2 * low + 1] : nullptr;
}

Value Value::with(const Value& key, const Value& to) const {
  std::vector<Value> all = items();
  all.push_back(key);
  all.push_back(to);
  return map(std::move(all));
}

bool Value::contains(const Value& item) const {
  return kind_ == Kind::Set && std::binary_search(node_->items.begin(), node_->items.end(), item);
}

uint64_t Value::hash() const {
  uint64_t h = mix64(static_cast<uint64_t>(kind_) + 0x9E3779B97F4A7C15ULL);
  if (kind_ <= Kind::Int) return mix64(h ^ static_cast<uint64_t>(number_));
  if (kind_ <= Kind::String) return mix64(h ^ hash_text(node_->text));
  for (const Value& item : node_->items) h = mix64(h ^ item.hash()) + 0x9E3779B97F4A7C15ULL;
  return h;
}

void Value::encode(Encoder& out) const {
  ordain::encode(out, kind_);
  ordain::encode(out, number_);
  if (!node_) return;
  out.bytes(node_->text);
  ordain::encode(out, node_->items);
}

uint64_t Value::footprint() const {
  uint64_t bytes = sizeof(Value);
  if (!node_) return bytes;
  bytes += sizeof(Node) + 16 + node_->text.capacity();
  for (const Value& item : node_->items) bytes += item.footprint();
  return bytes;
}

std::string Value::edn() const {
  std::string out;
  write_edn(out, *this);
  return out;
}

std::string Value::json() const {
  std::string out;
  write_json(out, *this);
  return out;
}

bool Value::equals(const Value& other) const {
  if (kind_ != other.kind_ || number_ != other.number_) return false;
  if (node_ == other.node_) return true;
  return node_->text == other.node_->text && node_->items == other.node_->items;
}

std::strong_ordering Value::compare(const Value& other) const {
  if (kind_ != other.kind_) return kind_ <=> other.kind_;
  if (number_ != other.number_) return number_ <=> other.number_;
  if (node_ == other.node_) return std::strong_ordering::equal;
  if (const int order = node_->text.compare(other.node_->text); order != 0) return order <=> 0;
  const std::vector<Value>& a = node_->items;
  const std::vector<Value>& b = other.node_->items;
  for (size_t i = 0; i < a.size() && i < b.size(); ++i)
    if (const auto order = a[i].compare(b[i]); order != 0) return order;
  return a.size() <=> b.size();
}

}  // namespace ordain::check
