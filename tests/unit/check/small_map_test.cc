// The small map against std::map, over random insertions, look-ups and removals.
#include "sim/check/lin/small_map.h"

#include <gtest/gtest.h>

#include <map>

#include "sim/base/rng.h"

namespace ordain::check::lin {
namespace {

TEST(SmallMap, IsAMap) {
  SmallMap<uint64_t, uint64_t> small;
  std::map<uint64_t, uint64_t> large;
  for (uint64_t step = 0; step < 2'000; ++step) {
    const uint64_t random = draw(derive_key(1, 2), step);
    const uint64_t key = below(draw(derive_key(1, 3), step), 12);
    if (random % 3 == 0) {
      small.erase(key);
      large.erase(key);
    } else {
      small[key] += step;
      large[key] += step;
    }
    ASSERT_EQ(small.size(), large.size());
    ASSERT_EQ(small.empty(), large.empty());
    ASSERT_TRUE(std::equal(
        small.begin(), small.end(), large.begin(), large.end(),
        [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }));
    for (const auto& [held, value] : large) ASSERT_EQ(small.at(held), value);
  }
}

TEST(SmallMap, KnowsWhatItDoesNotHold) {
  SmallMap<uint64_t, int> map;
  map[3] = 1;
  EXPECT_THROW(map.at(2), InternalError);
  EXPECT_THROW(map.at(4), InternalError);
}

}  // namespace
}  // namespace ordain::check::lin
