// Random histories of correct objects, small mutations of them, and the slowest correct judge there
// is: every order is tried. The checkers are compared with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/check/history.h"
#include "sim/check/model/model.h"

namespace ordain::check::testing {

// A stream of draws; equal keys give equal streams.
class Draws {
 public:
  explicit Draws(uint64_t key) : key_(key) {}
  uint64_t below(uint64_t bound);
  bool one_in(uint64_t n) { return below(n) == 0; }

 private:
  uint64_t key_;
  uint64_t next_ = 0;
};

struct Shape {
  Model model = Model::Register;
  uint32_t operations = 8;
  uint32_t clients = 3;
  uint32_t values = 3;        // small domains make collisions; 0: every written value is unique
  uint32_t crash_one_in = 0;  // indeterminate outcomes; 0: none
};

// A history that the model's specification produced, so a linearizable one.
History random_history(const Shape& shape, Draws& draws);

// Changes one result, or one response's place; often no longer linearizable.
void mutate(History& history, Draws& draws);

// Tries every order of the operations; for at most a dozen of them. `initial` as for make_spec.
bool brute_force_linearizable(const History& history, Model model, const Value& initial);

// Whether `order` (indices into operations) is a linearization of what has completed.
bool is_linearization(const History& history, Model model, const Value& initial,
                      const std::vector<uint32_t>& order);

std::string print(const History& history);

}  // namespace ordain::check::testing
