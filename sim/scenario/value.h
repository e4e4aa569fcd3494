// JSON as this project handles it: a small tree that keeps what error messages and exact numbers
// need and a general library throws away: where each value and key stands in its file, and how each
// number was spelled. Members keep their order, so that a file can be written back as it was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ordain {

// Line and column count from 1. Line 0: not from the file; the column is then the number, from 1,
// of the `--set` option that gave the value, or 0.
struct Place {
  uint32_t line = 0;
  uint32_t column = 0;
};

struct Key {
  std::string name;
  Place place;
};

struct Value {
  enum class Kind : uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool flag = false;         // of a boolean
  Place place;               // of the first character
  std::string text;          // of a string; of a number, its digits as written
  std::vector<Value> items;  // an array's elements, or an object's values
  std::vector<Key> keys;     // an object's keys, one for each item

  static Value boolean(bool value);
  static Value number(std::string digits);
  static Value number(int64_t value) { return number(std::to_string(value)); }
  static Value string(std::string text);
  static Value array(std::vector<Value> items = {});
  static Value strings(const std::vector<std::string>& texts);
  static Value object();

  bool is(Kind which) const { return kind == which; }
  const Value* find(std::string_view key) const;  // null: not an object, or no such key
  Value* find(std::string_view key);
  Value& set(std::string_view key, Value value);  // replaces or appends; requires an object
  void erase(std::string_view key);
  Value&& with(std::string_view key, Value value) &&;  // set(), for building in one expression

  // The value below a JSON pointer ("/faults/0/at"), or null.
  const Value* at_pointer(std::string_view pointer) const;
};

// "an object", "the number 7", "the string \"150mss\"", shortened: for "expected ..., got ...".
std::string describe(const Value& value);

// The steps of a JSON pointer (RFC 6901), unescaped; empty for "" and for text without a leading /.
std::vector<std::string> pointer_steps(std::string_view pointer);
std::string pointer_step(std::string_view key);  // "/" and the escaped key

// JSON text for people: two blanks a level, and whatever fits on a line of 100 columns on one line.
std::string write_value(const Value& value);
std::string write_value_inline(const Value& value);  // on one line, without a line's end

}  // namespace ordain
