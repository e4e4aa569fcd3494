#include "sim/base/json_writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/base/rng.h"

namespace ordain {
namespace {

enum class Role { follower, leader };
BOOST_DESCRIBE_ENUM(Role, follower, leader)
enum class Plain : int8_t { minus = -1 };

struct Entry {
  uint64_t term = 0;
  std::string command;
  BOOST_DESCRIBE_CLASS(Entry, (), (term, command), (), ())
};

struct State {
  Role role = Role::follower;
  NodeId voted_for;
  std::vector<Entry> log;
  std::map<std::string, int> store;
  std::map<NodeId, uint64_t> next_index;
  std::optional<Duration> timeout;
  BOOST_DESCRIBE_CLASS(State, (), (role, voted_for, log, store, next_index, timeout), (), ())
};

struct Custom {
  void write_json(JsonWriter& out) const { out.string("custom"); }
};

TEST(Json, NumbersAreWholeAndExact) {
  EXPECT_EQ(to_json(std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(to_json(std::numeric_limits<uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(to_json(int8_t{-5}), "-5");
  EXPECT_EQ(to_json(uint8_t{200}), "200");
  EXPECT_EQ(to_json(true), "true");
}

TEST(Json, TimesAreNanosecondsAndNodesAreNumbers) {
  EXPECT_EQ(to_json(milliseconds(5)), "5000000");
  EXPECT_EQ(to_json(Time{7}), "7");
  EXPECT_EQ(to_json(NodeId{3}), "3");
  EXPECT_EQ(to_json(kNoNode), "null");
}

TEST(Json, EnumsAreTheirNamesWhereTheyAreDescribed) {
  EXPECT_EQ(to_json(Role::leader), "\"leader\"");
  EXPECT_EQ(to_json(Plain::minus), "-1");
}

TEST(Json, ContainersNestAndEmptyOnesStayEmpty) {
  EXPECT_EQ(to_json(std::vector<int>{}), "[]");
  EXPECT_EQ(to_json(std::vector<std::vector<int>>{{1, 2}, {}, {3}}), "[[1,2],[],[3]]");
  EXPECT_EQ(to_json(std::set<int>{2, 1}), "[1,2]");
  EXPECT_EQ(to_json(std::optional<int>{}), "null");
  EXPECT_EQ(to_json(std::pair<int, bool>{1, false}), "[1,false]");
  EXPECT_EQ(to_json(std::variant<int, std::string>{"x"}), "\"x\"");
  EXPECT_EQ(to_json(std::monostate{}), "null");
}

TEST(Json, MapsWithKeysOfTextAreObjectsAndOthersArraysOfPairs) {
  EXPECT_EQ(to_json(std::map<std::string, int>{{"b", 2}, {"a", 1}}), R"({"a":1,"b":2})");
  EXPECT_EQ(to_json(std::map<std::string, int>{}), "{}");
  EXPECT_EQ(to_json(std::map<int, int>{{1, 2}}), "[[1,2]]");
}

TEST(Json, AStateIsAnObjectOfItsFields) {
  State state{Role::leader, NodeId{2}, {{1, "put"}, {2, "get"}}, {{"k", 7}}, {{NodeId{1}, 3}}, {}};
  EXPECT_EQ(to_json(state),
            R"({"role":"leader","voted_for":2,"log":[{"term":1,"command":"put"},)"
            R"({"term":2,"command":"get"}],"store":{"k":7},"next_index":[[1,3]],"timeout":null})");
}

TEST(Json, ATypeMayWriteItself) { EXPECT_EQ(to_json(Custom{}), "\"custom\""); }

TEST(Json, WhatMustBeEscapedIs) {
  EXPECT_EQ(to_json(std::string("a\"b\\c\nd")), R"("a\"b\\c\nd")");
  EXPECT_EQ(to_json(std::string("\t\x01\x1f", 3)), R"("\u0009\u0001\u001f")");
  EXPECT_EQ(to_json(std::string("\0", 1)), R"("\u0000")");
  EXPECT_EQ(to_json(std::string("héllo →")), "\"héllo →\"");
}

// Overlong forms, surrogates, lone continuation bytes, cut sequences, and code points too large.
TEST(Json, BytesThatAreNotUtf8AreReplaced) {
  const std::string replacement = "\xEF\xBF\xBD";
  for (const std::string bad : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80",
                                "\xE2\x82", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xFF"}) {
    const std::string text = to_json("a" + bad + "b");
    EXPECT_EQ(text.substr(0, 5), "\"a" + replacement);
    EXPECT_EQ(nlohmann::json::parse(text).get<std::string>().back(), 'b');
  }
}

TEST(Json, AnyBytesGiveTextThatAnotherParserTakes) {
  for (uint64_t i = 0; i < 2000; ++i) {
    std::string bytes;
    for (uint64_t j = 0; j < i % 40; ++j) bytes += static_cast<char>(draw(i, j) & 255);
    EXPECT_TRUE(nlohmann::json::accept(to_json(bytes))) << i;
  }
}

TEST(Json, TextThatIsUtf8ComesBackAsItWas) {
  for (const std::string text :
       {"", "plain", "\x7f", "ü", "€", "\xF0\x9F\x90\x98", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(nlohmann::json::parse(to_json(text)).get<std::string>(), text);
  }
}

}  // namespace
}  // namespace ordain
