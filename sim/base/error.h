// Bad input, the one kind of trouble that is an exception: it carries its place, what is allowed
// and a suggestion, and is caught in main (exit status 2). A broken invariant is a recorded
// violation instead, and a simulated fault an ordinary event.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace ordain {

struct Problem {
  std::string place;       // "/faults/0/at", "line 12", or empty
  std::string message;     // what is wrong: "expected a duration such as \"150ms\", got 7"
  std::string allowed;     // "one of: kv, register", or empty
  std::string suggestion;  // "did you mean \"kv\"?", or empty

  std::string text() const;
};

// Every problem found in one input (a file, the command line), in the order of their places.
class InputError : public std::runtime_error {
 public:
  InputError(std::string source, std::vector<Problem> problems);
  InputError(std::string source, Problem problem)
      : InputError(std::move(source), std::vector<Problem>{std::move(problem)}) {}

  const std::string& source() const { return source_; }
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::string source_;
  std::vector<Problem> problems_;
};

}  // namespace ordain
