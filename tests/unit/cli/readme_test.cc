// The README quotes the tutorial protocol and a scenario whole: they must be what the files say.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/paths.h"

namespace ordain {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(test::source_dir() + "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Readme, QuotesTheTutorialProtocolWhole) {
  const std::string ping = text_of("protocols/ping/ping.h");
  ASSERT_FALSE(ping.empty());
  EXPECT_NE(text_of("README.md").find("```cpp\n" + ping + "```"), std::string::npos);
}

TEST(Readme, QuotesAScenarioWhole) {
  const std::string scenario = text_of("scenarios/ping/happy.json");
  ASSERT_FALSE(scenario.empty());
  EXPECT_NE(text_of("README.md").find("```json\n" + scenario + "```"), std::string::npos);
}

}  // namespace
}  // namespace ordain
