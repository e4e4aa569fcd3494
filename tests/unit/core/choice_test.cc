#include "sim/core/choice.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace ordain {
namespace {

constexpr Site site(uint64_t ordinal, uint32_t a = 1, uint32_t b = 2, Stream stream = Stream::node,
                    uint8_t aspect = 0) {
  return {stream, aspect, a, b, ordinal};
}

std::vector<uint64_t> first_picks(const Choices& choices, uint64_t count, uint64_t bound) {
  std::vector<uint64_t> out;
  for (uint64_t i = 0; i < count; ++i) out.push_back(choices.pick(site(i), bound));
  return out;
}

std::shared_ptr<const Overrides> overrides(Overrides values) {
  return std::make_shared<const Overrides>(std::move(values));
}

// Answers every site of one aspect with one value.
class AnswersAspect : public Strategy {
 public:
  AnswersAspect(uint8_t aspect, uint64_t value) : aspect_(aspect), value_(value) {}
  bool answer(const Site& asked, uint64_t, uint64_t& value) override {
    ++asked_;
    if (asked.aspect != aspect_) return false;
    value = value_;
    return true;
  }
  int asked() const { return asked_; }

 private:
  uint8_t aspect_;
  uint64_t value_;
  int asked_ = 0;
};

TEST(Choices, AreAFunctionOfSeedAndSite) {
  EXPECT_EQ(first_picks(Choices(7), 100, 1'000), first_picks(Choices(7), 100, 1'000));
  EXPECT_NE(first_picks(Choices(7), 100, 1'000), first_picks(Choices(8), 100, 1'000));
  const Choices choices(7);
  const uint64_t third = choices.pick(site(3), 0);
  choices.pick(site(1), 0);
  EXPECT_EQ(choices.pick(site(3), 0), third);  // asking has no effect
}

// Saved runs depend on it.
TEST(Choices, KeepTheirGoldenValues) {
  const Choices choices(42);
  EXPECT_EQ(choices.pick(site(1), 0), 11404673191129280809u);
  EXPECT_EQ(choices.pick(site(1, 2, 1, Stream::fault, 3), 0), 12708978630675678037u);
  EXPECT_EQ(choices.bits(Stream::link, 0, 1, 1), 16341710992380603044u);
  EXPECT_EQ(Choices::aspect_bits(1, 0), 10451216379200822465u);
}

TEST(Choices, EachPartOfASiteCounts) {
  const Choices choices(1);
  const std::vector<uint64_t> drawn{choices.pick(site(1), 0),
                                    choices.pick(site(2), 0),
                                    choices.pick(site(1, 2, 2), 0),
                                    choices.pick(site(1, 1, 1), 0),
                                    choices.pick(site(1, 2, 1), 0),
                                    choices.pick(site(1, 1, 2, Stream::fault), 0),
                                    choices.pick(site(1, 1, 2, Stream::node, 1), 0)};
  for (size_t i = 0; i < drawn.size(); ++i) {
    EXPECT_EQ(std::count(drawn.begin(), drawn.end(), drawn[i]), 1) << i;
  }
}

TEST(Choices, StayInsideTheirBound) {
  const Choices choices(5);
  std::vector<int> seen(7, 0);
  for (uint64_t i = 0; i < 7'000; ++i) {
    const uint64_t value = choices.pick(site(i), 7);
    ASSERT_LT(value, 7u);
    ++seen[value];
  }
  for (int count : seen) {
    EXPECT_GT(count, 850);
    EXPECT_LT(count, 1'150);
  }
  EXPECT_EQ(choices.pick(site(9), 1), 0u);
}

TEST(Choices, AnOverrideChangesItsSiteAlone) {
  Choices choices(7);
  const std::vector<uint64_t> before = first_picks(choices, 100, 1'000);
  choices.set_overrides(overrides({{site(10), 777}, {site(20), 0}}));
  std::vector<uint64_t> expected = before;
  expected[10] = 777;
  expected[20] = 0;
  EXPECT_EQ(first_picks(choices, 100, 1'000), expected);
}

TEST(Choices, RemovingOneOverrideLeavesTheOthers) {
  Choices choices(7);
  const std::vector<uint64_t> drawn = first_picks(choices, 30, 1'000);
  choices.set_overrides(overrides({{site(10), 777}}));
  std::vector<uint64_t> expected = drawn;
  expected[10] = 777;
  EXPECT_EQ(first_picks(choices, 30, 1'000), expected);
  choices.set_overrides(nullptr);
  EXPECT_EQ(first_picks(choices, 30, 1'000), drawn);
  EXPECT_FALSE(choices.watched());
}

TEST(Choices, AnOverrideBeyondTheBoundIsTheLargestValue) {
  Choices choices(7);
  choices.set_overrides(overrides({{site(1), 50}}));
  EXPECT_EQ(choices.pick(site(1), 10), 9u);
  EXPECT_EQ(choices.pick(site(1), 0), 50u);  // any number
}

TEST(Choices, AStrategyWinsOverOverridesAndGenerator) {
  Choices choices(7);
  const uint64_t drawn = choices.pick(site(5, 1, 2, Stream::node, 2), 1'000);
  AnswersAspect strategy(1, 4);
  choices.set_overrides(overrides({{site(1, 1, 2, Stream::node, 1), 9}, {site(1), 9}}));
  choices.set_strategy(&strategy);
  EXPECT_EQ(choices.pick(site(1, 1, 2, Stream::node, 1), 1'000), 4u);
  EXPECT_EQ(choices.pick(site(1), 1'000), 9u);
  EXPECT_EQ(choices.pick(site(5, 1, 2, Stream::node, 2), 1'000), drawn);
  EXPECT_EQ(strategy.asked(), 3);
  choices.set_strategy(nullptr);
  EXPECT_EQ(choices.pick(site(1, 1, 2, Stream::node, 1), 1'000), 9u);
}

TEST(Choices, WhatNeverOrAlwaysStrikesIsOnlyForOverrides) {
  Choices choices(7);
  AnswersAspect strategy(0, 1);
  choices.set_strategy(&strategy);
  EXPECT_FALSE(choices.strikes(site(1), 0, Ratio{0, 10}));
  EXPECT_TRUE(choices.strikes(site(1), ~uint64_t{0}, Ratio{10, 10}));
  EXPECT_EQ(strategy.asked(), 0);
  choices.set_overrides(overrides({{site(2), 1}, {site(3), 0}}));
  EXPECT_TRUE(choices.strikes(site(2), 0, Ratio{0, 10}));
  EXPECT_FALSE(choices.strikes(site(3), 0, Ratio{10, 10}));
  EXPECT_EQ(strategy.asked(), 0);
}

TEST(Choices, RecordingChangesNothingAndTellsAll) {
  Choices choices(7);
  const std::vector<uint64_t> before = first_picks(choices, 20, 1'000);
  std::vector<ChoiceRecord> record;
  choices.set_recording(&record);
  EXPECT_EQ(first_picks(choices, 20, 1'000), before);
  EXPECT_EQ(choices.strikes(site(99), ~uint64_t{0}, Ratio{1, 2}), false);
  ASSERT_EQ(record.size(), 21u);
  for (uint64_t i = 0; i < 20; ++i) {
    EXPECT_EQ(record[i].site, site(i));
    EXPECT_EQ(record[i].bound, 1'000u);
    EXPECT_EQ(record[i].value, before[i]);
  }
  EXPECT_EQ(record[20].bound, 2u);
  EXPECT_EQ(record[20].value, 0u);
}

// A recording, given back as overrides, answers a run of another seed alike.
TEST(Choices, ARecordingReplaysUnderAnotherSeed) {
  Choices first(7);
  std::vector<ChoiceRecord> record;
  first.set_recording(&record);
  const std::vector<uint64_t> picks = first_picks(first, 50, 1'000);
  Overrides answers;
  for (const ChoiceRecord& r : record) answers[r.site] = r.value;
  Choices second(8);
  second.set_overrides(overrides(std::move(answers)));
  EXPECT_EQ(first_picks(second, 50, 1'000), picks);
}

TEST(Choices, StrikesHitsItsShare) {
  const Choices choices(3);
  int hits = 0;
  for (uint64_t i = 0; i < 10'000; ++i) {
    const uint64_t bits = choices.bits(Stream::link, 0, 1, i);
    hits += choices.strikes(site(i), bits, Ratio{3, 10}) ? 1 : 0;
    ASSERT_FALSE(choices.strikes(site(i), bits, Ratio{}));
    ASSERT_TRUE(choices.strikes(site(i), bits, Ratio{1, 1}));
  }
  EXPECT_GT(hits, 2'800);
  EXPECT_LT(hits, 3'200);
}

}  // namespace
}  // namespace ordain
