#include "sim/scenario/site_name.h"

#include <gtest/gtest.h>

#include "sim/scenario/scenario.h"
#include "tests/unit/scenario/demo_protocol.h"

namespace ordain {
namespace {

// Five servers and two clients, whose picks are election_timeout and next_key.
SiteNames demo_names() {
  const Scenario scenario = load_scenario(test::demo_scenario(R"(, "clients": {"count": 2})"), "x",
                                          test::demo_registry());
  SiteNames names(5, 2);
  names.set_picks(test::demo_registry().find("demo")->build(scenario.plan));
  return names;
}

template <class Aspect>
Site site(Stream stream, Aspect aspect, uint32_t a, uint32_t b, uint64_t ordinal) {
  return {stream, static_cast<uint8_t>(aspect), a, b, ordinal};
}

TEST(SiteName, EachKindOfChoiceHasAReadableName) {
  const SiteNames names = demo_names();
  EXPECT_EQ(names.format(site(Stream::link, LinkAspect::drop, 0, 1, 17)), "n1>n2#17 drop");
  EXPECT_EQ(names.format(site(Stream::link, LinkAspect::delay, 5, 0, 3)), "c1>n1#3 delay");
  EXPECT_EQ(names.format(site(Stream::node, 0, 2, 0, 2)), "n3 election_timeout#2");
  EXPECT_EQ(names.format(site(Stream::node, 1, 6, 0, 0)), "c2 next_key#0");
  EXPECT_EQ(names.format(site(Stream::disk, DiskAspect::lost, 0, 0, 4)), "disk n1#4 lost");
  EXPECT_EQ(names.format(site(Stream::clock, ClockAspect::drift, 1, 0, 0)), "clock n2 drift");
  EXPECT_EQ(names.format(site(Stream::fault, FaultAspect::target, 2, 1, 0)), "fault 2#1 target");
  EXPECT_EQ(names.format(site(Stream::fault, FaultAspect::target, 2, 0, 3)), "fault 2#0.3 target");
  EXPECT_EQ(names.format(site(Stream::fault, FaultAspect::swarm, ~0u, 20, 0)),
            "fault swarm#20 swarm");
}

TEST(SiteName, EveryNameOfEveryAspectReadsBackAsItsSite) {
  const SiteNames names = demo_names();
  const std::pair<Stream, uint8_t> streams[] = {{Stream::link, 6},
                                                {Stream::node, 2},
                                                {Stream::disk, 8},
                                                {Stream::clock, 3},
                                                {Stream::fault, 7}};
  for (const auto& [stream, aspects] : streams) {
    for (uint8_t aspect = 0; aspect < aspects; ++aspect) {
      for (uint64_t ordinal : {uint64_t{0}, uint64_t{1}, ~uint64_t{0}}) {
        const bool pair = stream == Stream::link || stream == Stream::fault;
        const Site one{stream, aspect, 6, pair ? 4u : 0u, ordinal};
        Problem problem;
        const std::optional<Site> read = names.parse(names.format(one), problem);
        ASSERT_TRUE(read.has_value()) << names.format(one) << ": " << problem.message;
        EXPECT_EQ(*read, one) << names.format(one);
      }
    }
  }
}

TEST(SiteName, OverridesReadBackAsTheyAreWritten) {
  const SiteNames names = demo_names();
  Overrides overrides;
  overrides[site(Stream::link, LinkAspect::drop, 0, 1, 17)] = 1;
  overrides[site(Stream::link, LinkAspect::delay, 0, 1, 17)] = 40'000'000;
  overrides[site(Stream::link, LinkAspect::delay, 0, 1, 18)] = 0;
  overrides[site(Stream::node, 0, 2, 0, 2)] = 30'000'000;
  overrides[site(Stream::node, 1, 5, 0, 9)] = 3;
  overrides[site(Stream::fault, FaultAspect::amount, 0, 0, 4)] = ~uint64_t{0};
  const Value written = write_overrides(overrides, names);
  EXPECT_EQ(write_value_inline(written),
            R"({"n1>n2#17 delay": "40ms", "n1>n2#18 delay": 0, "n1>n2#17 drop": 1, )"
            R"("n3 election_timeout#2": "30ms", "c1 next_key#9": 3, )"
            R"("fault 0#0.4 amount": 18446744073709551615})");
  Reading reading;
  EXPECT_EQ(read_overrides(At{written}, names, reading), overrides);
  EXPECT_TRUE(reading.clean());
}

TEST(SiteName, WhatNamesNothingIsRefused) {
  const SiteNames names = demo_names();
  for (const char* name : {"",
                           " ",
                           "#",
                           ">",
                           "n1",
                           "n1>n2",
                           "n1>n2#1",
                           "n1>n2#x drop",
                           "n1>n8#1 drop",
                           "n01>n2#1 drop",
                           "n3 election_timeout",
                           "n3#1",
                           "n3 #1",
                           "n9 next_key#1",
                           "disk",
                           "disk ",
                           "disk c3#1 lost",
                           "disk n1#1",
                           "clock n1",
                           "fault 1 target",
                           "fault 1#2.x target",
                           "fault 4294967296#0 target",
                           "fault -1#0 target",
                           "n1>n2#18446744073709551616 drop"}) {
    Problem problem;
    EXPECT_FALSE(names.parse(name, problem).has_value()) << name;
    EXPECT_FALSE(problem.message.empty());
  }
}

}  // namespace
}  // namespace ordain
