#include "sim/check/import/edn.h"

#include <charconv>

#include "sim/base/error.h"

namespace ordain::check {
namespace {

constexpr size_t kCacheSlots = 512;
constexpr size_t kCachedLength = 24;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool ends_atom(char c) {
  return is_space(c) || c == ',' || c == '"' || c == ';' || c == '(' || c == ')' || c == '[' ||
         c == ']' || c == '{' || c == '}';
}

std::string quoted(std::string_view text) {
  constexpr size_t kShown = 40;
  return "\"" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "...\"" : "\"");
}

void append_utf8(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 63));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 63));
    out += static_cast<char>(0x80 | (code & 63));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 63));
    out += static_cast<char>(0x80 | ((code >> 6) & 63));
    out += static_cast<char>(0x80 | (code & 63));
  }
}

char closing_bracket(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

}  // namespace

FormReader::FormReader(std::string_view text, std::string source, Dialect dialect)
    : text_(text), source_(std::move(source)), dialect_(dialect), cache_(kCacheSlots) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

void FormReader::fail(uint32_t line, std::string message, std::string allowed) const {
  throw InputError(
      source_, Problem{"line " + std::to_string(line), std::move(message), std::move(allowed), ""});
}

// Blanks are white space and, in EDN, commas and comments.
void FormReader::skip_blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '\n') ++line_;
    if (is_space(c) || (c == ',' && !json())) {
      ++at_;
    } else if (c == ';' && !json()) {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    } else {
      return;
    }
  }
}

void FormReader::open_outer() {
  started_ = true;
  skip_blanks();
  if (at_ == text_.size()) return;
  const char c = text_[at_];
  if (c != '[' && (json() || c != '(')) return;
  outer_close_ = closing_bracket(c);
  ++at_;
}

// Whether the outermost sequence, or the file, ends here.
bool FormReader::close_outer() {
  skip_blanks();
  if (outer_close_ == 0) {
    return at_ == text_.size();
  }
  if (at_ == text_.size())
    fail(line_, std::string("the file ends before its closing '") + outer_close_ + "'");
  if (text_[at_] == outer_close_) {
    ++at_;
    skip_blanks();
    if (at_ < text_.size()) fail(line_, "text after the end of the history");
    return true;
  }
  if (json() && !outer_first_) {
    if (text_[at_] != ',') fail(line_, "expected ',' or ']' between events");
    ++at_;
    skip_blanks();
  }
  outer_first_ = false;
  return false;
}

std::optional<Form> FormReader::next() {
  if (!started_) open_outer();
  if (at_ >= text_.size() && outer_close_ == 0) return std::nullopt;
  // A discarded form at the top level leaves nothing to hand out: look again.
  while (!close_outer()) {
    const uint32_t line = line_;
    const size_t before = at_;
    Value value = read_form();
    if (at_ == before) fail(line, "no form here");
    if (!frames_.empty()) {
      frames_.clear();
      continue;
    }
    return Form{std::move(value), line};
  }
  at_ = text_.size();
  outer_close_ = 0;
  return std::nullopt;
}

void FormReader::push(Shape shape, size_t length) {
  if (frames_.size() >= kMaxDepth)
    fail(line_, "forms nested deeper than " + std::to_string(kMaxDepth) + " levels");
  frames_.push_back(Frame{shape, line_});
  at_ += length;
}

// Opens a frame when a bracket or a prefix stands here.
bool FormReader::open_frame() {
  const char c = text_[at_];
  if (c == '[') return push(Shape::Vector, 1), true;
  if (c == '{') return push(Shape::Map, 1), true;
  if (json()) return false;
  if (c == '(') return push(Shape::List, 1), true;
  if (c != '#') return false;
  const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (after == '{') return push(Shape::Set, 2), true;
  if (after == '_') return push(Shape::Discard, 2), true;
  size_t end = at_ + 1;
  while (end < text_.size() && !ends_atom(text_[end]) && text_[end] != '#') ++end;
  if (end == at_ + 1 || after == '#')
    fail(line_, "'#' that begins neither a set, a tag nor a discard");
  return push(Shape::Tag, end - at_), true;
}

