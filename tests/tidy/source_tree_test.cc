#include "tests/tidy/source_tree.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace ordain::tidy {
namespace {

TEST(SourceTree, CommentsAreNotCodeAndLinesKeepTheirNumbers) {
  EXPECT_EQ(code_only("a // b\nc"), "a     \nc");
  EXPECT_EQ(code_only("a /* b\n c */ d"), "a     \n      d");
  EXPECT_EQ(code_only("a /* b"), "a     ");
}

TEST(SourceTree, LiteralsAreNotCode) {
  EXPECT_EQ(code_only(R"(f("x // y", 'z'))"), R"(f("      ", ' '))");
  EXPECT_EQ(code_only(R"(f("a\"b") g)"), R"(f("    ") g)");
  EXPECT_EQ(code_only("R\"(a\"b)\" + c"), "R\"     \" + c");
  EXPECT_EQ(code_only("R\"x(a)\"b)x\" + c"), "R\"        \" + c");
}

TEST(SourceTree, DigitSeparatorsDoNotOpenALiteral) {
  EXPECT_EQ(code_only("1'000 + double"), "1'000 + double");
}

TEST(SourceTree, LinesAreCountedWithAndWithoutALastBreak) {
  EXPECT_EQ(lines_of("a\n\nb").size(), 3u);
  EXPECT_EQ(lines_of("a\nb\n").size(), 2u);
  EXPECT_TRUE(lines_of("").empty());
}

TEST(SourceTree, TheRealTreeIsRead) {
  const auto files = read_cpp(test::source_dir());
  EXPECT_GT(files.size(), 20u);
  for (const SourceFile& file : files) EXPECT_FALSE(file.text.empty()) << file.path;
}

}  // namespace
}  // namespace ordain::tidy
