// A history: the operations that clients invoked on a system, with when each began and ended and
// what is known of its outcome. Checkers judge histories and know nothing of the system.
//
// Real-time order is the order of events in the record (their positions), never their times: in
// real files times are not monotone. A client process has at most one open operation; a process
// whose operation has an indeterminate outcome never appears again.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/check/value.h"

namespace ordain::check {

// Ok: took effect exactly once between invocation and response. Failed: definitely did not happen.
// Indeterminate: may take effect at any time after its invocation, or never; its result is unknown.
enum class Outcome : uint8_t { Ok, Failed, Indeterminate };

std::string_view name_of(Outcome outcome);

struct Operation {
  static constexpr uint32_t kNever = std::numeric_limits<uint32_t>::max();
  static constexpr int64_t kNoTime = std::numeric_limits<int64_t>::min();

  int64_t process = 0;
  std::string f;   // "read", "write", "cas", "txn", ... without a keyword's colon
  Value key;       // nil when the record names none
  Value argument;  // the value of the invocation
  Value result;    // the value of the completion; nil for an indeterminate operation
  Outcome outcome = Outcome::Indeterminate;
  bool result_unknown = false;    // ok, but what was observed is not recorded: matches anything
  uint32_t invoke = 0;            // position among the history's events
  uint32_t complete = kNever;     // kNever when indeterminate
  uint32_t line = 0;              // where the invocation stands in its file, from 1; 0 if in none
  int64_t invoke_time = kNoTime;  // nanoseconds, for people only
  int64_t complete_time = kNoTime;
};

struct History {
  std::string source;                 // a file's name, for messages
  std::vector<Operation> operations;  // in order of invocation
  uint32_t events = 0;                // positions run from 0 to events - 1
  Value initial;                      // what a register or key holds before its first write

  // "client 3: cas [1 2] -> true", as a person would write it.
  std::string describe(size_t index) const;

  // The first `count` events; an operation that is open at their end is indeterminate.
  History prefix(uint32_t count) const;
};

// One event of a record, before invocations and completions are matched.
struct Event {
  enum class Type : uint8_t { Invoke, Ok, Fail, Info };
  Type type = Type::Invoke;
  int64_t process = 0;
  std::string f;
  Value key;
  Value value;
  bool result_unknown = false;
  int64_t time = Operation::kNoTime;
  uint32_t line = 0;
};

// Matches completions to invocations by process; throws InputError (with the event's line) when a
// process invokes while it has an open operation, or acts again after an indeterminate outcome.
class HistoryBuilder {
 public:
  explicit HistoryBuilder(std::string source);

  void add(const Event& event);
  size_t size() const { return history_.operations.size(); }

  // Operations still open become indeterminate.
  History take();

 private:
  struct Client {
    uint32_t operation = 0;
    bool open = false;
    bool dead = false;
  };

  [[noreturn]] void fail(uint32_t line, std::string message) const;
  uint32_t next_position(uint32_t line);
  void invoke(Client& client, const Event& event);
  void complete(Client& client, const Event& event);

  History history_;
  std::map<int64_t, Client> clients_;
};

}  // namespace ordain::check