Value FormReader::finish(Frame frame) {
  switch (frame.shape) {
    case Shape::Map:
      if (frame.items.size() % 2 != 0)
        fail(frame.line, "a map with a key that has no value (it begins here)");
      return Value::map(std::move(frame.items));
    case Shape::Set:
      return Value::set(std::move(frame.items));
    default:
      return Value::vector(std::move(frame.items));
  }
}

// Hands a finished form to the frame around it; true when it completes the outermost form.
bool FormReader::deliver(Value value, Value& done) {
  while (!frames_.empty() && frames_.back().shape == Shape::Tag) frames_.pop_back();
  if (frames_.empty()) return done = std::move(value), true;
  if (frames_.back().shape == Shape::Discard) {
    // A discard at the top level stays, as the sign that no form was read.
    if (frames_.size() == 1) return true;
    frames_.pop_back();
    return false;
  }
  Frame& frame = frames_.back();
  frame.items.push_back(std::move(value));
  if (json()) {
    const bool key = frame.shape == Shape::Map && frame.items.size() % 2 == 1;
    if (key && frame.items.back().kind() != Value::Kind::String)
      fail(line_, "an object's key that is no string");
    frame.want = key ? Want::Colon : Want::CommaOrEnd;
  }
  return false;
}

// Closes the innermost frame when its bracket stands here.
bool FormReader::close_frame(Value& done) {
  const char c = text_[at_];
  if (c != ')' && c != ']' && c != '}') return false;
  if (frames_.empty()) fail(line_, std::string("a closing '") + c + "' that closes nothing");
  Frame frame = std::move(frames_.back());
  const bool fits = (c == ']' && frame.shape == Shape::Vector) ||
                    (c == ')' && frame.shape == Shape::List) ||
                    (c == '}' && (frame.shape == Shape::Map || frame.shape == Shape::Set));
  const bool complete = frame.want == Want::ItemOrEnd || frame.want == Want::CommaOrEnd;
  if (!fits || !complete)
    fail(line_, std::string("a '") + c + "' that does not close what line " +
                    std::to_string(frame.line) + " opened");
  frames_.pop_back();
  ++at_;
  const bool outermost = deliver(finish(std::move(frame)), done);
  if (outermost) outer_done_ = true;
  return true;
}

// JSON's commas and colons.
bool FormReader::separator() {
  if (!json() || frames_.empty()) return false;
  Frame& frame = frames_.back();
  const char c = text_[at_];
  if (c == ',' && frame.want == Want::CommaOrEnd) {
    frame.want = Want::Item;
  } else if (c == ':' && frame.want == Want::Colon) {
    frame.want = Want::Item;
  } else {
    return false;
  }
  ++at_;
  return true;
}

void FormReader::expect_item() const {
  if (frames_.empty()) return;
  if (frames_.back().want == Want::Colon) fail(line_, "expected ':' after an object's key");
  if (frames_.back().want == Want::CommaOrEnd) fail(line_, "expected ',' or a closing bracket");
}

// Reads one outermost form; leaves a Discard frame behind when the form was discarded.
Value FormReader::read_form() {
  Value done;
  frames_.clear();
  outer_done_ = false;
  const uint32_t begin = line_;
  do {
    skip_blanks();
    if (at_ == text_.size())
      fail(frames_.empty() ? begin : frames_.back().line,
           "the file ends within the form begun here");
    if (separator() || close_frame(done)) continue;
    expect_item();
    if (open_frame()) continue;
    outer_done_ = deliver(text_[at_] == '"' ? read_string() : read_atom(), done);
  } while (!outer_done_);
  return done;
}

uint32_t FormReader::read_hex4(uint32_t line) {
  uint32_t code = 0;
  const size_t end = at_ + 4;
  if (end > text_.size()) fail(line, "a \\u escape cut short");
  const auto [stop, error] = std::from_chars(text_.data() + at_, text_.data() + end, code, 16);
  if (error != std::errc{} || stop != text_.data() + end)
    fail(line, "a \\u escape needs four hexadecimal digits");
  at_ = end;
  return code;
}

