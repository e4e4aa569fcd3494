// Every recorded history whose property is isolation has its verdict at each level listed for it.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "sim/check/import/format.h"
#include "sim/check/isolation/check.h"
#include "sim/check/isolation/import.h"
#include "tests/support/paths.h"

namespace ordain::check::isolation {
namespace {

std::string folder() { return test::histories_dir() + "/given/"; }

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

Transactions load(const std::string& path) {
  const std::string text = contents(folder() + path);
  const Format format = detect_format(path, text);
  if (format == Format::PlumeText) return import_plume(text, path);
  return import_transactions(import_history(text, path, format));
}

std::string words(const Result& result) {
  std::string text;
  for (const Finding& f : result.anomalies) text += "  " + f.name() + ": " + f.explanation + "\n";
  return text;
}

TEST(GivenHistories, HaveTheirVerdictAtEveryLevelListed) {
  const std::string listing = contents(folder() + "verdicts.json");
  if (listing.empty()) GTEST_SKIP() << "no recorded histories in " << folder();
  const nlohmann::json files = nlohmann::json::parse(listing).at("files");
  size_t judged = 0;
  for (const auto& [path, entry] : files.items()) {
    if (entry.at("property") != "isolation") continue;
    const Result result = check_isolation(load(path));
    for (const auto& [name, expected] : entry.at("expected").items()) {
      const std::optional<Level> level = level_named(name);
      ASSERT_TRUE(level.has_value()) << path << ": " << name;
      const Verdict wanted = expected == "ok" ? Verdict::Holds : Verdict::Violated;
      EXPECT_EQ(verdict_name(result[*level]), verdict_name(wanted))
          << path << " at " << name << "\n"
          << words(result);
      ++judged;
    }
  }
  EXPECT_GT(judged, 100U);
}

}  // namespace
}  // namespace ordain::check::isolation
