#include "sim/scenario/json_reader.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <vector>

#include "sim/base/error.h"

namespace ordain {
namespace {

std::string spelled(Place place) {
  return std::to_string(place.line) + ':' + std::to_string(place.column);
}

// Walks the text beside the parser. The parser tells *what* it read, not where; between two of its
// events lie only blanks, commas and colons, so skipping those finds where each token starts.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  // The place of the next token; the cursor then stands at that token.
  Place seek() {
    while (at_ < text_.size() && std::string_view(" \t\r\n,:").find(text_[at_]) != text_.npos) {
      step();
    }
    return {line_, static_cast<uint32_t>(at_ - line_start_ + 1)};
  }
  void skip(size_t count) {
    for (; count > 0 && at_ < text_.size(); --count) step();
  }
  void skip_string() {
    for (skip(1); at_ < text_.size() && text_[at_] != '"'; step()) {
      if (text_[at_] == '\\') step();
    }
    skip(1);
  }
  std::string_view take_number() {
    const size_t start = at_;
    while (at_ < text_.size() &&
           std::string_view("+-.0123456789eE").find(text_[at_]) != text_.npos) {
      step();
    }
    return text_.substr(start, at_ - start);
  }
  Place locate(size_t offset) {
    while (at_ < offset && at_ < text_.size()) step();
    return {line_, static_cast<uint32_t>(at_ - line_start_ + 1)};
  }

 private:
  void step() {
    if (text_[at_++] == '\n') {
      ++line_;
      line_start_ = at_;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  uint32_t line_ = 1;
};

// What nlohmann/json's parser calls. Its parser keeps its own stack of bits, so nesting costs no
// recursion; returning false stops it.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TreeBuilder(std::string_view text) : cursor_(text), text_(text) {}

  bool null() override { return add({}, 4); }
  bool boolean(bool value) override { return add(Value::boolean(value), value ? 4 : 5); }
  bool number_integer(number_integer_t) override { return number(); }
  bool number_unsigned(number_unsigned_t) override { return number(); }
  bool number_float(number_float_t, const string_t&) override { return number(); }
  bool string(string_t& value) override {
    Value out = Value::string(std::move(value));
    out.place = cursor_.seek();
    cursor_.skip_string();
    return keep(std::move(out));
  }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& name) override {
    const Place place = cursor_.seek();
    cursor_.skip_string();
    if (!names_.back().insert(name).second) {
      return fail(place, "the key " + describe(Value::string(name)) + " is given twice");
    }
    open_.back().keys.push_back({std::move(name), place});
    return true;
  }
  bool start_object(size_t) override { return open(Value::object()); }
  bool start_array(size_t) override { return open(Value::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    Cursor from_start(text_);
    std::string message = error.what();
    // "[json.exception.parse_error.101] parse error at line 1, column 2: what is wrong"
    if (const size_t colon = message.find(": "); colon != message.npos) {
      message = message.substr(colon + 2);
    }
    if (message.size() > 200) message = message.substr(0, 120) + "...";
    return fail(from_start.locate(position == 0 ? 0 : position - 1), "not JSON: " + message);
  }

  Value take() { return std::move(root_); }
  const std::optional<Problem>& problem() const { return problem_; }

 private:
  bool fail(Place place, std::string message, std::string allowed = "") {
    problem_ = Problem{spelled(place), std::move(message), std::move(allowed), ""};
    return false;
  }
  bool add(Value value, size_t length) {
    value.place = cursor_.seek();
    cursor_.skip(length);
    return keep(std::move(value));
  }
  bool number() {
    const Place place = cursor_.seek();
    Value out = Value::number(std::string(cursor_.take_number()));
    out.place = place;
    return keep(std::move(out));
  }
  bool open(Value value) {
    value.place = cursor_.seek();
    cursor_.skip(1);
    if (open_.size() == kMaxNesting) {
      return fail(value.place, "the values are nested too deeply",
                  "at most " + std::to_string(kMaxNesting) + " levels");
    }
    open_.push_back(std::move(value));
    names_.emplace_back();
    return true;
  }
  bool close() {
    cursor_.seek();
    cursor_.skip(1);
    Value done = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    return keep(std::move(done));
  }
  bool keep(Value value) {
    if (++values_ > kMaxValues) {
      return fail(value.place, "the file holds too many values",
                  "at most " + std::to_string(kMaxValues));
    }
    (open_.empty() ? root_ : open_.back().items.emplace_back()) = std::move(value);
    return true;
  }

  Cursor cursor_;
  std::string_view text_;
  std::vector<Value> open_;
  std::vector<std::set<std::string, std::less<>>> names_;  // of each open object
  Value root_;
  size_t values_ = 0;
  std::optional<Problem> problem_;
};

}  // namespace

Value read_json(std::string_view text, const std::string& source) {
  if (text.size() > kMaxFileBytes) {
    throw InputError(source,
                     {"", "the file is too large (" + std::to_string(text.size()) + " bytes)",
                      "at most " + std::to_string(kMaxFileBytes) + " bytes", ""});
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);  // a byte order mark
  if (text.find_first_not_of(" \t\r\n") == text.npos) {
    throw InputError(source, {"", "the file is empty", "it must hold one JSON object", ""});
  }
  TreeBuilder builder(text);
  const bool read = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  if (builder.problem()) throw InputError(source, *builder.problem());
  if (!read) throw InputError(source, {"", "not JSON", "", ""});
  return builder.take();
}

}  // namespace ordain
