// A small structured value: what a recorded history holds as arguments and results, and what a
// sequential specification keeps as its state.
//
// Values are immutable and share their contents, so a copy costs a reference count. Sets and maps
// are kept sorted, so equal values have one form: equality, order and hash are structural, and none
// of them depends on an address.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/encode.h"

namespace ordain::check {

class Value {
 public:
  // Symbol holds what has no other kind: floats, big integers and bare words, by their spelling.
  enum class Kind : uint8_t { Nil, Bool, Int, Symbol, Keyword, String, Vector, Set, Map };

  Value() = default;
  Value(int64_t n) : kind_(Kind::Int), number_(n) {}
  Value(int n) : Value(static_cast<int64_t>(n)) {}
  Value(std::string_view text) : Value(Kind::String, text) {}
  Value(const char* text) : Value(Kind::String, std::string_view(text)) {}

  static Value boolean(bool b);
  static Value keyword(std::string_view name) { return {Kind::Keyword, name}; }
  static Value symbol(std::string_view name) { return {Kind::Symbol, name}; }
  static Value vector(std::vector<Value> items);
  static Value set(std::vector<Value> items);  // sorts, drops duplicates
  static Value map(
      std::vector<Value> items);  // key, value, key, value ...; the last of a key stays

  Kind kind() const { return kind_; }
  bool is_nil() const { return kind_ == Kind::Nil; }
  bool is_int() const { return kind_ == Kind::Int; }
  bool is_text() const { return kind_ >= Kind::Symbol && kind_ <= Kind::String; }
  bool is_sequence() const { return kind_ == Kind::Vector || kind_ == Kind::Set; }
  bool is_map() const { return kind_ == Kind::Map; }
  bool is_false() const { return kind_ == Kind::Bool && number_ == 0; }
  bool is_true() const { return kind_ == Kind::Bool && number_ == 1; }

  int64_t number() const { return number_; }            // Int and Bool; 0 otherwise
  std::string_view text() const;                        // String, Keyword, Symbol; "" otherwise
  const std::vector<Value>& items() const;              // Vector, Set, Map (flat); empty otherwise
  const Value* field(std::string_view name) const;      // in a map: the key spelled so, or null
  const Value* find(const Value& key) const;            // in a map
  Value with(const Value& key, const Value& to) const;  // a map with one entry changed
  bool contains(const Value& item) const;               // in a set: O(log n)

  uint64_t hash() const;
  void encode(Encoder& out) const;
  uint64_t footprint() const;  // bytes, roughly; contents counted once for each holder

  // EDN and JSON spellings; JSON turns keywords and symbols into strings and sets into arrays.
  std::string edn() const;
  std::string json() const;

  friend std::strong_ordering operator<=>(const Value& a, const Value& b) { return a.compare(b); }
  friend bool operator==(const Value& a, const Value& b) { return a.equals(b); }

 private:
  struct Node {
    std::string text;
    std::vector<Value> items;
  };

  Value(Kind kind, std::string_view text);
  Value(Kind kind, std::vector<Value> items);
  std::strong_ordering compare(const Value& other) const;
  bool equals(const Value& other) const;

  Kind kind_ = Kind::Nil;
  int64_t number_ = 0;
  std::shared_ptr<const Node> node_;
};

}  // namespace ordain::check
