// What the program prints, byte for byte (tests/golden/README.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain::test {
namespace {

std::vector<std::string> transcripts() {
  std::vector<std::string> out;
  const std::string folder = source_dir() + "/tests/golden";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    out.push_back(std::filesystem::relative(entry.path(), folder).string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// "$ ordain run a.json --quiet" as arguments; the words have no blanks.
std::vector<std::string> arguments_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  if (out.size() < 2 || out[0] != "$" || out[1] != "ordain") return {};
  out.erase(out.begin(), out.begin() + 2);
  return out;
}

class Transcript : public testing::TestWithParam<std::string> {};

TEST_P(Transcript, IsWhatTheProgramPrints) {
  const std::string path = source_dir() + "/tests/golden/" + GetParam();
  const std::string golden = read_text(path);
  const std::string command = golden.substr(0, golden.find('\n'));
  const std::vector<std::string> arguments = arguments_of(command);
  ASSERT_FALSE(arguments.empty()) << path << " does not begin with \"$ ordain ...\"";
  const Finished finished = ordain(arguments);
  const std::string printed = command + "\n" + finished.out + finished.err + "[exit " +
                              std::to_string(finished.status) + "]\n";
  if (rewrite_golden_files()) {
    std::ofstream(path, std::ios::binary) << printed;
  } else {
    EXPECT_EQ(printed, golden) << "ORDAIN_REWRITE=1 writes " << path << " anew";
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, Transcript, testing::ValuesIn(transcripts()),
                         [](const testing::TestParamInfo<std::string>& row) {
                           std::string name = row.param.substr(0, row.param.rfind('.'));
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) {
                                 return std::isalnum(static_cast<unsigned char>(c)) == 0;
                               },
                               '_');
                           return name;
                         });

}  // namespace
}  // namespace ordain::test
