#include "sim/base/encode.h"

#include <gtest/gtest.h>

#include <string>

#include "sim/base/hash.h"

namespace ordain {
namespace {

enum class Colour : uint8_t { red = 3, green = 250 };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Point {
  int32_t x = 0;
  uint16_t y = 0;
  BOOST_DESCRIBE_CLASS(Point, (), (x, y), (), ())
};

struct Shape {
  std::string name;
  std::vector<Point> points;
  std::optional<Colour> colour;
  BOOST_DESCRIBE_CLASS(Shape, (), (name, points, colour), (), ())
};

struct Opaque {
  uint64_t hidden = 0;
  void encode(Encoder& out) const { out.word(hidden + 1); }
};

template <class T>
std::string encoded(const T& value) {
  Encoder out;
  encode(out, value);
  return {out.data(), out.size()};
}

std::string words(std::initializer_list<uint64_t> values) {
  std::string out;
  for (const uint64_t value : values) {
    for (int i = 0; i < 8; ++i) out += static_cast<char>((value >> (8 * i)) & 255);
  }
  return out;
}

TEST(Encode, EveryIntegerIsEightLittleEndianBytesSignExtended) {
  EXPECT_EQ(encoded(uint8_t{255}), words({255}));
  EXPECT_EQ(encoded(int8_t{-1}), words({~0ULL}));
  EXPECT_EQ(encoded(int32_t{-2}), words({~0ULL - 1}));
  EXPECT_EQ(encoded(uint32_t{0x80000000}), words({0x80000000}));
  EXPECT_EQ(encoded(int64_t{1} << 40), words({1ULL << 40}));
  EXPECT_EQ(encoded(true), words({1}));
}

TEST(Encode, IdsTimesAndEnumsAreTheirNumbers) {
  EXPECT_EQ(encoded(NodeId{7}), words({7}));
  EXPECT_EQ(encoded(kNoNode), words({0xFFFFFFFF}));
  EXPECT_EQ(encoded(milliseconds(-1)), words({static_cast<uint64_t>(-1'000'000)}));
  EXPECT_EQ(encoded(Time{5}), words({5}));
  EXPECT_EQ(encoded(LocalTime{-5}), words({static_cast<uint64_t>(-5)}));
  EXPECT_EQ(encoded(Colour::green), words({250}));
}

TEST(Encode, TextAndContainersBeginWithTheirCount) {
  EXPECT_EQ(encoded(std::string("abc")), words({3}) + "abc");
  EXPECT_EQ(encoded(std::vector<int>{4, 5}), words({2, 4, 5}));
  EXPECT_EQ(encoded(std::deque<int>{4, 5}), words({2, 4, 5}));
  EXPECT_EQ(encoded(std::array<int, 2>{4, 5}), words({2, 4, 5}));
  EXPECT_EQ(encoded(std::set<int>{5, 4}), words({2, 4, 5}));
  EXPECT_EQ(encoded(std::map<int, int>{{9, 1}, {8, 2}}), words({2, 8, 2, 9, 1}));
  EXPECT_EQ(encoded(std::vector<int>{}), words({0}));
}

TEST(Encode, OptionalsAndVariantsBeginWithTheirIndex) {
  EXPECT_EQ(encoded(std::optional<int>{}), words({0}));
  EXPECT_EQ(encoded(std::optional<int>{0}), words({1, 0}));
  using Either = std::variant<std::monostate, int, bool>;
  EXPECT_EQ(encoded(Either{}), words({0, 0}));
  EXPECT_EQ(encoded(Either{1}), words({1, 1}));
  EXPECT_EQ(encoded(Either{true}), words({2, 1}));
}

TEST(Encode, ADescribedStructIsItsFieldsInOrder) {
  EXPECT_EQ(encoded(Point{-1, 2}), words({~0ULL, 2}));
  EXPECT_EQ(encoded(Shape{"s", {{1, 2}}, Colour::red}), words({1}) + "s" + words({1, 1, 2, 1, 3}));
}

TEST(Encode, ATypeMayEncodeItself) { EXPECT_EQ(encoded(Opaque{4}), words({5})); }

TEST(Encode, NeighbouringFieldsCannotBeConfused) {
  using Pair = std::pair<std::string, std::string>;
  EXPECT_NE(encoded(Pair{"ab", "c"}), encoded(Pair{"a", "bc"}));
  using Lists = std::pair<std::vector<int>, std::vector<int>>;
  EXPECT_NE(encoded(Lists{{1}, {2, 3}}), encoded(Lists{{1, 2}, {3}}));
}

TEST(Encoder, GrowsBeyondItsInlineRoomAndStartsAnew) {
  Encoder out;
  std::string expected;
  for (uint64_t i = 0; i < 1000; ++i) {
    out.word(i);
    expected += words({i});
  }
  out.bytes(std::string(10'000, 'x'));
  expected += words({10'000}) + std::string(10'000, 'x');
  EXPECT_EQ((std::string{out.data(), out.size()}), expected);
  out.clear();
  EXPECT_EQ(out.size(), 0u);
  out.word(7);
  EXPECT_EQ((std::string{out.data(), out.size()}), words({7}));
}

}  // namespace
}  // namespace ordain
