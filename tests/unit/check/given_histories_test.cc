// The recorded histories that others judged: every one has its stated verdict. They are no part of
// this repository; without them the test says so and is skipped.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/check/import/edn.h"
#include "sim/check/import/format.h"
#include "sim/check/lin/check.h"
#include "sim/check/workload/workload.h"
#include "tests/support/paths.h"

namespace ordain::check {
namespace {

std::filesystem::path histories() { return test::histories_dir(); }

std::string read_all(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Calls visit(path, name, verdict) for the histories of one property in every verdicts.json.
template <class Visit>
size_t each(std::string_view property, Visit visit) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(histories())) {
    if (entry.path().filename() != "verdicts.json") continue;
    const std::string text = read_all(entry.path());
    FormReader reader(text, entry.path().string(), FormReader::Dialect::Json);
    const Value all = reader.next()->value;
    const std::vector<Value>& files = all.field("files")->items();
    for (size_t i = 0; i + 1 < files.size(); i += 2) {
      if (files[i + 1].field("property")->text() != property) continue;
      const std::string name(files[i].text());
      visit(entry.path().parent_path() / name, name, files[i + 1].field("expected")->text());
      ++count;
    }
  }
  return count;
}

TEST(GivenHistoriesTest, EveryLinearizabilityVerdictIsTheStatedOne) {
  if (!std::filesystem::exists(histories())) GTEST_SKIP() << "no histories at " << histories();
  const size_t count = each("linearizable", [](const auto& path, const auto& name, auto expected) {
    const std::string text = read_all(path);
    const History history = import_history(text, name, detect_format(name, text));
    for (const lin::Method method : {lin::Method::Automatic, lin::Method::SearchOnly}) {
      lin::Options options;
      options.model = guess_model(history);
      options.method = method;
      EXPECT_EQ(lin::check(history, options).verdict,
                expected == "ok" ? lin::Verdict::Linearizable : lin::Verdict::NotLinearizable)
          << name;
    }
  });
  EXPECT_GT(count, 0U);
}

TEST(GivenHistoriesTest, EveryWorkloadVerdictIsTheStatedOne) {
  if (!std::filesystem::exists(histories())) GTEST_SKIP() << "no histories at " << histories();
  each("jepsen-workload", [](const auto& path, const auto& name, auto expected) {
    const std::string text = read_all(path);
    const History history = import_history(text, name, detect_format(name, text));
    const order::Verdict verdict =
        workload::check_workload(history, workload::guess_workload(history));
    if (expected == "skip") return;
    EXPECT_EQ(verdict.holds, expected == "ok" ? order::Holds::Yes : order::Holds::No) << name;
  });
}

}  // namespace
}  // namespace ordain::check
