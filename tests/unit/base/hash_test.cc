#include "sim/base/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ordain {
namespace {

// Published values of XXH3 with seed 0 and its default secret.
TEST(Hash, IsXxh3) {
  EXPECT_EQ(hash_bytes("", 0), 0x2D06800538D394C2ULL);
  EXPECT_EQ(hash_bytes("abc", 3), 0x78AF5F94892F3950ULL);
  EXPECT_EQ(digest_bytes("", 0).hex(), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(digest_bytes("abc", 3).hex(), "06b05ab6733a618578af5f94892f3950");
}

TEST(Hash, OfAValueIsThatOfItsCanonicalBytes) {
  EXPECT_EQ(hash_of(int16_t{-1}), hash_of(int64_t{-1}));
  EXPECT_NE(hash_of(std::vector<int>{1, 2}), hash_of(std::vector<int>{2, 1}));
}

std::string digest_of_words(uint64_t count) {
  RunningDigest digest;
  for (uint64_t i = 0; i < count; ++i) digest.append(std::array<uint64_t, 3>{i, i * i, ~i});
  return digest.value().hex();
}

// Golden values: a change of them changes the digest of every saved run.
TEST(RunningDigest, KeepsItsGoldenValues) {
  EXPECT_EQ(digest_of_words(0), "e5189a9599e3f86205ea23ef06e28b2d");
  EXPECT_EQ(digest_of_words(1000), "386c4726284a5c312610c7cbe49fe51d");
}

// A block ends before, between and after the two, as more and more stands before them.
TEST(RunningDigest, TwoAtOnceAreOneAfterTheOther) {
  const std::array<uint64_t, 6> first{1, 2, 3, 4, 5, 6};
  const std::array<uint64_t, 4> second{7, 8, 9, 10};
  for (uint64_t before = 0; before < 600; ++before) {
    RunningDigest together, apart;
    for (uint64_t i = 0; i < before; ++i) {
      together.append(std::array<uint64_t, 1>{i});
      apart.append(std::array<uint64_t, 1>{i});
    }
    together.append(first, second);
    apart.append(first);
    apart.append(second);
    ASSERT_EQ(together.value(), apart.value()) << "behind " << before << " words";
  }
}

TEST(RunningDigest, EveryLengthHasItsOwnValue) {
  std::set<std::string> seen;
  for (uint64_t count = 0; count < 500; ++count) seen.insert(digest_of_words(count));
  EXPECT_EQ(seen.size(), 500u);
}

TEST(RunningDigest, MayBeReadHalfWayWithoutChangingWhatComes) {
  RunningDigest plain, watched;
  for (uint64_t i = 0; i < 1000; ++i) {
    plain.append(std::array<uint64_t, 2>{i, 7});
    watched.append(std::array<uint64_t, 2>{i, 7});
    (void)watched.value();
  }
  EXPECT_EQ(plain.value(), watched.value());
}

TEST(RunningDigest, ACopyGoesItsOwnWay) {
  RunningDigest trunk;
  for (uint64_t i = 0; i < 300; ++i) trunk.append(std::array<uint64_t, 2>{i, i});
  RunningDigest same = trunk, other = trunk;
  trunk.append(std::array<uint64_t, 1>{1});
  same.append(std::array<uint64_t, 1>{1});
  other.append(std::array<uint64_t, 1>{2});
  EXPECT_EQ(trunk.value(), same.value());
  EXPECT_NE(trunk.value(), other.value());
}

TEST(RunningDigest, OneChangedByteFarBackIsSeen) {
  std::string bytes(100'000, 'x');
  RunningDigest one, two;
  one.append(bytes.data(), bytes.size());
  bytes[17] = 'y';
  two.append(bytes.data(), bytes.size());
  EXPECT_NE(one.value(), two.value());
}

TEST(RunningDigest, BytesCountAndNotHowTheyWereCut) {
  const std::string bytes(10'000, 'x');
  RunningDigest whole, cut;
  whole.append(bytes.data(), bytes.size());
  for (size_t at = 0; at < bytes.size(); at += 100) cut.append(bytes.data() + at, 100);
  EXPECT_EQ(whole.value(), cut.value());
}

}  // namespace
}  // namespace ordain
