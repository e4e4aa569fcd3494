#include "tests/tidy/shape.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace ordain::tidy {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string functions(const std::string& text) {
  return report(check_functions({"sim/x.cc", text}));
}

TEST(Shape, ALongFileIsFound) {
  EXPECT_EQ(report(check_lines({"sim/x.cc", repeated("int a;\n", 500)})), "");
  EXPECT_EQ(report(check_lines({"sim/x.cc", repeated("int a;\n", 501)})),
            "sim/x.cc: 501 lines: more than one idea?\n");
}

TEST(Shape, ALongLineIsFoundByItsColumnsNotItsBytes) {
  EXPECT_EQ(report(check_lines({"sim/x.cc", repeated("x", 100) + "\n"})), "");
  EXPECT_EQ(report(check_lines({"sim/x.cc", repeated("→", 100) + "\n"})), "");
  EXPECT_EQ(report(check_lines({"sim/x.cc", repeated("x", 101) + "\n"})),
            "sim/x.cc:1: 101 columns\n");
}

TEST(Shape, TabsAndTrailingSpacesAndMissingLastBreaksAreFound) {
  EXPECT_EQ(report(check_lines({"sim/x.cc", "\tint a;\n"})), "sim/x.cc:1: a tab\n");
  EXPECT_EQ(report(check_lines({"sim/x.cc", "int a; \n"})), "sim/x.cc:1: a space at the end\n");
  EXPECT_EQ(report(check_lines({"sim/x.cc", "int a;"})), "sim/x.cc:1: no line break at the end\n");
}

TEST(Shape, ALongFunctionIsFoundWhereItBegins) {
  EXPECT_EQ(functions("int a;\nvoid f() {\n" + repeated("  g();\n", 68) + "}\n"), "");
  EXPECT_EQ(functions("int a;\nvoid f() {\n" + repeated("  g();\n", 69) + "}\n"),
            "sim/x.cc:2: a function of 71 lines\n");
}

TEST(Shape, LongFunctionsAreFoundInClassesNamespacesAndBehindInitialisers) {
  const std::string body = repeated("  g();\n", 70) + "}\n";
  for (const std::string head : {
           "namespace a {\nclass B {\n public:\n  void f(int x) const {\n",
           "namespace a {\nB::B() : x_{1}, y_(2) {\n",
           "namespace a {\nauto f(std::vector<int> v = {}) -> int {\n",
           "namespace a {\ntemplate <class T>\nrequires(!x<T>) void f() {\n",
           "namespace a {\nstruct A {\n  int x{0};\n  A() {\n",
           "namespace a {\nconst auto f = [](int x) {\n",
           "namespace a {\nTEST(A, B) {\n",
           "#define X {\nnamespace a {\nvoid f() {\n  if (x) {\n  }\n",
       }) {
    EXPECT_NE(functions(head + body + "}\n}\n"), "") << head;
  }
}

TEST(Shape, ClassesNamespacesAndTablesMayBeLong) {
  const std::string rows = repeated("  int g();\n", 90);
  EXPECT_EQ(functions("namespace a {\n" + rows + "}\n"), "");
  EXPECT_EQ(functions("struct A {\n" + rows + "};\n"), "");
  EXPECT_EQ(functions("constexpr int x[] = {\n" + repeated("  1,\n", 90) + "};\n"), "");
  EXPECT_EQ(functions("const F<void(int)> x = {\n" + repeated("  1,\n", 90) + "};\n"), "");
  EXPECT_EQ(functions("const std::map<int, int> x{\n" + repeated("  {1, 2},\n", 90) + "};\n"), "");
}

TEST(Shape, ManyShortFunctionsAreNoLongOne) {
  EXPECT_EQ(functions(repeated("void f() {\n  if (a) {\n    b();\n  }\n}\n\n", 60)), "");
}

TEST(Shape, AHeaderSaysWhatItIs) {
  EXPECT_EQ(report(check_header({"sim/x.h", "// What.\n#pragma once\n"})), "");
  EXPECT_NE(report(check_header({"sim/x.h", "// What.\nint a;\n"})), "");
  EXPECT_NE(report(check_header({"sim/x.h", "\n#pragma once\n"})), "");
  EXPECT_EQ(report(check_header({"sim/x.cc", "int a;\n"})), "");
}

TEST(Shape, UnfinishedWorkAndPathsOfAMachineAreFound) {
  const std::string mark = "TO", path = "/ho";
  EXPECT_EQ(report(check_marks({"a.md", "x\n// " + mark + "DO: more\n"})),
            "a.md:2: unfinished work\n");
  EXPECT_EQ(report(check_marks({"a.md", "see " + path + "me/somebody/x\n"})),
            "a.md:1: a path of somebody's machine\n");
  EXPECT_EQ(report(check_marks({"a.md", "https://example.org" + path + "me/x, todos\n"})), "");
}

TEST(ShapeOfTheTree, IsKept) {
  for (const SourceFile& file : read_cpp(test::source_dir())) {
    EXPECT_EQ(report(check_lines(file)), "");
    EXPECT_EQ(report(check_functions(file)), "");
    EXPECT_EQ(report(check_header(file)), "");
  }
}

}  // namespace
}  // namespace ordain::tidy
