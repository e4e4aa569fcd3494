// The small map against std::map, over random insertions, look-ups and removals.
#include "sim/base/small_map.h"

#include <gtest/gtest.h>

#include <map>

#include "sim/base/hash.h"
#include "sim/base/json_writer.h"
#include "sim/base/rng.h"

namespace ordain {
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
    const bool held = large.find(key) != large.end();
    ASSERT_EQ(small.find(key) != small.end(), held);
    ASSERT_EQ(std::distance(small.begin(), small.lower_bound(key)),
              std::distance(large.begin(), large.lower_bound(key)));
    ASSERT_EQ(hash_of(small), hash_of(large));
  }
}

TEST(SmallMap, TakesInWhatItDoesNotHoldYet) {
  SmallMap<uint64_t, int> map;
  map[3] = 1;
  const std::map<uint64_t, int> more{{1, 5}, {3, 6}, {4, 7}};
  map.insert(more.begin(), more.end());
  EXPECT_EQ(map.size(), 3u);
  EXPECT_EQ(map.at(1), 5);
  EXPECT_EQ(map.at(3), 1);
  EXPECT_EQ(to_json(map), "[[1,5],[3,1],[4,7]]");
}

TEST(SmallMap, KnowsWhatItDoesNotHold) {
  SmallMap<uint64_t, int> map;
  map[3] = 1;
  EXPECT_THROW(map.at(2), InternalError);
  EXPECT_THROW(map.at(4), InternalError);
}

}  // namespace
}  // namespace ordain
