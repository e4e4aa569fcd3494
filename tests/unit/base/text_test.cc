#include "sim/base/text.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "sim/base/rng.h"

namespace ordain {
namespace {

constexpr int64_t kLongest = std::numeric_limits<int64_t>::max();
constexpr int64_t kMostNegative = std::numeric_limits<int64_t>::min();

TEST(DurationText, IsReadWithItsUnit) {
  EXPECT_EQ(parse_duration("7ns"), nanoseconds(7));
  EXPECT_EQ(parse_duration("20us"), microseconds(20));
  EXPECT_EQ(parse_duration("150ms"), milliseconds(150));
  EXPECT_EQ(parse_duration("10s"), seconds(10));
  EXPECT_EQ(parse_duration("2m"), seconds(120));
  EXPECT_EQ(parse_duration("1h"), seconds(3600));
  EXPECT_EQ(parse_duration("1.5s"), milliseconds(1500));
  EXPECT_EQ(parse_duration("0.5h"), seconds(1800));
  EXPECT_EQ(parse_duration("0s"), Duration{});
  EXPECT_EQ(parse_duration("-3ms"), -milliseconds(3));
  EXPECT_EQ(parse_duration("0.100ms"), microseconds(100));
}

TEST(DurationText, IsExactOrRefused) {
  EXPECT_EQ(parse_duration("1.5ns"), std::nullopt);
  EXPECT_EQ(parse_duration("0.0000000001s"), std::nullopt);
  EXPECT_EQ(parse_duration("0.3333333333us"), std::nullopt);
  EXPECT_EQ(parse_duration("0.000000001s"), nanoseconds(1));
}

TEST(DurationText, ReachesToTheEndsOfItsRangeAndNoFurther) {
  EXPECT_EQ(parse_duration("9223372036854775807ns"), nanoseconds(kLongest));
  EXPECT_EQ(parse_duration("9223372036.854775807s"), nanoseconds(kLongest));
  EXPECT_EQ(parse_duration("-9223372036854775808ns"), nanoseconds(kMostNegative));
  EXPECT_EQ(parse_duration("9223372036854775808ns"), std::nullopt);
  EXPECT_EQ(parse_duration("-9223372036854775809ns"), std::nullopt);
  EXPECT_EQ(parse_duration("9999999999999999999ns"), std::nullopt);
  EXPECT_EQ(parse_duration("99999999999999999999ns"), std::nullopt);
  EXPECT_EQ(parse_duration("999999999999999999h"), std::nullopt);
  EXPECT_EQ(parse_duration(std::string(1'000'000, '9') + "s"), std::nullopt);
}

TEST(DurationText, RefusesWhatIsNoDuration) {
  for (const char* text : {"",      "7",    "ms",   "-",    "-ms",  "--1s", "+1s",   " 1s",
                           "1s ",   "1 s",  "1S",   "1sec", "1.s",  ".5s",  "1..5s", "1.5.2s",
                           "1e3ms", "0x1s", "1,5s", "1ms2", "infs", "nans", "1s1s",  "\xC2\xB5s"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(DurationText, IsWrittenInItsLargestUnitExactly) {
  EXPECT_EQ(format_duration({}), "0s");
  EXPECT_EQ(format_duration(nanoseconds(7)), "7ns");
  EXPECT_EQ(format_duration(microseconds(20)), "20us");
  EXPECT_EQ(format_duration(milliseconds(150)), "150ms");
  EXPECT_EQ(format_duration(milliseconds(1500)), "1.5s");
  EXPECT_EQ(format_duration(seconds(7200)), "7200s");
  EXPECT_EQ(format_duration(-milliseconds(3)), "-3ms");
  EXPECT_EQ(format_duration(nanoseconds(1'000'001)), "1.000001ms");
  EXPECT_EQ(format_duration(nanoseconds(kMostNegative)), "-9223372036.854775808s");
}

TEST(DurationText, WhatIsWrittenIsReadBack) {
  for (uint64_t i = 0; i < 20'000; ++i) {
    const auto ns = static_cast<int64_t>(draw(1, i)) >> (i % 64);
    ASSERT_EQ(parse_duration(format_duration({ns})), Duration{ns}) << ns;
  }
  EXPECT_EQ(parse_duration(format_duration({kLongest})), Duration{kLongest});
  EXPECT_EQ(parse_duration(format_duration({kMostNegative})), Duration{kMostNegative});
}

TEST(SecondsText, HasMillisecondsAndAWidth) {
  EXPECT_EQ(format_seconds(0), "0.000s");
  EXPECT_EQ(format_seconds(1'204'567'890), "1.204s");
  EXPECT_EQ(format_seconds(1'004'000'000, 8), "  1.004s");
  EXPECT_EQ(format_seconds(123'456'000'000, 3), "123.456s");
}

TEST(SecondsText, OfNegativeTimesKeepsSignAndDigits) {
  EXPECT_EQ(format_seconds(-1'500'000'000), "-1.500s");
  EXPECT_EQ(format_seconds(-20'000'000), "-0.020s");
  EXPECT_EQ(format_seconds(-1), "0.000s");
  EXPECT_EQ(format_seconds(kMostNegative), "-9223372036.854s");
}

TEST(RatioText, IsReadInEverySpelling) {
  EXPECT_EQ(parse_ratio("5%"), (Ratio{1, 20}));
  EXPECT_EQ(parse_ratio("0.05"), (Ratio{1, 20}));
  EXPECT_EQ(parse_ratio("1/20"), (Ratio{1, 20}));
  EXPECT_EQ(parse_ratio("5/100"), (Ratio{1, 20}));
  EXPECT_EQ(parse_ratio("0.5%"), (Ratio{1, 200}));
  EXPECT_EQ(parse_ratio("0"), (Ratio{0, 1}));
  EXPECT_EQ(parse_ratio("0%"), (Ratio{0, 1}));
  EXPECT_EQ(parse_ratio("1"), (Ratio{1, 1}));
  EXPECT_EQ(parse_ratio("100%"), (Ratio{1, 1}));
  EXPECT_EQ(parse_ratio("1.0"), (Ratio{1, 1}));
}

TEST(RatioText, IsExact) {
  EXPECT_EQ(parse_ratio("0.1"), (Ratio{1, 10}));
  EXPECT_EQ(parse_ratio("0.3"), (Ratio{3, 10}));
  EXPECT_EQ(parse_ratio("0.000000001"), (Ratio{1, 1'000'000'000}));
  EXPECT_EQ(parse_ratio("1/4294967295"), (Ratio{1, 4'294'967'295}));
}

TEST(RatioText, RefusesWhatIsNoRatio) {
  for (const char* text : {"",
                           "%",
                           "/",
                           "1/",
                           "/2",
                           "2",
                           "101%",
                           "1.1",
                           "3/2",
                           "1/0",
                           "0/0",
                           "-1%",
                           "-0.1",
                           "5 %",
                           " 5%",
                           "5%%",
                           "1/2/3",
                           "1.5/2",
                           "1/2.5",
                           "1/20%",
                           ".5",
                           "1.",
                           "0.5e-3",
                           "0x1",
                           "five",
                           "nan",
                           "1/4294967296",
                           "0.0000000000000000000001",
                           "0.1234567890123456789012"}) {
    EXPECT_EQ(parse_ratio(text), std::nullopt) << text;
  }
}

TEST(RatioText, IsWrittenAsPeopleSayIt) {
  EXPECT_EQ(format_ratio({0, 7}), "0");
  EXPECT_EQ(format_ratio({7, 7}), "1");
  EXPECT_EQ(format_ratio({1, 20}), "5%");
  EXPECT_EQ(format_ratio({1, 200}), "0.5%");
  EXPECT_EQ(format_ratio({1, 1'000'000}), "0.0001%");
  EXPECT_EQ(format_ratio({1, 3}), "1/3");
}

TEST(RatioText, WhatIsWrittenIsReadBack) {
  for (uint64_t i = 0; i < 20'000; ++i) {
    const auto den = static_cast<uint32_t>((draw(2, i) >> (32 + i % 31)) | 1);
    const auto num = static_cast<uint32_t>(below(draw(3, i), uint64_t{den} + 1));
    const std::optional<Ratio> back = parse_ratio(format_ratio({num, den}));
    ASSERT_TRUE(back) << num << '/' << den;
    ASSERT_EQ(uint64_t{back->num} * den, uint64_t{num} * back->den) << num << '/' << den;
  }
}

TEST(NumberText, IsDecimalOrHexadecimal) {
  EXPECT_EQ(parse_u64("0"), 0u);
  EXPECT_EQ(parse_u64("42"), 42u);
  EXPECT_EQ(parse_u64("0x2a"), 42u);
  EXPECT_EQ(parse_u64("0X2A"), 42u);
  EXPECT_EQ(parse_u64("18446744073709551615"), ~uint64_t{0});
  EXPECT_EQ(parse_u64("0xffffffffffffffff"), ~uint64_t{0});
}

TEST(NumberText, RefusesWhatIsNoNumberOf64Bits) {
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "0x", "x1", "0x-1", "0xg", "1.0", "1e3",
                           "18446744073709551616", "0x10000000000000000", "12a"}) {
    EXPECT_EQ(parse_u64(text), std::nullopt) << text;
  }
}

TEST(NumberText, HexHasSixteenDigits) {
  EXPECT_EQ(hex64(0), "0000000000000000");
  EXPECT_EQ(hex64(0x0123456789ABCDEFULL), "0123456789abcdef");
  for (uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(parse_u64("0x" + hex64(draw(4, i))), draw(4, i));
}

TEST(Join, PutsTheSeparatorBetweenAllParts) {
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join({"a"}, ", "), "a");
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({"", "b", ""}, ","), ",b,");
}

}  // namespace
}  // namespace ordain
