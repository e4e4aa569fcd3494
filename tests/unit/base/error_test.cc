#include "sim/base/error.h"

#include <gtest/gtest.h>

#include "sim/base/assert.h"

namespace ordain {
namespace {

TEST(Error, AProblemTellsPlaceMessageAllowedAndSuggestion) {
  const Problem problem{"/clients/workload", "unknown workload \"kw\"", "one of: kv, register",
                        "did you mean \"kv\"?"};
  EXPECT_EQ(problem.text(),
            "/clients/workload: unknown workload \"kw\"; one of: kv, register; did you mean "
            "\"kv\"?");
}

TEST(Error, WhatAProblemDoesNotHaveIsLeftOut) {
  EXPECT_EQ((Problem{"", "empty file", "", ""}).text(), "empty file");
  EXPECT_EQ((Problem{"line 3", "no number", "", ""}).text(), "line 3: no number");
  EXPECT_EQ((Problem{"", "no", "", "try yes"}).text(), "no; try yes");
}

TEST(Error, EveryProblemHasALineWithItsSource) {
  const InputError error("a.json", {{"/a", "wrong", "", ""}, {"/b", "missing", "", ""}});
  EXPECT_STREQ(error.what(), "a.json: /a: wrong\na.json: /b: missing");
  EXPECT_EQ(error.source(), "a.json");
  EXPECT_EQ(error.problems().size(), 2u);
}

TEST(Error, WithoutASourceNothingStandsBefore) {
  EXPECT_STREQ(InputError("", Problem{"", "no scenario given", "", ""}).what(),
               "no scenario given");
}

TEST(Assert, AFailedAssertionIsAnInternalErrorThatNamesItself) {
  try {
    SIM_ASSERT(1 + 1 == 3);
    FAIL() << "went on";
  } catch (const InternalError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("1 + 1 == 3"), std::string::npos);
    EXPECT_NE(text.find("tests/unit/base/error_test.cc:"), std::string::npos) << text;
  }
}

TEST(Assert, TheFileIsNamedFromTheRootOfTheTree) {
  try {
    SIM_ASSERT(false);
  } catch (const InternalError& error) {
    EXPECT_NE(std::string(error.what()).find(" at tests/unit/base/"), std::string::npos)
        << error.what();
  }
}

TEST(Assert, AnAssertionThatHoldsEvaluatesOnce) {
  int count = 0;
  SIM_ASSERT(++count == 1);
  EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace ordain
