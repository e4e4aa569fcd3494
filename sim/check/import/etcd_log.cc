#include "sim/check/import/etcd_log.h"

#include <charconv>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace ordain::check {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Takes the next word off the front of `rest`; empty at the end.
std::string_view take_word(std::string_view& rest) {
  size_t begin = 0;
  while (begin < rest.size() && is_blank(rest[begin])) ++begin;
  size_t end = begin;
  while (end < rest.size() && !is_blank(rest[end])) ++end;
  const std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

bool is_level(std::string_view word) {
  return word == "INFO" || word == "WARN" || word == "ERROR" || word == "DEBUG" || word == "TRACE";
}

class Importer {
 public:
  Importer(std::string_view text, const std::string& source)
      : text_(text), source_(source), builder_(source) {}

  History run() {
    while (!text_.empty()) {
      const size_t end = text_.find('\n');
      ++line_;
      take_line(text_.substr(0, end));
      text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
    }
    return builder_.take();
  }

 private:
  [[noreturn]] void fail(std::string message, std::string allowed = "",
                         std::string suggestion = "") const {
    throw InputError(source_, Problem{"line " + std::to_string(line_), std::move(message),
                                      std::move(allowed), std::move(suggestion)});
  }

  void take_line(std::string_view line);
  void take_event(int64_t process, std::string_view rest);
  Event::Type type_of(std::string_view word) const;
  Value value_of(const Event& event, std::string_view rest) const;
  int64_t integer(std::string_view word, std::string_view what) const;

  std::string_view text_;
  const std::string& source_;
  uint32_t line_ = 0;
  HistoryBuilder builder_;
};

int64_t Importer::integer(std::string_view word, std::string_view what) const {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size() || word.empty())
    fail("expected " + std::string(what) + ", got \"" + std::string(word.substr(0, 40)) + "\"");
  return number;
}

void Importer::take_line(std::string_view line) {
  std::string_view rest = line;
  const std::string_view level = take_word(rest);
  if (level.empty()) return;
  const std::string_view logger = take_word(rest);
  if (is_level(level) && !logger.empty() && logger != "jepsen.util") return;
  if (!is_level(level) || logger != "jepsen.util" || take_word(rest) != "-")
    fail("not a line of Jepsen's log", "INFO  jepsen.util - PROCESS :TYPE :F VALUE");
  const std::string_view process = take_word(rest);
  if (process.starts_with(':')) return;  // :nemesis is no client
  take_event(integer(process, "a process number"), rest);
}

Event::Type Importer::type_of(std::string_view word) const {
  if (word == ":invoke") return Event::Type::Invoke;
  if (word == ":ok") return Event::Type::Ok;
  if (word == ":fail") return Event::Type::Fail;
  if (word == ":info") return Event::Type::Info;
  fail("unknown event type \"" + std::string(word.substr(0, 40)) + "\"",
       ":invoke, :ok, :fail, :info", did_you_mean(word, {":invoke", ":ok", ":fail", ":info"}));
}

// The value of an invocation or an ok completion; what follows :fail and :info says nothing.
Value Importer::value_of(const Event& event, std::string_view rest) const {
  if (event.type == Event::Type::Fail || event.type == Event::Type::Info) return {};
  std::string_view word = take_word(rest);
  Value value;
  if (event.f == "cas") {
    const std::string_view second = take_word(rest);
    if (!word.starts_with('[') || !second.ends_with(']')) fail("a cas needs a value such as [1 2]");
    word.remove_prefix(1);
    value = Value::vector({integer(word, "an integer to compare with"),
                           integer(second.substr(0, second.size() - 1), "an integer to set")});
  } else if (event.f == "write" || word != "nil") {
    value = integer(word, event.f == "write" ? "an integer" : "nil or an integer");
  }
  if (!take_word(rest).empty()) fail("text after the event's value");
  return value;
}

void Importer::take_event(int64_t process, std::string_view rest) {
  Event event;
  event.process = process;
  event.line = line_;
  event.type = type_of(take_word(rest));
  const std::string_view f = take_word(rest);
  if (f != ":read" && f != ":write" && f != ":cas")
    fail("unknown operation \"" + std::string(f.substr(0, 40)) + "\"", ":read, :write, :cas",
         did_you_mean(f, {":read", ":write", ":cas"}));
  event.f = std::string(f.substr(1));
  event.value = value_of(event, rest);
  if (event.type == Event::Type::Fail && event.f == "cas") {
    event.type = Event::Type::Ok;
    event.value = Value::boolean(false);
  }
  builder_.add(event);
}

}  // namespace

History import_etcd_log(std::string_view text, const std::string& source) {
  return Importer(text, source).run();
}

}  // namespace ordain::check
