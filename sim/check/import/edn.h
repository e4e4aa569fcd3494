// Reads EDN and JSON into Values, form by form, with the line of each: the events of a history are
// never all in memory twice, and a malformed one is an InputError that names its line.
//
// A file is either one sequence holding all forms or the forms one after another (both occur in the
// field); an outermost sequence is opened and its members handed out one by one. The reader keeps
// its own stack, so the depth of hostile input costs no machine stack; it stops at kMaxDepth.
//
// EDN deviations, by intent: a list reads as a vector, a tagged literal as the form it tags,
// floats, ratios and integers beyond 64 bits as symbols (compared by spelling), characters as
// symbols.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/check/value.h"

namespace ordain::check {

struct Form {
  Value value;
  uint32_t line = 0;  // where the form begins, from 1
};

class FormReader {
 public:
  enum class Dialect : uint8_t { Edn, Json };

  // `text` must outlive the reader; `source` names it in errors.
  FormReader(std::string_view text, std::string source, Dialect dialect);

  // The next form, or nullopt at the end; throws InputError.
  std::optional<Form> next();

  static constexpr size_t kMaxDepth = 100;

 private:
  enum class Shape : uint8_t { Vector, List, Map, Set, Discard, Tag };
  // What JSON's grammar allows next inside a frame; EDN frames stay at Item.
  enum class Want : uint8_t { ItemOrEnd, Item, Colon, CommaOrEnd };

  struct Frame {
    Shape shape;
    uint32_t line;
    Want want = Want::ItemOrEnd;
    std::vector<Value> items{};
  };

  [[noreturn]] void fail(uint32_t line, std::string message, std::string allowed = "") const;
  bool json() const { return dialect_ == Dialect::Json; }
  void skip_blanks();
  void open_outer();
  bool close_outer();
  Value read_form();
  bool open_frame();
  bool close_frame(Value& done);
  bool separator();
  void expect_item() const;
  bool deliver(Value value, Value& done);
  void push(Shape shape, size_t length);
  Value finish(Frame frame);
  Value read_atom();
  Value read_string();
  uint32_t read_hex4(uint32_t line);
  void read_escape(std::string& out, uint32_t line);
  Value number_or_word(std::string_view word);
  Value cached(Value::Kind kind, std::string_view text);

  std::string_view text_;
  std::string source_;
  Dialect dialect_;
  size_t at_ = 0;
  uint32_t line_ = 1;
  bool started_ = false;
  char outer_close_ = 0;  // the bracket that ends the outermost sequence, or 0
  bool outer_first_ = true;
  std::vector<Frame> frames_;
  bool outer_done_ = false;
  std::vector<Value> cache_;
};

}  // namespace ordain::check