void FormReader::read_escape(std::string& out, uint32_t line) {
  const char c = at_ < text_.size() ? text_[at_++] : '\0';
  switch (c) {
    case 'n':
      out += '\n';
      return;
    case 't':
      out += '\t';
      return;
    case 'r':
      out += '\r';
      return;
    case 'b':
      out += '\b';
      return;
    case 'f':
      out += '\f';
      return;
    case '"':
    case '\\':
    case '/':
      out += c;
      return;
    case 'u':
      break;
    default:
      fail(line, "an unknown escape in a string", R"(\n \t \r \b \f \" \\ \/ \uXXXX)");
  }
  uint32_t code = read_hex4(line);
  if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
    at_ += 2;
    const uint32_t low = read_hex4(line);
    if (low < 0xDC00 || low > 0xDFFF) fail(line, "a surrogate without its other half");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (code >= 0xD800 && code < 0xE000) {
    fail(line, "a surrogate without its other half");
  }
  append_utf8(out, code);
}

Value FormReader::read_string() {
  const uint32_t line = line_;
  const size_t begin = ++at_;
  while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' && text_[at_] != '\n') ++at_;
  if (at_ < text_.size() && text_[at_] == '"')
    return cached(Value::Kind::String, text_.substr(begin, at_++ - begin));
  std::string out(text_.substr(begin, at_ - begin));
  while (at_ < text_.size() && text_[at_] != '"') {
    const char c = text_[at_++];
    if (c == '\n') {
      if (json()) fail(line, "a string that does not end on its line");
      ++line_;
    }
    if (c == '\\') {
      read_escape(out, line);
    } else {
      out += c;
    }
  }
  if (at_ == text_.size()) fail(line, "a string that never ends");
  ++at_;
  return {std::string_view(out)};
}

Value FormReader::read_atom() {
  const size_t begin = at_;
  while (at_ < text_.size() && !ends_atom(text_[at_]) && !(json() && text_[at_] == ':')) ++at_;
  const std::string_view word = text_.substr(begin, at_ - begin);
  if (word.empty()) fail(line_, std::string("an unexpected '") + text_[at_] + "'");
  if (word == "true") return Value::boolean(true);
  if (word == "false") return Value::boolean(false);
  if (word == (json() ? "null" : "nil")) return {};
  if (word.front() == ':') {
    if (word.size() == 1) fail(line_, "a ':' without a keyword's name");
    return cached(Value::Kind::Keyword, word.substr(1));
  }
  return number_or_word(word);
}

Value FormReader::number_or_word(std::string_view word) {
  std::string_view digits = word;
  if (!json() && digits.size() > 1 && digits.back() == 'N') digits.remove_suffix(1);
  if (!json() && digits.size() > 1 && digits.front() == '+') digits.remove_prefix(1);
  int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc{} && end == digits.data() + digits.size()) return {number};
  const char first = digits.front() == '-' && digits.size() > 1 ? digits[1] : digits.front();
  const bool numeric = first >= '0' && first <= '9';
  constexpr std::string_view kNumberLetters = "0123456789+-.eEMN/";
  if (numeric && digits.find_first_not_of(kNumberLetters) != std::string_view::npos)
    fail(line_, quoted(word) + " is not a number");
  if (!numeric && json())
    fail(line_, quoted(word) + " is not a JSON value", "null, true, false, a number or a string");
  return Value::symbol(digits);
}

// Keywords and short strings recur in every event: one copy serves all.
Value FormReader::cached(Value::Kind kind, std::string_view text) {
  const auto make = [&] {
    return kind == Value::Kind::Keyword ? Value::keyword(text) : Value(text);
  };
  if (text.size() > kCachedLength) return make();
  uint32_t h = static_cast<uint32_t>(kind);
  for (const char c : text) h = h * 31 + static_cast<uint8_t>(c);
  Value& slot = cache_[(h ^ (h >> 9)) % kCacheSlots];
  if (slot.kind() != kind || slot.text() != text) slot = make();
  return slot;
}

}  // namespace ordain::check
