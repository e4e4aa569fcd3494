#include "sim/core/payload.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "sim/base/id.h"

namespace ordain {
namespace {

struct Small {
  uint32_t number = 0;
  bool flag = false;
};
BOOST_DESCRIBE_STRUCT(Small, (), (number, flag))

struct SameFields {
  uint32_t number = 0;
  bool flag = false;
};
BOOST_DESCRIBE_STRUCT(SameFields, (), (number, flag))

BOOST_DEFINE_ENUM_CLASS(Color, red, green)

struct Inner {
  int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (amount))

struct Mixed {
  NodeId node;
  Color color = Color::red;
  std::string text;
  std::vector<uint64_t> list;
  Inner inner;
};
BOOST_DESCRIBE_STRUCT(Mixed, (), (node, color, text, list, inner))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct Large {
  std::array<uint64_t, 100> words{};
};
BOOST_DESCRIBE_STRUCT(Large, (), (words))

// Counts its living copies: bodies must be destroyed exactly once.
struct Counted {
  static inline int alive = 0;
  uint64_t word = 0;
  explicit Counted(uint64_t w = 0) : word(w) { ++alive; }
  Counted(const Counted& other) : word(other.word) { ++alive; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --alive; }
};
BOOST_DESCRIBE_STRUCT(Counted, (), (word))

TEST(Payload, IsAValueOfItsType) {
  const Payload payload = Payload::make(Small{7, true});
  EXPECT_TRUE(payload.is<Small>());
  EXPECT_FALSE(payload.is<SameFields>());
  EXPECT_EQ(payload.as<Small>().number, 7u);
  EXPECT_EQ(payload.name(), "Small");
  EXPECT_EQ(payload.bytes(), 16u);  // two words of the canonical encoding
  EXPECT_THROW(payload.as<SameFields>(), InternalError);
}

TEST(Payload, AnEmptyOneIsNothing) {
  const Payload nothing;
  EXPECT_FALSE(nothing);
  EXPECT_EQ(nothing.hash(), 0u);
  EXPECT_EQ(nothing.bytes(), 0u);
  EXPECT_FALSE(nothing.is<Small>());
  EXPECT_EQ(to_json(nothing), "null");
  EXPECT_THROW(nothing.as<Small>(), InternalError);
}

TEST(Payload, CopiesShareOneBodyWhichEndsWithTheLast) {
  {
    Payload first = Payload::make(Counted(5));
    EXPECT_EQ(Counted::alive, 1);
    const Payload second = first;
    Payload third = second;
    EXPECT_EQ(Counted::alive, 1);
    EXPECT_EQ(&first.as<Counted>(), &third.as<Counted>());
    first = Payload();
    third = Payload::make(Counted(6));
    EXPECT_EQ(Counted::alive, 2);
    EXPECT_EQ(second.as<Counted>().word, 5u);
    const Payload moved = std::move(third);
    EXPECT_EQ(Counted::alive, 2);
    EXPECT_FALSE(third);  // NOLINT: what a move leaves behind is the question
    Payload& self = first = moved;
    self = *&self;
    EXPECT_EQ(first.as<Counted>().word, 6u);
  }
  EXPECT_EQ(Counted::alive, 0);
}

TEST(Payload, ManyOfEverySizeComeAndGo) {
  Payloads held;
  for (uint64_t round = 0; round < 3; ++round) {
    for (uint64_t i = 0; i < 1'000; ++i) {
      held.push_back(Payload::make(Small{static_cast<uint32_t>(i), false}));
      held.push_back(Payload::make(Counted(i)));
      held.push_back(Payload::make(Large{}));
      held.push_back(Payload::make(Mixed{NodeId(1), Color::green, "text", {i}, {}}));
    }
    EXPECT_EQ(Counted::alive, 1'000);
    for (uint64_t i = 0; i < 1'000; ++i) {
      EXPECT_EQ(held[4 * i].as<Small>().number, i);
      EXPECT_EQ(held[4 * i + 1].as<Counted>().word, i);
      EXPECT_EQ(held[4 * i + 3].as<Mixed>().list.front(), i);
    }
    held.clear();
    EXPECT_EQ(Counted::alive, 0);
  }
}

TEST(Payload, HashIsOfTypeNameAndContents) {
  EXPECT_EQ(Payload::make(Small{7, true}), Payload::make(Small{7, true}));
  EXPECT_FALSE(Payload::make(Small{7, true}) == Payload::make(Small{7, false}));
  EXPECT_FALSE(Payload::make(Small{7, true}) == Payload::make(SameFields{7, true}));
}

// Saved digests depend on it.
TEST(Payload, HashKeepsItsGoldenValues) {
  EXPECT_EQ(Payload::make(Small{7, true}).hash(), 14819673049237919130u);
  EXPECT_EQ(Payload::make(Mixed{NodeId(2), Color::green, "abc", {1, 2}, {-1}}).hash(),
            8796886766966582506u);
  EXPECT_EQ(Payload::make(Empty{}).hash(), 9009828322248593868u);
}

TEST(Payload, JsonNamesEveryField) {
  EXPECT_EQ(to_json(Payload::make(Mixed{NodeId(2), Color::green, "a\"b", {1, 2}, {-1}})),
            R"({"node":2,"color":"green","text":"a\"b","list":[1,2],"inner":{"amount":-1}})");
  EXPECT_EQ(to_json(Payload::make(Empty{})), "{}");
}

TEST(Corruption, ChangesOneFieldOfACopy) {
  const Payload original = Payload::make(Small{7, false});
  std::set<uint64_t> seen;
  for (uint64_t random = 0; random < 4'096; ++random) {
    const Payload corrupted = original.corrupted(random);
    ASSERT_TRUE(corrupted.is<Small>());
    ASSERT_FALSE(corrupted == original) << random;
    const Small& body = corrupted.as<Small>();
    const bool flipped = body.flag;
    const uint32_t bits = body.number ^ 7;
    ASSERT_TRUE(flipped ? bits == 0 : (bits & (bits - 1)) == 0) << random;
    ASSERT_EQ(corrupted, original.corrupted(random));
    seen.insert(corrupted.hash());
  }
  EXPECT_EQ(seen.size(), 1u + 8u);  // the flag, and eight bits of the number
  EXPECT_EQ(original.as<Small>().number, 7u);
}

// Ids, enums, text and lists stay as they are; that must not leave the message whole.
TEST(Corruption, FindsTheIntegerAmongOtherFields) {
  const Payload original = Payload::make(Mixed{NodeId(2), Color::green, "abc", {1, 2}, {-1}});
  for (uint64_t random = 0; random < 4'096; ++random) {
    const Payload corrupted = original.corrupted(random);
    ASSERT_FALSE(corrupted == original) << random;
    ASSERT_EQ(corrupted.as<Mixed>().node, NodeId(2));
    ASSERT_EQ(corrupted.as<Mixed>().text, "abc");
  }
}

TEST(Corruption, LeavesAMessageWithoutIntegersAsItWas) {
  const Payload original = Payload::make(Empty{});
  EXPECT_EQ(original.corrupted(12345), original);
}

}  // namespace
}  // namespace ordain
