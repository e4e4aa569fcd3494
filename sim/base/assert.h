// SIM_ASSERT: a broken invariant of Ordain itself (not of a simulated protocol), or of a node's
// code. It throws InternalError, which a run turns into a recorded violation with its seed, and
// main into exit status 3. Always on: a release build that goes on with a broken state proves
// nothing.
#pragma once

#include <stdexcept>
#include <string>

namespace ordain {

class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn, gnu::cold, gnu::noinline]] inline void assertion_failed(const char* expression,
                                                                    const char* file, int line) {
  throw InternalError(std::string("assertion failed: ") + expression + " at " + file + ":" +
                      std::to_string(line));
}

}  // namespace ordain

#define SIM_ASSERT(expression)         \
  ((expression) ? static_cast<void>(0) \
                : ::ordain::assertion_failed(#expression, __FILE__, __LINE__))
