// Is a history linearizable? The front of the package: splits it into objects, judges each by the
// cheapest exact algorithm that applies, and explains a refutation.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/check/history.h"
#include "sim/check/lin/search.h"
#include "sim/check/model/model.h"

namespace ordain::check::lin {

// Runs task(0) .. task(count - 1), in any order, perhaps at once; returns when all have ended.
// sim/ has no threads: who has them passes them in. Verdict, explanation and step count do not
// depend on it.
using Executor = std::function<void(size_t count, const std::function<void(size_t)>& task)>;

enum class Method : uint8_t { Automatic, SearchOnly };

struct Options {
  Model model = Model::Register;
  std::optional<Value> initial;  // of a register, a key, a bank; default: what the format says
  Limits limits;                 // for each object
  Method method = Method::Automatic;
  Order order = Order::Both;
  bool sort_always = false;  // use sorting where a search would be as quick: for tests
  Executor executor;         // empty: one after another
};

// One object's verdict.
struct ObjectReport {
  Value key;
  Verdict verdict = Verdict::Unknown;
  Spent spent = Spent::Nothing;
  const char* algorithm = "search";
  uint64_t operations = 0;
  uint64_t steps = 0;
  uint64_t peak_bytes = 0;
  uint32_t failing = kNever;           // operation whose response nothing can explain
  uint32_t failing_position = kNever;  // of that response
};

struct Report {
  Verdict verdict = Verdict::Unknown;
  std::vector<ObjectReport> objects;
  uint64_t operations = 0;
  uint64_t steps = 0;
  // Of the refuted objects, the one that failed first. Its failing operation is where the search
  // ended, which knows all results; explain() finds the shortest prefix that fails by itself.
  size_t refuted = 0;

  const ObjectReport* refutation() const {
    return verdict == Verdict::NotLinearizable ? &objects[refuted] : nullptr;
  }
};

// Throws InputError when the history has operations that the model does not know.
Report check(const History& history, const Options& options);

// The verdict alone, of a history of one object.
Verdict verdict_of(const History& history, const Options& options);

// The same by one search over all objects at once, without splitting: for comparisons.
SearchResult search_unsplit(const History& history, const Options& options);

Value initial_value(const History& history, const Options& options);

}  // namespace ordain::check::lin
