#include "sim/base/rng.h"

#include <gtest/gtest.h>

namespace ordain {
namespace {

TEST(Rng, DrawIsAPureFunctionOfKeyAndOrdinal) {
  static_assert(draw(7, 1) == draw(7, 1));
  EXPECT_NE(draw(7, 1), draw(7, 2));
  EXPECT_NE(draw(7, 1), draw(8, 1));
}

}  // namespace
}  // namespace ordain
