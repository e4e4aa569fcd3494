// Saved repros are about as small as a person would write them: tests/bench/minima.json has the
// hand-written minimum of each, in faults and client operations.
#include <gtest/gtest.h>

#include "sim/explore/shrink/tree.h"
#include "sim/scenario/json_reader.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain {
namespace {

Value file_of(const std::string& path) {
  return read_json(test::read_text(test::source_dir() + "/" + path), path);
}

TEST(Minima, SavedReprosAreAtMostOneFaultAndTwoOperationsAbove) {
  using shrinking::number_at;
  const Value minima = file_of("tests/bench/minima.json");
  EXPECT_GE(minima.keys.size(), 13u);
  for (size_t i = 0; i < minima.keys.size(); ++i) {
    const std::string& name = minima.keys[i].name;
    const Value repro = file_of("scenarios/regressions/" + name + ".json");
    EXPECT_LE(number_at(repro, "/repro/shrunk/faults", 1'000),
              number_at(minima.items[i], "/faults", 0) + 1)
        << name;
    EXPECT_LE(number_at(repro, "/repro/shrunk/operations", 1'000),
              number_at(minima.items[i], "/operations", 0) + 2)
        << name;
  }
}

}  // namespace
}  // namespace ordain
