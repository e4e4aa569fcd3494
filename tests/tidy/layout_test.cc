#include "tests/tidy/layout.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/paths.h"
#include "tests/tidy/shape.h"

namespace ordain::tidy {
namespace {

TEST(Layout, AStrangerAtTheTopLevelIsFound) {
  EXPECT_EQ(report(check_top_level({"sim", "dev", ".ci", "README.md"})), "");
  EXPECT_EQ(report(check_top_level({"sim", "notes.txt"})),
            "notes.txt: has no place at the top level\n");
}

TEST(Layout, AFolderThatDoesNotExplainItselfIsFound) {
  EXPECT_EQ(report(check_readmes({"sim/README.md", "sim/net/README.md", "sim/net/link.h"})), "");
  EXPECT_EQ(report(check_readmes({"sim/README.md", "sim/net/link.h"})),
            "sim/net: has no README.md\n");
  EXPECT_EQ(report(check_readmes({"sim/net/README.md", "sim/net/x/deep.h"})),
            "sim: has no README.md\n");
}

TEST(Layout, AScenarioThatMissesItsSchemaIsFound) {
  EXPECT_EQ(report(check_schema({"scenarios/a/b.json", R"({"$schema": "../scenario.schema.json"})"})),
            "");
  EXPECT_EQ(report(check_schema({"scenarios/a/b.json", R"({"$schema": "scenario.schema.json"})"})),
            "scenarios/a/b.json: its $schema is not \"../scenario.schema.json\"\n");
  EXPECT_EQ(report(check_schema({"scenarios/a/c/b.json", "{}"})),
            "scenarios/a/c/b.json: its $schema is not \"../../scenario.schema.json\"\n");
}

TEST(LayoutOfTheTree, EveryScenarioNamesItsSchema) {
  size_t scenarios = 0;
  for (const SourceFile& file : read_folder(test::source_dir(), "scenarios")) {
    if (!file.path.ends_with(".json") || file.path.ends_with(".schema.json")) continue;
    EXPECT_EQ(report(check_schema(file)), "");
    ++scenarios;
  }
  EXPECT_GT(scenarios, 100u);
}

TEST(LayoutOfTheTree, TopLevelIsKept) {
  std::vector<std::string> entries;
  for (const auto& entry : std::filesystem::directory_iterator(test::source_dir())) {
    entries.push_back(entry.path().filename().string());
  }
  EXPECT_EQ(report(check_top_level(entries)), "");
}

TEST(LayoutOfTheTree, EveryFolderExplainsItself) {
  std::vector<std::string> paths;
  for (const char* folder : {"sim", "protocols", "tools", "tests"}) {
    for (const SourceFile& file : read_folder(test::source_dir(), folder)) {
      paths.push_back(file.path);
    }
  }
  EXPECT_EQ(report(check_readmes(paths)), "");
}

TEST(LayoutOfTheTree, NothingIsLeftUnfinishedOrNamesAMachine) {
  for (const char* folder : {"sim", "protocols", "scenarios", "tools", "tests", ".ci"}) {
    for (const SourceFile& file : read_folder(test::source_dir(), folder)) {
      EXPECT_EQ(report(check_marks(file)), "");
    }
  }
  for (const char* name : {"README.md", "CMakeLists.txt", "CMakePresets.json", "dev"}) {
    EXPECT_EQ(report(check_marks(read_file(test::source_dir(), name))), "");
  }
}

}  // namespace
}  // namespace ordain::tidy
