#include "tools/cli/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "tools/cli/scenario_files.h"

namespace ordain::cli {
namespace {

TEST(Catalogue, EveryEntryOfEveryListHasANameAndAText) {
  for (const std::string& what : catalogue_names()) {
    for (const Value& row : catalogue(what).items) {
      EXPECT_FALSE(row.find("name")->text.empty()) << what;
      EXPECT_FALSE(row.find("about")->text.empty()) << what << ' ' << row.find("name")->text;
    }
  }
  EXPECT_FALSE(catalogue("protocols").items.empty());
  EXPECT_FALSE(catalogue("properties").items.empty());
  EXPECT_FALSE(catalogue("faults").items.empty());
  EXPECT_FALSE(catalogue("strategies").items.empty());
}

TEST(Catalogue, EveryScenarioLoadsAndTellsItsLesson) {
  const Value rows = catalogue("scenarios");
  EXPECT_GE(rows.items.size(), 5u);
  std::set<std::string> paths;
  for (const Value& row : rows.items) {
    const std::string& path = row.find("path")->text;
    EXPECT_TRUE(row.find("expect")->is(Value::Kind::object))
        << path << ": " << row.find("about")->text;
    EXPECT_NE(path.find('/' + row.find("name")->text + ".json"), std::string::npos)
        << path << " is called " << row.find("name")->text;
    EXPECT_TRUE(paths.insert(path).second);
  }
}

TEST(Catalogue, AScenarioIsFoundByItsNameAlone) {
  EXPECT_NE(scenario_called("one_way").find("scenarios/ping/one_way.json"), std::string::npos);
  EXPECT_EQ(scenario_called("no_such_scenario"), "");
}

}  // namespace
}  // namespace ordain::cli
