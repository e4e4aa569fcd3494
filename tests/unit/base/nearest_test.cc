#include <gtest/gtest.h>

#include "sim/base/text.h"

namespace ordain {
namespace {

const std::vector<std::string> kKeys{"crash", "restart", "partition", "heal", "pause", "delay"};

TEST(Nearest, FindsOneChangedMissingExtraOrSwappedLetter) {
  EXPECT_EQ(nearest("crush", kKeys), "crash");
  EXPECT_EQ(nearest("crsh", kKeys), "crash");
  EXPECT_EQ(nearest("craash", kKeys), "crash");
  EXPECT_EQ(nearest("carsh", kKeys), "crash");
  EXPECT_EQ(nearest("heall", kKeys), "heal");
}

TEST(Nearest, ForgivesMoreInLongWords) {
  EXPECT_EQ(nearest("partitoin", kKeys), "partition");
  EXPECT_EQ(nearest("patitions", kKeys), "partition");
  EXPECT_EQ(nearest("parttions", kKeys), "partition");
}

TEST(Nearest, FindsNothingForAWordThatIsNoTypo) {
  EXPECT_EQ(nearest("banana", kKeys), std::nullopt);
  EXPECT_EQ(nearest("x", kKeys), std::nullopt);
  EXPECT_EQ(nearest("", kKeys), std::nullopt);
  EXPECT_EQ(nearest("crash", {}), std::nullopt);
}

TEST(Nearest, PrefersTheCloserAndThenTheEarlierWord) {
  EXPECT_EQ(nearest("paus", {"pauses", "pause"}), "pause");
  EXPECT_EQ(nearest("bat", {"cat", "hat"}), "cat");
}

TEST(Nearest, AHostileWordCostsNothing) {
  EXPECT_EQ(nearest(std::string(4'000'000, 'a'), kKeys), std::nullopt);
}

TEST(Nearest, MakesAQuestionOrNothing) {
  EXPECT_EQ(did_you_mean("crahs", kKeys), "did you mean \"crash\"?");
  EXPECT_EQ(did_you_mean("banana", kKeys), "");
}

}  // namespace
}  // namespace ordain
