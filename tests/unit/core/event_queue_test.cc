#include "sim/core/event_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/support/draws.h"

namespace ordain {
namespace {

using test::Draws;
using Entry = EventQueue::Entry;

// The queue beside the simplest thing that does the same: every operation is done to both.
class Both {
 public:
  void push(uint64_t time) {
    ++order_;
    queue_.push({time, order_});
    reference_.emplace(time, order_);  // equal keys keep their order of insertion
  }
  void pop() { took(queue_.pop()); }
  void took(const Entry& got) {
    const auto want = reference_.begin();
    ASSERT_EQ(got.time, want->first);
    ASSERT_EQ(got.order, want->second);
    now_ = got.time;
    reference_.erase(want);
  }
  // Takes an event that is due by `end`, as a driver with a deadline does.
  void pop_due(uint64_t end) {
    Entry got;
    if (reference_.empty() || reference_.begin()->first > end) {
      ASSERT_EQ(queue_.due(end), nullptr);
      ASSERT_FALSE(queue_.take(end, got));
      now_ = std::max(now_, end);
    } else {
      ASSERT_NE(queue_.due(end), nullptr);
      ASSERT_TRUE(queue_.take(end, got));
      took(got);
    }
  }
  void drain() {
    while (!reference_.empty()) pop();
    EXPECT_TRUE(queue_.empty());
  }
  bool empty() const { return reference_.empty(); }
  uint64_t now() const { return now_; }
  const EventQueue& queue() const { return queue_; }

 private:
  EventQueue queue_;
  std::multimap<uint64_t, uint64_t> reference_;
  uint64_t order_ = 0;
  uint64_t now_ = 0;
};

// How far ahead events lie: ties, near, far and very far ones, mixed.
uint64_t ahead(Draws& draws) {
  switch (draws.below(6)) {
    case 0:
      return 0;
    case 1:
      return draws.below(4);
    case 2:
      return draws.below(1'000);
    case 3:
      return draws.below(10'000'000);
    case 4:
      return uint64_t{1} << draws.below(40);
    default:
      return draws.below(uint64_t{1} << 50);
  }
}

TEST(EventQueue, PopsAsASortedMultimapWould) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Draws draws(seed);
    Both both;
    const uint64_t growth = 1 + draws.below(4);  // of 5 operations, so many are pushes
    for (int i = 0; i < 1'000 && !testing::Test::HasFatalFailure(); ++i) {
      if (draws.below(5) < growth || both.empty()) {
        both.push(both.now() + ahead(draws));
      } else if (draws.one_in(8)) {
        both.pop_due(both.now() + ahead(draws));
      } else {
        both.pop();
      }
    }
    both.drain();
    ASSERT_FALSE(testing::Test::HasFatalFailure()) << "seed " << seed;
  }
}

TEST(EventQueue, ServesTiesInTheOrderOfTheirPushes) {
  Both both;
  for (int i = 0; i < 500; ++i) both.push(7);
  for (int i = 0; i < 250; ++i) both.pop();
  for (int i = 0; i < 500; ++i) both.push(7);  // more of the moment that is being served
  both.drain();
}

TEST(EventQueue, ServesTwoInterleavedBurstsMomentByMoment) {
  Both both;
  for (int i = 0; i < 1'000; ++i) both.push(i % 2 == 0 ? 1'000 : 1'001);
  both.drain();
}

// More than the sorted bottom holds at once, each nearer than all before, and then one that is
// nearer than what went back to the buckets.
TEST(EventQueue, TakesANearerEntryAfterItsBottomHasSpilled) {
  Both both;
  both.push(1);
  both.push(1'000'000);
  both.pop();
  both.push(2'000);
  both.pop_due(2'000);  // brings the bottom into being
  for (uint64_t i = 0; i < 500; ++i) both.push(900'000 - 1'000 * i);
  both.push(both.now() + 2);
  both.push(both.now() + 1);
  both.drain();
}

TEST(EventQueue, TakesANearerEntryAfterLookingForAFarOne) {
  Both both;
  for (uint64_t i = 0; i < 100; ++i) both.push(1'000'000 + i);
  both.pop_due(500);  // nothing is due: the clock stands at 500
  both.push(600);
  both.push(500);
  both.drain();
}

TEST(EventQueue, OnceEmptyTakesAnyMoment) {
  EventQueue queue;
  queue.push({900, 1});
  queue.pop();
  queue.push({400, 2});  // the popped entry was stale: its moment never came
  queue.push({300, 3});
  EXPECT_EQ(queue.pop().time, 300u);
  EXPECT_EQ(queue.pop().time, 400u);
  EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, NeverGoesBackAmongAMillion) {
  EventQueue queue;
  Draws draws(1);
  uint64_t order = 0;
  for (int i = 0; i < 1'000'000; ++i) queue.push({draws.below(10'000'000), ++order});
  EXPECT_EQ(queue.size(), 1'000'000u);
  Entry last{};
  for (int i = 0; i < 1'000'000; ++i) {  // held at a million while time goes on
    const Entry entry = queue.pop();
    ASSERT_TRUE(last < entry);
    last = entry;
    queue.push({entry.time + draws.below(10'000'000), ++order});
  }
  while (!queue.empty()) {
    const Entry entry = queue.pop();
    ASSERT_TRUE(last < entry);
    last = entry;
  }
}

TEST(EventQueue, ACopyGoesItsOwnWay) {
  Draws draws(3);
  Both original;
  for (int i = 0; i < 2'000; ++i) original.push(ahead(draws));
  for (int i = 0; i < 700; ++i) original.pop();
  Both copy = original;
  for (int i = 0; i < 500; ++i) copy.push(copy.now() + ahead(draws));
  original.drain();
  copy.drain();
}

TEST(EventQueue, IsEmptyAndUsableAfterClear) {
  EventQueue queue;
  for (uint64_t i = 0; i < 1'000; ++i) queue.push({i * i, i});
  queue.pop();
  queue.clear();
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.due(~uint64_t{0} >> 2), nullptr);
  queue.push({0, 1});
  EXPECT_EQ(queue.pop().time, 0u);
}

TEST(EventQueue, PeekShowsWhatWillComeOrNothing) {
  EventQueue queue;
  for (uint64_t i = 1; i <= 40; ++i) queue.push({i * 10, i});
  EXPECT_EQ(queue.top().time, 10u);
  for (size_t distance = 0; distance < 60; ++distance) {
    const Entry* entry = queue.peek(distance);
    if (entry != nullptr) {
      EXPECT_EQ(entry->time, 10 * (distance + 1));
    }
  }
}

}  // namespace
}  // namespace ordain
