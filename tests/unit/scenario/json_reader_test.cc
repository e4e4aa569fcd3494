#include "sim/scenario/json_reader.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"

namespace ordain {
namespace {

std::string complaint(const std::string& text) {
  try {
    read_json(text, "x.json");
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

std::string spelled(Place place) {
  return std::to_string(place.line) + ':' + std::to_string(place.column);
}

TEST(JsonReader, EachValueAndKeyKnowsItsLineAndColumn) {
  const Value tree = read_json(
      "\xEF\xBB\xBF{\n  \"a\\\"b\" : [1, -2.50e3,\ttrue,\n\"x\\\\\", {}],\n"
      "  \"c\": null , \"d\":\"\" }",
      "x");
  ASSERT_EQ(tree.keys.size(), 3u);
  EXPECT_EQ(spelled(tree.place), "1:1");
  EXPECT_EQ(tree.keys[0].name, "a\"b");
  EXPECT_EQ(spelled(tree.keys[0].place), "2:3");
  const Value& list = tree.items[0];
  EXPECT_EQ(spelled(list.place), "2:12");
  EXPECT_EQ(spelled(list.items[0].place), "2:13");
  EXPECT_EQ(spelled(list.items[1].place), "2:16");
  EXPECT_EQ(list.items[1].text, "-2.50e3");
  EXPECT_EQ(spelled(list.items[2].place), "2:25");
  EXPECT_EQ(spelled(list.items[3].place), "3:1");
  EXPECT_EQ(list.items[3].text, "x\\");
  EXPECT_EQ(spelled(list.items[4].place), "3:8");
  EXPECT_EQ(spelled(tree.items[1].place), "4:8");
  EXPECT_EQ(spelled(tree.keys[2].place), "4:15");
  EXPECT_EQ(spelled(tree.items[2].place), "4:19");
}

TEST(JsonReader, ANumberKeepsItsExactText) {
  for (const char* text :
       {"0.05", "18446744073709551615", "123456789012345678901234567890", "-0", "1e2", "0.1000"}) {
    EXPECT_EQ(read_json(text, "x").text, text);
  }
}

TEST(JsonReader, WhatIsNotJsonIsToldWithItsPlace) {
  EXPECT_NE(complaint("{\n \"a\": 1,,\n}").find("x.json:2:9: not JSON"), std::string::npos)
      << complaint("{\n \"a\": 1,,\n}");
  EXPECT_NE(complaint("{\"a\": 1").find("not JSON"), std::string::npos);
  EXPECT_NE(complaint("{} {}").find("x.json:1:4: not JSON"), std::string::npos)
      << complaint("{} {}");
  EXPECT_NE(complaint("{\"a\": \"\xff\xfe\"}").find("not JSON"), std::string::npos);
  EXPECT_NE(complaint("{\"a\": 1e999}").find("not JSON"), std::string::npos);
  EXPECT_NE(complaint(std::string("{\0}", 3)).find("not JSON"), std::string::npos);
}

TEST(JsonReader, AKeyGivenTwiceIsAnErrorAtItsSecondPlace) {
  EXPECT_NE(complaint("{\"a\": 1,\n \"a\": 2}").find("x.json:2:2: the key \"a\" is given twice"),
            std::string::npos);
  EXPECT_EQ(complaint("[{\"a\": 1}, {\"a\": 2}]"), "");
}

TEST(JsonReader, EmptyTextIsOneError) {
  EXPECT_EQ(complaint(""), "x.json: the file is empty; it must hold one JSON object");
  EXPECT_EQ(complaint(" \n\t"), complaint(""));
}

TEST(JsonReader, HostileTextIsOneErrorWithoutMuchWork) {
  const std::string deep(10'000, '[');
  EXPECT_NE(complaint(deep).find("x.json:1:65: the values are nested too deeply"),
            std::string::npos);
  std::string objects;
  for (int i = 0; i < 10'000; ++i) objects += "{\"a\":";
  EXPECT_NE(complaint(objects).find("nested too deeply; at most 64 levels"), std::string::npos);
  EXPECT_NE(complaint(std::string(kMaxFileBytes + 1, ' ')).find("too large"), std::string::npos);
  std::string wide = "[0";
  for (size_t i = 0; i < kMaxValues; ++i) wide += ",0";
  EXPECT_NE(complaint(wide + "]").find("too many values"), std::string::npos);
}

TEST(JsonReader, NestingUpToTheLimitIsFine) {
  EXPECT_EQ(complaint(std::string(kMaxNesting, '[') + std::string(kMaxNesting, ']')), "");
}

}  // namespace
}  // namespace ordain
